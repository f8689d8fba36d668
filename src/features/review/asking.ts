// The page with the Yes: what is asked, of whom, and whether one signature is enough.
import type { Actor } from '../../domain/actor.js'
import type { Confirmation } from '../../domain/confirmation.js'
import type { Incident } from '../../domain/incident.js'
import { weighYes } from '../../domain/two-people.js'
import { StaleError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { readPast, toReasons } from '../approval/reasons.js'
import { readLapses } from '../approval/signers.js'
import type { Parts } from '../feature.js'
import { toConfirmCard } from './cards.js'
import { toReader } from './open.js'

interface Asked {
  readonly incident: Incident
  readonly actor: Actor
  readonly confirmationId: string
}

/** @throws StaleError when somebody else was faster. */
export async function askForYes(parts: Parts, { incident, actor, confirmationId }: Asked): Promise<Answer> {
  const confirmation = incident.confirmations.find(({ id }) => id === confirmationId)
  if (confirmation === undefined)
    throw new StaleError('Somebody else changed this at the same moment. Try again.')
  return askAgain(parts, { incident, actor, confirmation })
}

interface AskedAgain extends Omit<Asked, 'confirmationId'> {
  readonly confirmation: Confirmation
  /** Why the last Yes was not accepted. */
  readonly problem?: string
  /** What was said then. */
  readonly why?: string
}

export async function askAgain(
  parts: Parts,
  { incident, actor, confirmation, ...rest }: AskedAgain,
): Promise<Answer> {
  const past = await readPast(parts, incident, actor)
  const { review } = confirmation
  const reasons = toReasons(parts, incident, { review, past })
  const now = parts.clock.now()
  const lapsed = await readLapses(parts, incident)
  const weighed = weighYes(incident, { actor, review, bindings: parts.access, reasons, lapsed, now })
  const [lapse] = lapsed.values()
  return toConfirmCard({
    ...toReader(parts, incident, actor),
    ...rest,
    confirmation,
    unblocks: past.ofEntity,
    signing:
      reasons.length === 0
        ? undefined
        : { reasons, weighed, lapse: lapse?.why ?? '', minutes: parts.approval.expiresMinutes },
  })
}
