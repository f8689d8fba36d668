// Message trace of the 90 days before, for what a sender normally does. Ten days are the most that one call covers, and 100
// calls in 5 minutes the most for a tenant, so several senders are asked for together, seldom, and up to a budget: what is
// beyond it is said not to be known.
import { dayMilliseconds, type Instant, minuteMilliseconds } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import type { Clock } from '../../../../ports.js'
import type { Asking } from '../asking.js'
import { createTogether, type Together, type TogetherParts } from '../together.js'
import { readTracePage, type TraceRow } from '../trace.js'

const keptDays = 90
const callDays = 10
/** Of the day before the restriction it is not asked: that is what is compared. */
const settledDays = 1
const pace = { slower: 2, most: 20 }
/** A third of what Microsoft allows; the rest is for the mail of the day. */
const mostCalls = 36
const budgetMilliseconds = 5 * minuteMilliseconds
const mostCallsAtOnce = 14

interface RhythmQuestion {
  readonly addresses: readonly string[]
  readonly anchor: Instant
}

/** From when to when everything is there. */
interface Span {
  readonly from: Instant
  readonly to: Instant
}

export interface EarlierMail {
  readonly rows: readonly TraceRow[]
  /** Newest first. */
  readonly spans: readonly Span[]
}

export type RhythmTogether = Together<RhythmQuestion, EarlierMail>

export function createRhythmTogether(parts: TogetherParts): RhythmTogether {
  const spend = createBudget(parts.clock)
  return createTogether<RhythmQuestion, EarlierMail>(
    parts,
    (asking, questions) => {
      const addresses = [...new Set(questions.flatMap((one) => one.addresses))]
      const newest = Math.max(...questions.map(({ anchor }) => anchor)) - settledDays * dayMilliseconds
      return readEarlier(asking, { addresses, newest, now: parts.clock.now(), spend })
    },
    pace,
  )
}

/** Says whether one more call may be made now. */
function createBudget(clock: Clock): () => boolean {
  let spent: readonly number[] = []
  return () => {
    const now = clock.monotonic()
    spent = spent.filter((at) => now - at < budgetMilliseconds)
    if (spent.length >= mostCalls) return false
    spent = [...spent, now]
    return true
  }
}

interface Wanted {
  readonly addresses: readonly string[]
  readonly newest: Instant
  readonly now: Instant
  readonly spend: () => boolean
}

/** Window by window, newest first, until the budget is used up. @throws BackendError `throttled` when not one was read. */
async function readEarlier(asking: Asking, { addresses, newest, now, spend }: Wanted): Promise<EarlierMail> {
  const oldest = now - keptDays * dayMilliseconds + minuteMilliseconds
  const rows: TraceRow[] = []
  const spans: Span[] = []
  let calls = 0
  for (let to = newest; to > oldest && calls < mostCallsAtOnce; ) {
    const from = Math.max(oldest, to - callDays * dayMilliseconds)
    if (!spend()) break
    calls += 1
    const page = await readTracePage(asking, { filter: { SenderAddress: addresses }, from, to })
    rows.push(...page.rows)
    spans.push({ from: page.since, to })
    // Where there was too much it goes on with what lies before the last row.
    to = page.truncated && page.since < to ? page.since : from
  }
  if (spans.length === 0)
    throw new BackendError(
      'Message trace of the months before was not asked for: too many others were asked about just now.',
      { code: 'throttled', outcome: 'unchanged' },
    )
  return { rows, spans }
}
