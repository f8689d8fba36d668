// How refusals are remembered. The first of a person, an action and an incident is an entry of its own; what is refused
// again within the hour is counted, and the count is one entry. So nobody fills the journal, and nothing goes unsaid: a
// reason that was not there before is an entry of its own as well.
import type { RefusalReason } from '../errors.js'
import type { ActorRef } from './actor.js'
import { hourMilliseconds, type Instant } from './instant.js'
import type { JournalEvent } from './journal.js'

export interface Refusal {
  readonly at: Instant
  readonly via: 'press' | 'command'
  readonly by: ActorRef
  readonly home: string
  /** The name of a button or of a command, or `unknown`; never what somebody typed. */
  readonly action: string
  /** Empty when none was meant. */
  readonly incidentId: string
  readonly reason: RefusalReason
}

/** One person, one action, one incident, for an hour. */
export interface RefusalCount {
  readonly first: Refusal
  /** Those that have an entry. */
  readonly told: readonly RefusalReason[]
  /** Of those that have none. */
  readonly repeats: ReadonlyMap<RefusalReason, number>
  readonly from: Instant
  readonly until: Instant
}

export const countedMilliseconds = hourMilliseconds

export function toRefusalKey({ via, by, action, incidentId }: Refusal): string {
  return JSON.stringify([by.platform, by.id, via, action, incidentId])
}

export function startCount(first: Refusal): RefusalCount {
  return { first, told: [first.reason], repeats: new Map(), from: first.at, until: first.at }
}

export function countRefusal(count: RefusalCount, { reason, at }: Refusal): RefusalCount {
  if (!count.told.includes(reason)) return { ...count, told: [...count.told, reason] }
  const repeats = new Map(count.repeats).set(reason, (count.repeats.get(reason) ?? 0) + 1)
  return { ...count, repeats, from: count.repeats.size === 0 ? at : count.from, until: at }
}

/** Also when the clock was set back: what lies ahead says nothing about now. */
export function isCountOver({ first }: RefusalCount, now: Instant): boolean {
  return now < first.at || now - first.at >= countedMilliseconds
}

export function toRefusalEvent({ at, via, by, home, action, incidentId, reason }: Refusal): JournalEvent {
  return { at, type: `${via}.refused`, by, ...toAbout(incidentId), data: { reason, action, home } }
}

/** What was counted; undefined when nothing was refused again. */
export function toRepeatedEvent(count: RefusalCount, now: Instant): JournalEvent | undefined {
  const { via, by, home, action, incidentId } = count.first
  if (count.repeats.size === 0) return undefined
  const times = [...count.repeats.values()].reduce((sum, one) => sum + one, 0)
  const reasons = Object.fromEntries(count.repeats)
  const data = { via, times, from: count.from, until: count.until, reasons, action, home }
  return { at: now, type: 'refusals.counted', by, ...toAbout(incidentId), data }
}

function toAbout(incidentId: string): { readonly incidentId?: string } {
  return incidentId === '' ? {} : { incidentId }
}
