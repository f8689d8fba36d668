// When one shift hands over to the next, by the clock on the wall of a channel's people.
import { dayMilliseconds, hourMilliseconds, type Instant } from './instant.js'
import type { ChannelRef } from './task.js'
import type { Tenant } from './tenant.js'
import { findNextClock, type HourMinute, usualZone } from './time-zone.js'

/** A channel with its shifts, and the tenants it hears of. */
export interface Shifts {
  readonly channel: ChannelRef
  readonly times: readonly HourMinute[]
  readonly zone: string
  readonly tenantIds: readonly string[]
}

/** After that nobody waits for it any more. */
const lateMilliseconds = 4 * hourMilliseconds

/** Each channel once, with what any of its routes says. */
export function listShifts(tenants: Iterable<Tenant>): readonly Shifts[] {
  const byChannel = new Map<string, Shifts>()
  for (const { id, routes, timeZone = usualZone } of tenants)
    for (const { channel, handover = [], timeZone: own = timeZone } of routes) {
      const key = `${channel.platform}:${channel.channel}`
      const before = byChannel.get(key)
      byChannel.set(key, {
        channel,
        times: [...(before?.times ?? []), ...handover],
        zone: before === undefined || before.times.length === 0 ? own : before.zone,
        tenantIds: [...new Set([...(before?.tenantIds ?? []), id])],
      })
    }
  return [...byChannel.values()].filter(({ times }) => times.length > 0)
}

export function findNextShift(now: Instant, { times, zone }: Pick<Shifts, 'times' | 'zone'>): Instant {
  return Math.min(...times.map((time) => findNextClock(now, time, zone)))
}

/** The change that has just been; undefined when that was too long ago. */
export function findLastShift(now: Instant, shifts: Pick<Shifts, 'times' | 'zone'>): Instant | undefined {
  let last: Instant | undefined
  for (let at = findNextShift(now - dayMilliseconds, shifts); at <= now; at = findNextShift(at, shifts))
    last = at
  return last === undefined || now - last > lateMilliseconds ? undefined : last
}
