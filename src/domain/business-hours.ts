// When people are at work, by the clock on their wall.
import type { Instant } from './instant.js'
import { type Local, toInstant, toLocal } from './time-zone.js'

/** As `Date` counts them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof weekdays)[number]

export interface BusinessHours {
  readonly days: readonly Weekday[]
  /** Minutes since midnight; the end is not among them. */
  readonly fromMinutes: number
  readonly toMinutes: number
}

export const whens = ['always', 'business', 'outside'] as const
/** `business`: only while people are at work; `outside`: only while they are not. */
export type When = (typeof whens)[number]

/** From one period of work to the next there are never more days: today, and a week. */
const mostDays = 8

interface Place {
  readonly hours: BusinessHours | undefined
  readonly zone: string
}

/** The first moment from then on at which that may be; at once where nobody said when people work. */
export function findMoment(when: When, { hours, zone }: Place, from: Instant): Instant {
  if (hours === undefined || when === 'always') return from
  const periods = listPeriods(hours, zone, from)
  const current = periods.find((one) => one.from <= from && from < one.to)
  switch (when) {
    case 'business':
      return current === undefined ? (periods.find((one) => one.from > from)?.from ?? from) : from
    case 'outside':
      return current === undefined ? from : findEnd(periods, current.to)
    default:
      return when satisfies never
  }
}

interface Period {
  readonly from: Instant
  readonly to: Instant
}

/** Those that are not over yet, of the days ahead. */
function listPeriods(hours: BusinessHours, zone: string, from: Instant): readonly Period[] {
  const { year, month, day } = toLocal(from, zone)
  return Array.from({ length: mostDays }, (_, more) => day + more)
    .filter((date) => hours.days.some((one) => one === toWeekday({ year, month, day: date })))
    .map((date) => ({
      from: toInstant({ year, month, day: date, hour: 0, minute: hours.fromMinutes }, zone),
      to: toInstant({ year, month, day: date, hour: 0, minute: hours.toMinutes }, zone),
    }))
    .filter(({ to }) => to > from)
}

/** A day beyond the end of its month is one of the next. */
function toWeekday({ year, month, day }: Pick<Local, 'year' | 'month' | 'day'>): Weekday {
  return weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? 'sun'
}

/** Work that goes on at midnight is one period. Where it never ends, nobody waits for its end. */
function findEnd(periods: readonly Period[], end: Instant): Instant {
  const next = periods.find((one) => one.from <= end && end < one.to)
  return next === undefined ? end : findEnd(periods, next.to)
}
