// Windows that show something under way: drawn anew when it has got on, for as long as they show that and nothing else.
// Lives in memory only: after a restart the window has its Refresh.
import { createRecent } from '../../concurrency/recent.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Answer, Catalogue, Clock } from '../../ports.js'
import type { Click, Person, Submission } from './payloads.js'
import { settleMilliseconds } from './timing.js'

const keptMilliseconds = 15 * minuteMilliseconds
const mostKept = 1_000
/** An eye follows no more, and Slack counts. */
const paceMilliseconds = 1_000

interface Page {
  readonly action: string
  readonly incidentId: string
}

export interface LiveWindow {
  readonly viewId: string
  readonly person: Person
  readonly page: Page
}

type Draw = (window: LiveWindow, isStill: () => boolean) => Promise<void>

export interface Windows {
  /** Somebody is on to something else in this window, until its answer is noted. */
  leave(interaction: Click | Submission): void
  note(interaction: Click | Submission, answer: Answer): void
  /** Soon, at most once a second for each window. Never rejects. */
  redraw(page: Page, draw: Draw): void
}

interface Kept extends LiveWindow {
  /** By the clock that never steps. */
  readonly until: number
  readyAt: number
  isWaiting: boolean
}

export function createWindows(clock: Clock, { cards }: Pick<Catalogue, 'cards'>): Windows {
  const kept = createRecent<Kept>(mostKept)

  function toViewId(interaction: Click | Submission): string | undefined {
    return 'viewId' in interaction ? interaction.viewId : interaction.view?.id
  }

  function draw(one: Kept, work: Draw): void {
    one.isWaiting = false
    one.readyAt = clock.monotonic() + paceMilliseconds
    const isStill = () => kept.get(one.viewId) === one
    if (isStill()) void work(one, isStill)
  }

  return {
    leave(interaction) {
      const viewId = toViewId(interaction)
      if (viewId !== undefined) kept.delete(viewId)
    },
    note(interaction, answer) {
      const viewId = toViewId(interaction)
      const traits = answer && cards.get(answer.name)
      if (viewId === undefined || traits?.isLive !== true || traits.again === undefined) return
      const now = clock.monotonic()
      const { person, press } = interaction
      kept.set(viewId, {
        viewId,
        person,
        page: { action: traits.again, incidentId: press.incidentId },
        until: now + keptMilliseconds,
        // An edit that overtakes the answer to a submission would be wiped by it.
        readyAt: now + 2 * settleMilliseconds,
        isWaiting: false,
      })
    },
    redraw({ action, incidentId }, work) {
      const now = clock.monotonic()
      for (const one of kept.values()) {
        if (one.page.action !== action || one.page.incidentId !== incidentId || one.isWaiting) continue
        if (one.until <= now) {
          kept.delete(one.viewId)
          continue
        }
        one.isWaiting = true
        clock.after(Math.max(0, one.readyAt - now), () => draw(one, work))
      }
    },
  }
}
