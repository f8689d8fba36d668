import { StaleError } from '../errors.js'
import { type ActorRef, toActorKey } from './actor.js'
import type { Instant } from './instant.js'
import { toClockText } from './words.js'

interface First {
  readonly by: ActorRef
  readonly at: Instant
  /** "confirmed this unblock" */
  readonly did: string
}

/** Whoever comes second is told who did it and when. */
export function createLateError(actor: ActorRef, { by, at, did }: First): StaleError {
  const who = toActorKey(by) === toActorKey(actor) ? 'You' : by.name
  return new StaleError(`${who} ${did} at ${toClockText(at)} already. Nothing was done twice.`)
}
