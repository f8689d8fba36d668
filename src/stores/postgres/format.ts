// Which programs may use this database. A step of migrations that an older program would do harm to raises `oldest_reader`.
import { StoreError } from '../../errors.js'

/** What this program writes. */
export const ownFormat = 1

export interface Format {
  readonly format: number
  readonly oldestReader: number
}

/** Asked within every commit: an older program may still run while a newer one is started. @throws StoreError, fatal */
export function requireReader({ format, oldestReader }: Format): void {
  if (oldestReader <= ownFormat) return
  throw new StoreError(
    `The database was brought up by a newer Reprieve: it has format ${format}, and this program knows ${ownFormat}. ` +
      'Nothing has been changed. Start the newer program, or restore the database from the backup that was made before the upgrade.',
    true,
  )
}
