// How long people waited in the last day, counted in few numbers: an hour has one count per step of a fixed scale.
import { z } from 'zod'
import { hourMilliseconds, type Instant } from './instant.js'

/** `card`: from a restriction to a card about it in a channel; `answer`: from a press or a command to its answer. */
export type DelayName = 'card' | 'answer'

const secondMilliseconds = 1_000
const minuteSeconds = 60

/** In milliseconds. Fine where "within a minute" and "within 3 seconds" are decided; what is longer counts as the last. */
const scale: readonly number[] = [
  10,
  20,
  50,
  100,
  200,
  300,
  500,
  750,
  ...[1, 1.5, 2, 3, 5, 7, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 90, 100].map(
    (seconds) => seconds * secondMilliseconds,
  ),
  ...[2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 120, 240, 480, 960, 1_440].map(
    (minutes) => minutes * minuteSeconds * secondMilliseconds,
  ),
]
const longest = Math.max(...scale)
const hoursKept = 24

/** How many waits took at most so many milliseconds, and more than the step below. */
const countsSchema = z.record(z.string(), z.number()).readonly()
const hourSchema = z.object({ hour: z.number(), card: countsSchema, answer: countsSchema }).readonly()
export const delaysSchema = z.object({ hours: z.array(hourSchema).readonly() }).readonly()
/** Oldest hour first. Never more than a day of them, whatever is counted. */
export type Delays = z.infer<typeof delaysSchema>

export const noDelays: Delays = { hours: [] }

interface Delay {
  readonly name: DelayName
  readonly milliseconds: number
  readonly now: Instant
}

export function countDelay(delays: Delays, { name, milliseconds, now }: Delay): Delays {
  const step = String(scale.find((most) => milliseconds <= most) ?? longest)
  const hour = toHour(now)
  const kept = listLastDay(delays, now)
  const current = kept.find((one) => one.hour === hour) ?? { hour, card: {}, answer: {} }
  const counted = { ...current[name], [step]: (current[name][step] ?? 0) + 1 }
  return { hours: [...kept.filter((one) => one !== current), { ...current, [name]: counted }] }
}

/** Counts of before a restart and of since. */
export function mergeDelays(one: Delays, other: Delays): Delays {
  const hours = [...new Set([...one.hours, ...other.hours].map(({ hour }) => hour))]
  const merge = (hour: number, name: DelayName) =>
    sum([...one.hours, ...other.hours].filter((row) => row.hour === hour).map((row) => row[name]))
  return {
    hours: hours
      .toSorted((first, second) => first - second)
      .map((hour) => ({ hour, card: merge(hour, 'card'), answer: merge(hour, 'answer') })),
  }
}

export interface DelaySummary {
  readonly count: number
  /** At most this many milliseconds: half of them, and 99 of 100. `longest` for all that took longer. */
  readonly median: number
  readonly worst99: number
}

/** Undefined when nobody waited. */
export function summariseDelays(delays: Delays, name: DelayName, now: Instant): DelaySummary | undefined {
  const counts = sum(listLastDay(delays, now).map((row) => row[name]))
  const steps = Object.entries(counts).map(([most, count]) => ({ most: Number(most), count }))
  const sorted = steps.toSorted((one, other) => one.most - other.most)
  const count = sorted.reduce((total, step) => total + step.count, 0)
  if (count === 0) return undefined
  const find = (part: number) => {
    let seen = 0
    for (const step of sorted) {
      seen += step.count
      if (seen >= part * count) return step.most
    }
    return longest
  }
  return { count, median: find(0.5), worst99: find(0.99) }
}

/** The current hour and those before it. A clock that was set back leaves hours that have not come yet: they go. */
function listLastDay({ hours }: Delays, now: Instant): Delays['hours'] {
  const current = toHour(now)
  return hours.filter(({ hour }) => hour <= current && hour > current - hoursKept)
}

function toHour(now: Instant): number {
  return Math.floor(now / hourMilliseconds)
}

function sum(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>()
  for (const counts of all)
    for (const [step, count] of Object.entries(counts)) total.set(step, (total.get(step) ?? 0) + count)
  return Object.fromEntries(total)
}
