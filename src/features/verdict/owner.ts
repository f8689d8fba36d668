// What the owner says about the mail, as far as a finished review has it.
import type { Incident } from '../../domain/incident.js'
import type { VerdictContext } from '../../domain/verdict/index.js'

/** Asked of whoever reviews a mailing: "Is this mail wanted?" */
const wantedId = 'wanted'

/**
 * Of the latest review. Which way the owner was asked nobody knows: so a Yes is not checked, and whoever holds the account
 * could have given it. A No is believed.
 */
export function readOwner({ reviews }: Pick<Incident, 'reviews'>): VerdictContext['owner'] {
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
