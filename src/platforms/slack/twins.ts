// Kinds of blocks that this workspace refuses: what holds them is sent once more without them, at once, and so is all that
// follows for a day. One field that Slack does not know refuses a whole message.
import { dayMilliseconds } from '../../domain/instant.js'
import type { Card, Clock, Log } from '../../ports.js'
import { type Novelty, novelties } from '../novelties.js'
import { isLayoutRefused } from './platform-error.js'
import { type Render, type Surface, toSurface } from './surface.js'

/** A card as it is sent, and what it was drawn from. */
export interface Drawn {
  readonly surface: Surface
  readonly card: Card
  /** What was left out of it. */
  readonly without: readonly Novelty[]
}

export interface Twins {
  draw(card: Card): Drawn
  /** For a window, which takes no tables. */
  toWindow(drawn: Drawn): Drawn
  /** Sends it, and what is left of it when Slack refuses a kind of block. Rejects as `run` does. */
  send<Sent>(drawn: Drawn, run: (surface: Surface) => Promise<Sent>): Promise<Sent>
}

/** Windows take rich text, and no tables: https://docs.slack.dev/reference/block-kit/blocks */
const notInWindows: readonly Novelty[] = ['data_table']

interface TwinsParts {
  readonly render: Render
  readonly clock: Clock
  readonly log: Log
}

export function createTwins({ render, clock, log }: TwinsParts): Twins {
  // By the clock that never steps.
  const refusedUntil = new Map<Novelty, number>()
  const isRefused = (kind: Novelty) => (refusedUntil.get(kind) ?? 0) > clock.monotonic()

  function draw(card: Card, never: readonly Novelty[] = []): Drawn {
    const without = novelties.filter((kind) => never.includes(kind) || isRefused(kind))
    return { card, without, surface: toSurface(render(card, without)) }
  }

  return {
    draw,
    toWindow: (drawn) => (holds(drawn, 'data_table') ? draw(drawn.card, notInWindows) : drawn),
    async send(drawn, run) {
      for (let shown = drawn; ; ) {
        try {
          return await run(shown.surface)
        } catch (error) {
          const kind = isLayoutRefused(error) ? findNewest(shown) : undefined
          if (kind === undefined) throw error
          log.warn({ err: error, kind }, 'slack.block-refused')
          refusedUntil.set(kind, clock.monotonic() + dayMilliseconds)
          shown = draw(shown.card, [...shown.without, kind])
        }
      }
    },
  }
}

/** What can be left out of it and most probably is what was refused. */
function findNewest(drawn: Drawn): Novelty | undefined {
  return novelties.find((kind) => !drawn.without.includes(kind) && holds(drawn, kind))
}

function holds({ surface }: Drawn, kind: Novelty): boolean {
  if (surface.kind !== 'message') return surface.view.blocks.some(({ type }) => type === kind)
  const { blocks, attachments = [] } = surface.message
  return [...blocks, ...attachments.flatMap((one) => one.blocks ?? [])].some(({ type }) => type === kind)
}
