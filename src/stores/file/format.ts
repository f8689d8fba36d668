// Which programs may open a state file. Every change of what is stored raises `format`; a change that an older program
// would damage, because it cannot just carry along what it does not know, raises `oldestReader` too.
import { z } from 'zod'
import { StoreError } from '../../errors.js'

/**
 * What this program writes. Format 1 had `version` in place of these two, and its readers dropped members they did not
 * know; that is why they must not open this one, and they say so themselves when `version` is missing.
 */
export const ownFormat = { format: 8, oldestReader: 2 } as const

/** From this one on a state file ends with its checksum. A program of format 2 writes one without, and carries the old one along. */
export const checkedFormat = 3

/** From this one on cells may stand in a file of their own. A program that does not look there would begin without them. */
export const cellsFileFormat = 6

const count = z.number().int().positive()
const headSchema = z.union([
  z.object({ format: count, oldestReader: count }),
  z.object({ version: z.literal(1) }).transform(() => ({ format: 1, oldestReader: 1 })),
])

interface Format {
  readonly format: number
  readonly oldestReader: number
}

/** @throws Error when the file does not say; StoreError when only a newer program may open it. */
export function readFormat(path: string, file: unknown): Format {
  const read = headSchema.safeParse(file)
  if (!read.success) throw new Error('top level: it says neither a format nor a version')
  if (read.data.oldestReader > ownFormat.format) throw toNewer(path, read.data)
  return read.data
}

export function isNewer({ format }: Format): boolean {
  return format > ownFormat.format
}

/** @param what is in it that this program does not know. */
export function toNewer(path: string, { format }: Format, what = ''): StoreError {
  return new StoreError(
    `${path} was written by a newer Reprieve: it has format ${format}, and this program knows ${ownFormat.format}` +
      `${what === '' ? '' : ` (${what})`}. Nothing has been changed. Start the newer program again, or restore the ` +
      'whole folder from the backup that was made before the upgrade.',
    true,
  )
}
