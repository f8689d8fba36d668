// The page that somebody has open below a card: a new one takes its place, whichever process opened it.
import { z } from 'zod'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import type { Log, Memory } from '../../ports.js'
import type { Incoming } from './incoming.js'
import { type PrivateMessage, type PrivateRecord, shownMilliseconds } from './private-record.js'

const openOf = cell('teams-open', z.string())

export interface OpenPages {
  /** Resolves with the one that was open there before. Never rejects: what is not known any more stays until Teams takes it away. */
  replace(incoming: Incoming, next: PrivateMessage): Promise<PrivateMessage | undefined>
}

export function createOpenPages(parts: {
  readonly record: Pick<PrivateRecord, 'find'>
  readonly memory: Memory
  readonly log: Log
}): OpenPages {
  const { record, memory, log } = parts

  async function write(of: ReturnType<typeof openOf>, { id, sentAt }: PrivateMessage) {
    const { value, version } = await of.find(memory)
    await memory.remember(of.key, id, { until: sentAt + shownMilliseconds, expectedVersion: version })
    return value
  }

  return {
    async replace({ conversation, from }, next) {
      try {
        const before = await whileOthersWrite(() => write(openOf(conversation.id, from.id), next))
        return before === undefined ? undefined : await record.find(before)
      } catch (error) {
        log.warn({ err: error }, 'teams.private.not-remembered')
        return undefined
      }
    },
  }
}
