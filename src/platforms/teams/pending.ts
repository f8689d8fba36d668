// Answers that take longer than Teams waits for one. Their reader is shown a card that says so, with a button that asks once
// more; clients that know `refresh` press it by themselves, and may reach another process with it.
import { z } from 'zod'
import { pause } from '../../concurrency/pause.js'
import { createRecent } from '../../concurrency/recent.js'
import { cell } from '../../domain/cell.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Answer, Card, Clock, Memory } from '../../ports.js'
import type { Commons } from './commons.js'
import { resumeVerb, toRefresh } from './message.js'
import type { Spot } from './pages.js'
import type { Render } from './render.js'

const mostKept = 500
const keptMilliseconds = 10 * minuteMilliseconds
/** How often it is looked whether another process has it by now, and for how long: whatever it asks ends before. */
const lookEveryMilliseconds = 500
const longestMilliseconds = minuteMilliseconds

const cardSchema = z.object({ name: z.string(), view: z.record(z.string(), z.unknown()) }).readonly()
const pendingSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting') }).readonly(),
  z.object({ state: z.literal('answered'), card: cardSchema.optional() }).readonly(),
  z.object({ state: z.literal('taken') }).readonly(),
])
const pendingOf = cell('teams-pending', pendingSchema)

type Saved = { readonly state: 'waiting' | 'taken' } | { readonly state: 'answered'; readonly card?: Card }

export interface Pending {
  /** Until it is asked for, or another one takes its place. */
  keep(spot: Spot, answer: Promise<Answer>): void
  /** Of whichever process it is. Never rejects; the answer may. */
  take(spot: Spot | undefined): Promise<{ readonly answer: Promise<Answer> } | undefined>
}

interface PendingParts {
  readonly commons: Pick<Commons, 'amongOthers'>
  readonly clock: Clock
}

export function createPending({ commons, clock }: PendingParts): Pending {
  const kept = createRecent<Promise<Answer>>(mostKept)
  /** What other processes answer: they say so themselves. */
  const foreign = new WeakSet<Promise<Answer>>()

  const toCell = ({ channel, message, reader }: Spot) => pendingOf(channel, message, reader)

  function say(spot: Spot, value: Saved): Promise<void> {
    const until = clock.now() + keptMilliseconds
    return commons.amongOthers((memory) => memory.remember(toCell(spot).key, value, { until }), undefined)
  }

  async function share(spot: Spot, answer: Promise<Answer>): Promise<void> {
    await say(spot, { state: 'waiting' })
    const card = await answer.catch(() => undefined)
    if (kept.get(toKey(spot)) === answer)
      await say(spot, { state: 'answered', ...(card === undefined ? {} : { card }) })
  }

  async function waitFor(spot: Spot, memory: Memory): Promise<Answer> {
    const until = clock.monotonic() + longestMilliseconds
    for (;;) {
      const found = await toCell(spot).recall(memory)
      if (found?.state === 'answered') {
        await say(spot, { state: 'taken' })
        return found.card
      }
      if (found?.state !== 'waiting' || clock.monotonic() > until) return undefined
      await pause(clock, lookEveryMilliseconds)
    }
  }

  function takeElsewhere(spot: Spot): Promise<{ readonly answer: Promise<Answer> } | undefined> {
    return commons.amongOthers(async (memory) => {
      const found = await toCell(spot).recall(memory)
      if (found === undefined || found.state === 'taken') return undefined
      const answer = waitFor(spot, memory)
      foreign.add(answer)
      return { answer }
    }, undefined)
  }

  return {
    keep(spot, answer) {
      // Whoever takes it hears of a failure; when nobody does, it has been logged by then.
      answer.catch(() => {})
      kept.set(toKey(spot), answer)
      if (!foreign.has(answer)) void share(spot, answer)
    },
    async take(spot) {
      if (spot === undefined) return undefined
      const answer = kept.get(toKey(spot))
      kept.delete(toKey(spot))
      if (answer === undefined) return takeElsewhere(spot)
      if (foreign.has(answer)) return { answer }
      const found = await commons.amongOthers((memory) => toCell(spot).recall(memory), undefined)
      if (found?.state === 'taken') return undefined
      await say(spot, { state: 'taken' })
      return { answer }
    },
  }
}

const checkingCard: Card = {
  name: 'notice',
  view: {
    icon: '⏳',
    title: 'Checking',
    text: 'Exchange and Entra are asked whether it is so. That takes ten seconds at most; what you said is kept.',
    incidentId: '',
    isBad: false,
    isBusy: true,
    isGood: false,
    isCalm: false,
  },
}

/** Rendered, with a way on. */
export function toCheckingCard(render: Render, { reader }: Spot): unknown {
  const card = render(checkingCard)
  if (typeof card !== 'object' || card === null) return card
  const goOn = { type: 'Action.Execute', title: 'Go on', verb: resumeVerb, data: {}, style: 'positive' }
  return { ...card, actions: [goOn], ...toRefresh([reader]) }
}

function toKey({ channel, message, reader }: Spot): string {
  return JSON.stringify([channel, message, reader])
}
