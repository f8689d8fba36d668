// What shows something under way: drawn anew when it has got on, for as long as it shows that and nothing else. A window, or the
// answer to a command, which Slack lets be replaced for half an hour. Lives in memory only: after a restart there is the Refresh.
import { createRecent } from '../../concurrency/recent.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Answer, Card, Catalogue, Clock, LivePage } from '../../ports.js'
import type { Click, Person, Submission } from './payloads.js'
import { settleMilliseconds } from './timing.js'

const keptMilliseconds = 15 * minuteMilliseconds
const mostKept = 1_000
/** An eye follows no more, and Slack counts. */
const paceMilliseconds = 1_000
/** Slack takes five answers by one URL: the first one, these, and one that says what went wrong. */
const mostReplacements = 3

/** Where it stands. */
export type Spot = { readonly viewId: string } | { readonly responseUrl: string }

export interface LiveSpot {
  readonly spot: Spot
  readonly person: Person
  readonly page: LivePage
}

type Draw = (one: LiveSpot, isStill: () => boolean) => Promise<void>

export interface Windows {
  /** Somebody is on to something else in this window, until its answer is noted. */
  leave(interaction: Click | Submission): void
  note(interaction: Click | Submission, answer: Answer): void
  /** A card was shown there. */
  keep(spot: Spot, person: Person, shown: { readonly card: Card; readonly incidentId: string }): void
  /** Soon, at most once a second for each of them. Never rejects. */
  redraw(page: LivePage, draw: Draw): void
}

interface Kept extends LiveSpot {
  /** By the clock that never steps. */
  readonly until: number
  readyAt: number
  isWaiting: boolean
  left: number
}

export function createWindows(clock: Clock, { cards }: Pick<Catalogue, 'cards'>): Windows {
  const kept = createRecent<Kept>(mostKept)

  function toViewId(interaction: Click | Submission): string | undefined {
    return 'viewId' in interaction ? interaction.viewId : interaction.view?.id
  }

  function toPage({ name, follows }: Card, incidentId: string): LivePage | undefined {
    if (follows !== undefined) return { command: follows }
    const { isLive, again } = cards.get(name) ?? {}
    return isLive === true && again !== undefined ? { action: again, incidentId } : undefined
  }

  function draw(one: Kept, work: Draw): void {
    one.isWaiting = false
    one.readyAt = clock.monotonic() + paceMilliseconds
    one.left -= 1
    const isStill = () => kept.get(toKey(one.spot)) === one
    if (isStill()) void work(one, isStill)
  }

  function keep(...[spot, person, { card, incidentId }]: Parameters<Windows['keep']>): void {
    const page = toPage(card, incidentId)
    const before = kept.get(toKey(spot))
    if (page === undefined) {
      kept.delete(toKey(spot))
      return
    }
    // What was said meanwhile is still to be drawn.
    if (before !== undefined && isSame(before.page, page)) return
    const now = clock.monotonic()
    kept.set(toKey(spot), {
      spot,
      person,
      page,
      until: now + keptMilliseconds,
      // An edit that overtakes the answer to a submission, or to a command, would be wiped by it.
      readyAt: now + 2 * settleMilliseconds,
      isWaiting: false,
      left: 'viewId' in spot ? Number.POSITIVE_INFINITY : (before?.left ?? mostReplacements),
    })
  }

  return {
    keep,
    leave(interaction) {
      const viewId = toViewId(interaction)
      if (viewId !== undefined) kept.delete(toKey({ viewId }))
      if (!('isEphemeral' in interaction) || !interaction.isEphemeral) return
      // Which of their answers it is Slack does not say: they are on to something else in it.
      for (const { spot, person } of [...kept.values()])
        if ('responseUrl' in spot && person.id === interaction.person.id) kept.delete(toKey(spot))
    },
    note(interaction, answer) {
      const viewId = toViewId(interaction)
      if (viewId === undefined || answer === undefined) return
      const { incidentId } = interaction.press
      keep({ viewId }, interaction.person, { card: answer, incidentId })
    },
    redraw(page, work) {
      const now = clock.monotonic()
      for (const one of kept.values()) {
        if (!isSame(one.page, page) || one.isWaiting || one.left <= 0) continue
        if (one.until <= now) {
          kept.delete(toKey(one.spot))
          continue
        }
        one.isWaiting = true
        clock.after(Math.max(0, one.readyAt - now), () => draw(one, work))
      }
    },
  }
}

function toKey(spot: Spot): string {
  return 'viewId' in spot ? spot.viewId : spot.responseUrl
}

function isSame(one: LivePage, other: LivePage): boolean {
  if ('command' in one || 'command' in other)
    return 'command' in one && 'command' in other && one.command === other.command
  return one.action === other.action && one.incidentId === other.incidentId
}
