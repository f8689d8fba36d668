// What all processes that answer one app have in common. Whoever is the only one asks the store for nothing of it.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import type { Instant } from '../../domain/instant.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Clock, Log, Memory, Peers } from '../../ports.js'

export interface Shared {
  readonly memory: Memory
  readonly peers: Peers
}

/** The time until which Slack wants no calls of a lane. */
const closedOf = cell('slack-closed', z.number())
const arrivalsCell = cell(
  'slack-arrivals',
  z.object({ genuineAt: z.number().optional(), forgedAt: z.number().optional() }).readonly(),
)()

export interface Arrived {
  readonly genuineAt: Instant | undefined
  readonly forgedAt: Instant | undefined
}

export interface Commons {
  /** How many processes send by this app; 1 when that cannot be told. */
  count(): Promise<number>
  /** Others are asked to wait too. Never rejects. */
  close(lane: string, milliseconds: number): Promise<void>
  /** For how long a lane is closed for whoever of them was asked to wait; 0 when it is open. Never rejects. */
  readClosed(lane: string): Promise<number>
  /** A request came here. Never rejects. */
  noteArrival(arrived: Arrived): Promise<void>
  /** At any of the others, at most a minute old. Never rejects. */
  readArrived(): Promise<Arrived>
}

const none: Arrived = { genuineAt: undefined, forgedAt: undefined }

interface CommonsParts {
  readonly shared: Shared | undefined
  readonly clock: Clock
  readonly log: Log
}

export function createCommons({ shared, clock, log }: CommonsParts): Commons {
  let notedAt = Number.NEGATIVE_INFINITY

  async function attempt<Value>(run: (memory: Memory) => Promise<Value>, otherwise: Value): Promise<Value> {
    if (shared === undefined) return otherwise
    try {
      return (await shared.peers.count()) === 1 ? otherwise : await run(shared.memory)
    } catch (error) {
      log.warn({ err: error }, 'slack.not-shared')
      return otherwise
    }
  }

  return {
    count: () => attempt(async () => shared?.peers.count() ?? 1, 1),
    close: (lane, milliseconds) =>
      attempt(async (memory) => {
        const until = clock.now() + milliseconds
        await memory.remember(closedOf(lane).key, until, { until })
      }, undefined),
    readClosed: (lane) =>
      attempt(async (memory) => Math.max(0, ((await closedOf(lane).recall(memory)) ?? 0) - clock.now()), 0),
    async noteArrival({ genuineAt, forgedAt }) {
      if (clock.monotonic() - notedAt < minuteMilliseconds) return
      notedAt = clock.monotonic()
      const arrived = {
        ...(genuineAt === undefined ? {} : { genuineAt }),
        ...(forgedAt === undefined ? {} : { forgedAt }),
      }
      await attempt((memory) => memory.remember(arrivalsCell.key, arrived), undefined)
    },
    readArrived: () => attempt(async (memory) => ({ ...none, ...(await arrivalsCell.recall(memory)) }), none),
  }
}
