import { createJointWork } from './joint-work.js'
import { pause } from './pause.js'
import type { Monotonic, Timers } from './time.js'

/** What may not be asked often: questions that come too early for the next round are asked together in it. */
export interface Rounds<Question, Answer> {
  /** Rejects as the round does, or with the reason of `signal` as soon as that aborts. */
  ask(question: Question, signal: AbortSignal): Promise<Answer>
}

interface RoundsParts<Question, Answer> {
  readonly clock: Timers & Monotonic
  /** From the beginning of one round to that of the next, at least; the first begins at once. */
  readonly apartMilliseconds: number
  /** So many questions are one round at most. */
  readonly most: number
  /** The answer is that of everybody in the round. Is told to end when the last one who waits has given up. */
  readonly ask: (questions: readonly Question[], signal: AbortSignal) => Promise<Answer>
}

interface Round<Question> {
  readonly key: string
  /** By the clock that never steps. */
  readonly beginsAt: number
  readonly asked: { readonly question: Question; readonly signal: AbortSignal }[]
}

export function createRounds<Question, Answer>(
  parts: RoundsParts<Question, Answer>,
): Rounds<Question, Answer> {
  const { clock, apartMilliseconds, most } = parts
  const work = createJointWork<Answer>()
  let count = 0
  let freeAt = Number.NEGATIVE_INFINITY
  /** The one that has not begun and has room. */
  let open: Round<Question> | undefined

  function openRound(): Round<Question> {
    count += 1
    const beginsAt = Math.max(clock.monotonic(), freeAt)
    freeAt = beginsAt + apartMilliseconds
    return { key: String(count), beginsAt, asked: [] }
  }

  async function run(round: Round<Question>, signal: AbortSignal): Promise<Answer> {
    const wait = round.beginsAt - clock.monotonic()
    if (wait > 0) await pause(clock, wait, signal)
    if (open === round) open = undefined
    // One that everybody had left begins later than it was meant to, with whoever comes then.
    freeAt = Math.max(freeAt, clock.monotonic() + apartMilliseconds)
    const wanted = round.asked.filter((one) => !one.signal.aborted)
    return parts.ask(
      wanted.map(({ question }) => question),
      signal,
    )
  }

  return {
    async ask(question, signal) {
      signal.throwIfAborted()
      const round = open ?? openRound()
      round.asked.push({ question, signal })
      open = round.asked.length < most ? round : undefined
      return work.join(round.key, (shared) => run(round, shared), signal)
    },
  }
}
