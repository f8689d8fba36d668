// Which programs may use this database. A step of migrations that an older program would do harm to raises `oldest_reader`.
import { StoreError } from '../../errors.js'

/** What this program writes. */
const ownFormat = 1

export interface Format {
  readonly format: number
  readonly oldestReader: number
}

/** Stands in `oldest_reader` while a history is being copied in: what is there so far is no store. */
export const copyingReader = 2_000_000_000

/** Asked within every commit: an older program may still run while a newer one is started. @throws StoreError, fatal */
export function requireReader({ format, oldestReader }: Format): void {
  if (oldestReader <= ownFormat) return
  if (oldestReader === copyingReader)
    throw new StoreError(
      'A history is being copied into the database, and is not whole yet. Let "reprieve store copy" finish, or start it again: it goes on where it stopped.',
      true,
    )
  throw new StoreError(
    `The database was brought up by a newer Reprieve: it has format ${format}, and this program knows ${ownFormat}. ` +
      'Nothing has been changed. Start the newer program, or restore the database from the backup that was made before the upgrade.',
    true,
  )
}
