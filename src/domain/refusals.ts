// How refusals are remembered: those of one person, action and incident are counted together. A reason that was not there
// before is an entry of its own as well.
import type { RefusalReason } from '../errors.js'
import type { ActorRef } from './actor.js'
import { type Counting, countRepeats } from './counted.js'
import type { Instant } from './instant.js'

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

export const refusalCounting: Counting<Refusal> = {
  toKey: ({ via, by, action, incidentId }) => JSON.stringify([by.platform, by.id, via, action, incidentId]),
  toSort: ({ reason }) => reason,
  tellsNewSorts: true,
  toOthers: (refusal) => ({ ...refusal, action: 'others', incidentId: '' }),
  logName: ({ via }) => `${via}.refusal-not-journalled`,
  toEvent: ({ at, via, by, home, action, incidentId, reason }) => ({
    at,
    type: `${via}.refused`,
    by,
    ...toAbout(incidentId),
    data: { reason, action, home },
  }),
  toRepeatedEvent(count, now) {
    const { via, by, home, action, incidentId } = count.first
    const { from, until, repeats } = count
    const data = {
      via,
      times: countRepeats(count),
      from,
      until,
      reasons: Object.fromEntries(repeats),
      action,
      home,
    }
    return { at: now, type: 'refusals.counted', by, ...toAbout(incidentId), data }
  },
}

function toAbout(incidentId: string): { readonly incidentId?: string } {
  return incidentId === '' ? {} : { incidentId }
}
