// Entries of a tenant's list that could not be read, and whom nobody can name: shown together when they came together, from
// the first poll that had them to the first without any of them.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { unreadableEntrySchema } from '../../domain/listed.js'
import { channelRefSchema } from '../../domain/task.js'

const unreadSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    openedAt: z.number(),
    /** All that were ever among them, by the order in which they came. */
    entries: z.array(unreadableEntrySchema).readonly(),
    /** Keys of those that the last good poll still had. */
    left: z.array(z.string()).readonly(),
    /** Where a card was ordered: those channels see its end too. */
    channels: z.array(channelRefSchema).readonly(),
    /** When the first good poll began that had none of them. */
    endedAt: z.number().optional(),
  })
  .readonly()
export type Unread = z.infer<typeof unreadSchema>

export const unreadOf = cell('unread', keepUnknown(unreadSchema))
