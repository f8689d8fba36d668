// What all processes that answer as one bot have in common. Whoever is the only one asks the store for nothing of it.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import type { Clock, Log, Memory, Peers } from '../../ports.js'

/** The time until which Teams wants no calls to a conversation. */
const closedOf = cell('teams-closed', z.number())

export interface Commons {
  /** How many processes send as this bot; 1 when that cannot be told. Never rejects. */
  count(): Promise<number>
  /** Never rejects. */
  isAlone(): Promise<boolean>
  /** Others are asked to wait too. Never rejects. */
  close(thread: string, milliseconds: number): Promise<void>
  /** For how long one is closed for whoever of them was asked to wait; 0 when it is open. Never rejects. */
  readClosed(thread: string): Promise<number>
  /** Runs what only makes sense where there are others, and is something else when it fails. Never rejects. */
  amongOthers<Value>(run: (memory: Memory) => Promise<Value>, otherwise: Value): Promise<Value>
}

interface CommonsParts {
  readonly memory: Memory
  /** This process is the only one when undefined. */
  readonly peers: Peers | undefined
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

export function createCommons({ memory, peers, clock, log }: CommonsParts): Commons {
  async function count(): Promise<number> {
    try {
      return (await peers?.count()) ?? 1
    } catch (error) {
      log.warn({ err: error }, 'teams.not-shared')
      return 1
    }
  }

  async function amongOthers<Value>(run: (memory: Memory) => Promise<Value>, otherwise: Value) {
    if ((await count()) === 1) return otherwise
    try {
      return await run(memory)
    } catch (error) {
      log.warn({ err: error }, 'teams.not-shared')
      return otherwise
    }
  }

  return {
    count,
    isAlone: async () => (await count()) === 1,
    amongOthers,
    close: (thread, milliseconds) =>
      amongOthers(async () => {
        const until = clock.now() + milliseconds
        await memory.remember(closedOf(thread).key, until, { until })
      }, undefined),
    readClosed: (thread) =>
      amongOthers(async () => Math.max(0, ((await closedOf(thread).recall(memory)) ?? 0) - clock.now()), 0),
  }
}
