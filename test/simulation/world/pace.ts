// How much happens: days in which something happens every minute, and weeks in which whole nights pass without anything.
import {
  dayMilliseconds,
  hourMilliseconds,
  type Instant,
  minuteMilliseconds,
} from '../../../src/domain/instant.js'
import type { Random } from '../random.js'

export interface Span {
  readonly from: number
  readonly until: number
}

export interface Pace {
  /** What the machine's clock shows at the beginning. */
  readonly began: Instant
  /** There are ladders, pagers, shifts and places with clocks of their own, and time to see what becomes of them. */
  readonly isSparse: boolean
  /** Platforms lose answers, cards are deleted, the clock is wrong, and whoever begins to post stands still. */
  readonly isLossy?: boolean
  /** Most who are restricted send what is wanted, and people do what that asks for. */
  readonly isWanted?: boolean
  /** On average, from one who comes by to the next. */
  readonly actMilliseconds: number
  /** From one look of those who watch to the next. */
  readonly lookMinutes: number
  /** On average, from one time that Microsoft does it to the next. */
  readonly restrictMilliseconds: number
  readonly freeMilliseconds: number
  readonly changeMilliseconds: number
  readonly goodMilliseconds: Span
  readonly badMilliseconds: Span
}

/** Two thousand presses in a day. */
export const fullDays: Pace = {
  began: Date.UTC(2026, 10, 1, 6),
  isSparse: false,
  actMilliseconds: 75_000,
  lookMinutes: 1,
  restrictMilliseconds: 18 * minuteMilliseconds,
  freeMilliseconds: 30 * minuteMilliseconds,
  changeMilliseconds: 5 * minuteMilliseconds,
  goodMilliseconds: { from: 15 * minuteMilliseconds, until: 60 * minuteMilliseconds },
  badMilliseconds: { from: 10 * minuteMilliseconds, until: 70 * minuteMilliseconds },
}

export const wantedDays: Pace = {
  ...fullDays,
  isWanted: true,
  restrictMilliseconds: 6 * minuteMilliseconds,
  freeMilliseconds: 10 * minuteMilliseconds,
}

/** What posting a card once is up against, and little else. */
export const lossyDays: Pace = {
  ...fullDays,
  isLossy: true,
  restrictMilliseconds: 6 * minuteMilliseconds,
  freeMilliseconds: 20 * minuteMilliseconds,
  goodMilliseconds: { from: 5 * minuteMilliseconds, until: 15 * minuteMilliseconds },
  badMilliseconds: { from: 20 * minuteMilliseconds, until: 50 * minuteMilliseconds },
}

/** The day before the first clocks are set back, or forward; those of Europe, America and Australia within three weeks. */
const beginnings = [Date.UTC(2026, 9, 24, 6), Date.UTC(2027, 2, 13, 6)]

export function toQuietWeeks(random: Random): Pace {
  return {
    began: random.pick(beginnings),
    isSparse: true,
    actMilliseconds: 40 * minuteMilliseconds,
    lookMinutes: 5,
    restrictMilliseconds: 14 * hourMilliseconds,
    freeMilliseconds: 3 * dayMilliseconds,
    changeMilliseconds: dayMilliseconds,
    goodMilliseconds: { from: 5 * hourMilliseconds, until: 50 * hourMilliseconds },
    badMilliseconds: { from: 10 * minuteMilliseconds, until: 9 * hourMilliseconds },
  }
}
