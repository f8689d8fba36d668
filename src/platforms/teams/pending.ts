// Answers that take longer than Teams waits for one. Their reader is shown a card that says so, with a button that asks once
// more; clients that know `refresh` press it by themselves.
import { createRecent } from '../../concurrency/recent.js'
import type { Answer, Card } from '../../ports.js'
import { resumeVerb, toRefresh } from './message.js'
import type { Spot } from './pages.js'
import type { Render } from './replies.js'

const mostKept = 500

export interface Pending {
  /** Until it is asked for, or another one takes its place. */
  keep(spot: Spot, answer: Promise<Answer>): void
  take(spot: Spot | undefined): Promise<Answer> | undefined
}

export function createPending(): Pending {
  const kept = createRecent<Promise<Answer>>(mostKept)
  return {
    keep(spot, answer) {
      // Whoever takes it hears of a failure; when nobody does, it has been logged by then.
      answer.catch(() => {})
      kept.set(toKey(spot), answer)
    },
    take(spot) {
      if (spot === undefined) return undefined
      const found = kept.get(toKey(spot))
      kept.delete(toKey(spot))
      return found
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
