// Wall clocks of places, by Intl alone. An hour that a change to summer time leaves out falls on the one after it; of one
// that comes twice the first counts.
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from './instant.js'

/** Where the settings name none. */
export const usualZone = 'UTC'

/** What a clock on the wall shows. */
export interface Local {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

export type HourMinute = Pick<Local, 'hour' | 'minute'>

/** It is expensive to make, and there are few. */
const formats = new Map<string, Intl.DateTimeFormat>()

function toFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** Whether it is the name of a place in the IANA list, and no bare offset, which knows no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false
  try {
    toFormat(name)
    return true
  } catch {
    return false
  }
}

export function toLocal(instant: Instant, zone: string): Local {
  const parts = toFormat(zone).formatToParts(instant)
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0)
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  }
}

export function toInstant(local: Local, zone: string): Instant {
  const wanted = toUtc(local)
  const [before, after] = [wanted - dayMilliseconds, wanted + dayMilliseconds].map(
    (near) => wanted - toOffset(near, zone),
  )
  if (before === undefined || after === undefined) return wanted
  const fits = [before, after].filter((one) => toUtc(toLocal(one, zone)) === wanted)
  // What fits neither is left out: told by the clock as it was before, it is the hour after.
  return fits.length === 0 ? before : Math.min(...fits)
}

function toUtc({ year, month, day, hour, minute }: Local): Instant {
  return Date.UTC(year, month - 1, day, hour, minute)
}

/** What the wall clock is ahead of UTC, in milliseconds. */
function toOffset(instant: Instant, zone: string): number {
  const minutes = Math.floor(instant / minuteMilliseconds) * minuteMilliseconds
  return toUtc(toLocal(minutes, zone)) - minutes
}

/** The first moment after this one at which the wall clock shows it. */
export function findNextClock(now: Instant, { hour, minute }: HourMinute, zone: string): Instant {
  const today = toLocal(now, zone)
  const days = [0, 1, 2].map((more) => toInstant({ ...today, day: today.day + more, hour, minute }, zone))
  return days.find((one) => one > now) ?? now + dayMilliseconds
}

/** "09:00 UTC", "09:00 CET" */
export function toZonedClockText(instant: Instant, zone: string): string {
  const { hour, minute } = toLocal(instant, zone)
  const clock = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':')
  return `${clock} ${toZoneName(instant, zone)}`
}

function toZoneName(instant: Instant, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    instant,
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

/** "30 Jun" */
export function toZonedDayText(instant: Instant, zone: string): string {
  return new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: zone })
}

/** "09:00 CET", "Mon 09:00 CET", "30 Jun, 09:00 CET": as much of it as is needed by whoever reads it on the day of `from`. */
export function toZonedText(instant: Instant, from: Instant, zone: string): string {
  const clock = toZonedClockText(instant, zone)
  const [there, here] = [instant, from].map((one) => {
    const { year, month, day } = toLocal(one, zone)
    return Date.UTC(year, month - 1, day)
  })
  const days = Math.round(((there ?? 0) - (here ?? 0)) / (24 * hourMilliseconds))
  if (days === 0) return clock
  if (days > 0 && days < 7)
    return `${new Date(instant).toLocaleDateString('en-GB', { weekday: 'short', timeZone: zone })} ${clock}`
  return `${toZonedDayText(instant, zone)}, ${clock}`
}
