// How times, numbers and lists are said, in findings, cards and whatever platforms tell.
import type { Instant } from './instant.js'

const numbers = new Intl.NumberFormat('en-US')
const longestList = 5

/** "2026-11-22 03:14 UTC". Evidence comes from outside: a number that is no date must not throw. */
export function toUtcText(instant: Instant): string {
  const minute = findMinute(instant)
  return minute === undefined ? 'at an unknown time' : `${minute.replace('T', ' ')} UTC`
}

/** "03:14 UTC" */
export function toClockText(instant: Instant): string {
  const minute = findMinute(instant)
  return minute === undefined ? 'at an unknown time' : `${minute.slice(-5)} UTC`
}

function findMinute(instant: Instant): string | undefined {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 16)
}

/** " by ops@contoso.com from 198.51.100.23", as far as it is known. */
export function toHandText({
  by,
  from,
}: {
  readonly by?: string | undefined
  readonly from?: string | undefined
}): string {
  return `${by === undefined ? '' : ` by ${by}`}${from === undefined ? '' : ` from ${from}`}`
}

/** "1,203" */
export function toCountText(count: number): string {
  return numbers.format(count)
}

/** "1 message", "1,203 messages" */
export function toAmountText(count: number, noun: string): string {
  return `${toCountText(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** The first few, and how many more there are. */
export function toListText(items: readonly string[]): string {
  const shown = items.slice(0, longestList).join(', ')
  const more = items.length - longestList
  return more > 0 ? `${shown} and ${toCountText(more)} more` : shown
}
