// What message trace tells in the sandbox: after an unblock somebody sends a message, and the trace is a while behind.
import { type Entity, toEntityKey } from '../../domain/entity.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { MailTrace } from '../../domain/mail-flow.js'
import { findListing, type State } from './state.js'

/** The owner waits a little before trying again. */
const sentAfterMilliseconds = minuteMilliseconds
const behindMilliseconds = minuteMilliseconds

interface Traced {
  readonly state: State
  readonly entity: Entity
  readonly since: Instant
  readonly now: Instant
}

export function traceInState({ state, entity, since, now }: Traced): MailTrace {
  const isShown = (at: Instant) => at + behindMilliseconds <= now
  const nothing = { known: true, value: {} } as const
  if (state.mail === 'none') return nothing
  if (state.mail === 'refused') {
    const at = since + 2 * minuteMilliseconds
    const code = entity.kind === 'sender' ? '5.1.8' : '5.7.711'
    return isShown(at) ? { known: true, value: { refused: { at, code } } } : nothing
  }
  if (findListing(state, entity) !== undefined) return nothing
  const at = Math.max(since, state.heldUntil[toEntityKey(entity)] ?? since) + sentAfterMilliseconds
  return isShown(at) ? { known: true, value: { outside: { first: at, last: at } } } : nothing
}
