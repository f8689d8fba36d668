// The generation of the state before the last. While a bot writes it is one commit behind; when it stopped in peace, both
// are the same, and the lock says so: then one may stand in for the other.
import { constants } from 'node:fs'
import { copyFile, readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { StoreError } from '../../errors.js'
import { isWhole, readChecksum } from './checksum.js'
import { hasCode } from './disk.js'

export function toPreviousPath(path: string): string {
  return `${path.replace(/\.json$/, '')}.previous.json`
}

interface Damaged {
  readonly path: string
  /** Checksum of what the last owner left when it let go in peace. */
  readonly left: string | undefined
  readonly cause: unknown
}

/**
 * The bytes of the very state that was saved last, for a file that is damaged or gone. The damaged one is kept.
 * @throws StoreError when nobody can tell whether they are the last.
 */
export async function recoverState({ path, left, cause }: Damaged): Promise<Uint8Array> {
  const kept = await keepCopy(path)
  const twin = await readFile(toPreviousPath(path)).catch(() => undefined)
  const checksum = twin === undefined ? undefined : readChecksum(twin)
  if (twin !== undefined && checksum !== undefined && checksum === left && isWhole(twin, checksum))
    return twin
  throw toDamaged({ path, cause, kept })
}

interface Refusal extends Pick<Damaged, 'path' | 'cause'> {
  /** Name of the copy that was made. */
  readonly kept?: string | undefined
}

export function toDamaged({ path, cause, kept }: Refusal): StoreError {
  const words = cause instanceof Error ? cause.message : String(cause)
  return new StoreError(
    `${path} is damaged: ${words}. Nothing has been changed${kept === undefined ? '' : `, and a copy is in ${kept}`}. ` +
      `"reprieve store repair" says what can be rebuilt from the journal, the archive and the state before, and does it. ` +
      `Or restore the whole folder from a backup, or move all of ${dirname(path)} away to begin anew.`,
    true,
    { cause },
  )
}

/** Named after the file's own time, so that a service that restarts in a loop makes only one. */
async function keepCopy(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  const kept = `${path}.corrupt-${found.mtime.toISOString().replaceAll(':', '-')}`
  const isKept = await copyFile(path, kept, constants.COPYFILE_EXCL).then(
    () => true,
    (error: unknown) => hasCode(error, 'EEXIST'),
  )
  return isKept ? basename(kept) : undefined
}
