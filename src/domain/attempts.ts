// Unblocks that were sent to Exchange: what is known of each, and what the list has shown since.
import type { BackendError } from '../errors.js'
import type { Incident, Unblock } from './incident.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'

export type Trouble = Omit<NonNullable<Unblock['trouble']>, 'at'>

/** A lost answer counts as "it did not happen" when the entry is still listed this long after the call. */
export const uncertainMinutes = 15

export function toTrouble(error: BackendError): Trouble {
  return { why: error.message, isAnswered: error.isAnswered, effect: toEffect(error) }
}

/** A pause that was asked for, or an answer that cannot be read, has been seen after the deed was done. */
function toEffect({ code, outcome }: BackendError): Trouble['effect'] {
  if (outcome === 'unknown') return 'unknown'
  switch (code) {
    case 'throttled':
    case 'malformed':
    case 'partial':
      return 'possible'
    case 'unavailable':
    case 'timeout':
    case 'forbidden':
    case 'unlicensed':
    case 'limit-reached':
    case 'not-found':
    case 'rejected':
      return 'none'
    default:
      return code satisfies never
  }
}

/** The unblock that was accepted in this incident and is the latest; undefined when none waits or counts. */
export function findUnblock(incident: Incident): Unblock | undefined {
  return 'unblock' in incident.state ? incident.state.unblock : undefined
}

/** The latest unblock that is waited for, or was sent, whatever became of it; undefined when none ever was. */
export function findAttempt(incident: Incident): Unblock | undefined {
  const last = findUnblock(incident)
  if (incident.state.status === 'unblocking' || last?.attemptedAt !== undefined) return last
  return incident.attempts?.findLast(({ attemptedAt }) => attemptedAt !== undefined)
}

/** An unblock that was not taken makes room for the next one, and stays in the record. */
export function keepAttempt(incident: Incident): Incident {
  const { state, attempts = [] } = incident
  if (state.status !== 'failed' && state.status !== 'uncertain') return incident
  return { ...incident, attempts: [...attempts, state.unblock] }
}

/**
 * A poll that began then has seen the entry although an unblock was sent. `changedAt` stays: the incident is where it was,
 * and the next poll counts as well.
 */
export function markListed(incident: Incident, startedAt: Instant): Incident {
  const attempt = findAttempt(incident)
  const next = attempt && addListed(attempt, startedAt)
  if (next === undefined || next === attempt) return incident
  const { state, attempts = [] } = incident
  if ('unblock' in state && state.unblock === attempt)
    return { ...incident, state: { ...state, unblock: next } }
  return { ...incident, attempts: attempts.map((one) => (one === attempt ? next : one)) }
}

/** Two polls of the same moment are one. */
export function addListed(unblock: Unblock, at: Instant): Unblock {
  if (unblock.attemptedAt === undefined) return unblock
  const before = unblock.listed?.at ?? unblock.attemptedAt
  if (at <= before && !isAhead(before, at)) return unblock
  return { ...unblock, listed: { polls: (unblock.listed?.polls ?? 0) + 1, at } }
}

/**
 * Whether an entry that is gone now has gone by an unblock of ours that Exchange did not confirm. Once a poll has seen the
 * entry after a refusal, or long enough after a lost answer, whoever lifted it was somebody else.
 */
export function isGoneByAttempt(incident: Incident, now: Instant): boolean {
  const attempt = findAttempt(incident)
  if (attempt?.attemptedAt === undefined || attempt.trouble === undefined) return false
  const { effect } = attempt.trouble
  if (effect === 'none') return false
  if (attempt.listed === undefined) return true
  return effect === 'unknown' && now < attempt.attemptedAt + uncertainMinutes * minuteMilliseconds
}
