// What was written to whom alone, kept for after a restart and for other processes.
import { z } from 'zod'
import { createRecent } from '../../concurrency/recent.js'
import { cell } from '../../domain/cell.js'
import { dayMilliseconds } from '../../domain/instant.js'
import type { Log, Memory } from '../../ports.js'

/** Teams takes a message to one member away after this. */
export const shownMilliseconds = dayMilliseconds
const mostKept = 2_000

const recordSchema = z
  .object({
    conversation: z.string(),
    message: z.string(),
    reader: z.string(),
    /** False for one in the personal chat, which is private by itself. */
    isTargeted: z.boolean(),
    /** Opened from a card that everybody sees, which stands above it. */
    isBelowCard: z.boolean(),
    sentAt: z.number(),
  })
  .readonly()
const recordOf = cell('teams-private', recordSchema)

export type PrivateMessage = z.output<typeof recordSchema> & { readonly id: string }

export interface PrivateRecord {
  /** Nobody waits for it, and never rejects. In the personal chat a press is answered in place without it. */
  note(message: PrivateMessage): Promise<void>
  /** Never rejects. */
  find(id: string): Promise<PrivateMessage | undefined>
}

export function createPrivateRecord({ memory, log }: { memory: Memory; log: Log }): PrivateRecord {
  const kept = createRecent<PrivateMessage>(mostKept)

  return {
    async note({ id, ...record }) {
      kept.set(id, { id, ...record })
      if (!record.isTargeted) return
      try {
        await memory.remember(recordOf(id).key, record, { until: record.sentAt + shownMilliseconds })
      } catch (error) {
        log.warn({ err: error }, 'teams.private.not-remembered')
      }
    },
    async find(id) {
      try {
        const record = kept.get(id) ?? (await recordOf(id).recall(memory))
        return record === undefined ? undefined : { ...record, id }
      } catch (error) {
        log.warn({ err: error }, 'teams.private.not-recalled')
        return undefined
      }
    },
  }
}
