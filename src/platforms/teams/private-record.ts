// What was written to whom alone, kept for after a restart and for other processes.
import { z } from 'zod'
import { createLanes } from '../../concurrency/lanes.js'
import { createRecent } from '../../concurrency/recent.js'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import { dayMilliseconds } from '../../domain/instant.js'
import type { Log, Memory } from '../../ports.js'
import type { Commons } from './commons.js'
import { returningSchema } from './incoming.js'

/** Teams takes a message to one member away after this. */
export const shownMilliseconds = dayMilliseconds
const mostKept = 2_000

/** Something under way that is shown there. */
const liveSchema = z
  .object({
    page: z
      .union([z.object({ command: z.string() }), z.object({ action: z.string(), incidentId: z.string() })])
      .readonly(),
    /** How its reader came there; who that is is asked anew. */
    incoming: returningSchema,
    /** By the wall clock: the other one means nothing after a restart. */
    until: z.number(),
    /** A digest of what was drawn there last, by whichever process. */
    drawn: z.string().optional(),
  })
  .readonly()

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
    live: liveSchema.optional(),
  })
  .readonly()
const recordOf = cell('teams-private', recordSchema)

export type PrivateMessage = z.output<typeof recordSchema> & { readonly id: string }

export interface PrivateRecord {
  /** Nobody waits for it, and never rejects. In the personal chat a press is answered in place without it. */
  note(message: PrivateMessage): Promise<void>
  /** Never rejects. */
  find(id: string): Promise<PrivateMessage | undefined>
  /**
   * What becomes of one, by what is known of it now; undefined leaves it as it is. Changes of one message come one after the
   * other. @throws StoreError
   */
  change(
    message: PrivateMessage,
    turn: (now: PrivateMessage) => PrivateMessage | undefined,
  ): Promise<PrivateMessage | undefined>
}

interface PrivateRecordParts {
  readonly memory: Memory
  /** Whether nobody else can have changed a record. */
  readonly commons: Pick<Commons, 'isAlone'>
  readonly log: Log
}

export function createPrivateRecord({ memory, commons, log }: PrivateRecordParts): PrivateRecord {
  const kept = createRecent<PrivateMessage>(mostKept)
  const lanes = createLanes()

  async function remember({ id, ...record }: PrivateMessage, expectedVersion?: number): Promise<void> {
    const terms = expectedVersion === undefined ? {} : { expectedVersion }
    await memory.remember(recordOf(id).key, record, { ...terms, until: record.sentAt + shownMilliseconds })
  }

  async function recall(id: string): Promise<PrivateMessage | undefined> {
    const record = await recordOf(id).recall(memory)
    return record === undefined ? undefined : { ...record, id }
  }

  return {
    async note(message) {
      kept.set(message.id, message)
      if (!message.isTargeted) return
      try {
        await lanes.run(message.id, () => remember(message))
      } catch (error) {
        log.warn({ err: error }, 'teams.private.not-remembered')
      }
    },
    async find(id) {
      const own = kept.get(id)
      if (own !== undefined && (await commons.isAlone())) return own
      try {
        return (await recall(id)) ?? own
      } catch (error) {
        log.warn({ err: error }, 'teams.private.not-recalled')
        return own
      }
    },
    change: (message, turn) =>
      lanes.run(message.id, () =>
        whileOthersWrite(async () => {
          const { value, version } = await recordOf(message.id).find(memory)
          const next = turn({ ...(value ?? message), id: message.id })
          if (next === undefined) return undefined
          await remember(next, version)
          kept.set(next.id, next)
          return next
        }),
      ),
  }
}
