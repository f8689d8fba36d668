// "Keep it so": what was changed on an account stays as it is, by the word of one person, with a reason.
import { RefusedError, StaleError } from '../errors.js'
import { type ActorRef, toActorRef } from './actor.js'
import { type Incident, isClosed } from './incident.js'
import type { Instant } from './instant.js'
import { listKept, listOutstanding, listUnsure } from './offers.js'
import { toClockText } from './words.js'

interface Keep {
  readonly by: ActorRef
  readonly reason: string
  readonly now: Instant
}

/** @throws RefusedError */
export function requireOver(incident: Incident): void {
  if (isClosed(incident)) return
  throw new RefusedError(
    'wrong-status',
    'While this is open nothing has to be decided: what was changed can be given back at any time.',
  )
}

/** @throws RefusedError while it is open; StaleError when nothing is left standing, or somebody was faster. */
export function keepSo(incident: Incident, { by, reason, now }: Keep): Incident {
  requireOver(incident)
  const left = [...listOutstanding(incident), ...listUnsure(incident)]
  if (left.length === 0) throw new StaleError(toNothingText(incident))
  const before = listKept(incident)
  const containmentIds = [...before, ...left].map(({ id }) => id)
  return { ...incident, kept: { by: toActorRef(by), at: now, reason, containmentIds } }
}

function toNothingText({ kept }: Incident): string {
  return kept === undefined
    ? 'Nothing is left here that could stay or be given back.'
    : `${kept.by.name} decided at ${toClockText(kept.at)} already that it stays.`
}
