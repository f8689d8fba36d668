// What the owner says about the mail: as they were asked, and as far as a finished review has it.
import { toOwnerContext } from '../../domain/ask-owner.js'
import type { Incident } from '../../domain/incident.js'
import type { VerdictContext } from '../../domain/verdict/index.js'

/** Asked of whoever reviews a mailing: "Is this mail wanted?" */
const wantedId = 'wanted'

/** A No outweighs every Yes, and what was checked what was not. */
export function readOwner(incident: Incident): VerdictContext['owner'] {
  return [toOwnerContext(incident), readReviewed(incident)]
    .flatMap((one) => one ?? [])
    .toSorted((one, other) => toRank(one) - toRank(other))[0]
}

function toRank({ says, verified }: NonNullable<VerdictContext['owner']>): number {
  return (says === 'not-mine' ? 0 : 2) + (verified ? 0 : 1)
}

/**
 * Of the latest review. Which way the owner was asked nobody knows: so a Yes is not checked, and whoever holds the account
 * could have given it. A No is believed.
 */
function readReviewed({ reviews }: Pick<Incident, 'reviews'>): VerdictContext['owner'] {
  const latest = reviews.filter(({ isDraft }) => isDraft !== true).at(-1)
  switch (latest?.questions?.find(({ id }) => id === wantedId)?.answer) {
    case 'yes':
      return { says: 'mine', verified: false }
    case 'no':
      return { says: 'not-mine', verified: true }
    default:
      return undefined
  }
}
