// One read of the Restricted entities list, with what could not be made out of it: readable entries count, and what is
// missing among them proves nothing as long as the list is not whole.
import { z } from 'zod'
import type { Entity } from './entity.js'
import type { Restriction } from './restriction.js'

const kindSchema = z.enum(['sender', 'connector'])

/** An entry that names nobody who can be told. Its texts are outside text. */
export const unreadableEntrySchema = z
  .object({
    kind: kindSchema,
    /** The same from poll to poll, and another for each entry of one list. */
    key: z.string(),
    /** What stands where its name should be, in words. */
    what: z.string(),
    /** The reason Exchange gives; empty when there is none. */
    reason: z.string(),
  })
  .readonly()
export type UnreadableEntry = z.infer<typeof unreadableEntrySchema>

/** With the whole entry as it came, without secrets and servers: for the log alone. */
export interface FoundUnreadable extends UnreadableEntry {
  readonly raw: string
}

/** What Exchange said beside a list that it gave. */
export const listNoticeSchema = z
  .object({
    kind: kindSchema,
    text: z.string(),
    /** Beside no entry at all: then nobody knows whether nobody is on it. */
    isBesideNothing: z.boolean(),
  })
  .readonly()
export type ListNotice = z.infer<typeof listNoticeSchema>

/** What keeps a list from being whole. */
export interface Doubts {
  readonly unreadable: readonly UnreadableEntry[]
  readonly notices: readonly ListNotice[]
}

export interface Listed extends Doubts {
  readonly restrictions: readonly Restriction[]
  readonly unreadable: readonly FoundUnreadable[]
}

/** Whether an entity of this kind that is not among the restrictions is certainly not on the list. */
export function isWhole({ unreadable, notices }: Doubts, kind: Entity['kind']): boolean {
  return (
    !unreadable.some((one) => one.kind === kind) &&
    !notices.some((one) => one.kind === kind && one.isBesideNothing)
  )
}
