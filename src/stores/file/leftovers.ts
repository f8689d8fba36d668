// What stands beside the state and still holds what it held once: the generation before the last, and what was kept of a
// folder that was damaged. An erasure reaches it too.
import { readdir, readFile, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Erasure } from '../../domain/erase.js'
import type { Instant } from '../../domain/instant.js'
import { StoreError } from '../../errors.js'
import type { Log } from '../../ports.js'
import { type Disk, hasCode } from './disk.js'

interface LeftoversParts {
  /** Of the state file. */
  readonly path: string
  readonly disk: Disk
  readonly log?: Log
  /** Undefined for who only reads. */
  readonly forgetPrevious?: () => Promise<void>
}

export interface Leftovers {
  /** @throws when the generation before the last could not be replaced. A copy that cannot be removed is logged. */
  erase(erasure: Erasure): Promise<void>
  /** When the oldest copy was made that this process has not failed to remove. */
  findOldest(): Promise<Instant | undefined>
}

/** A file, or a folder of files. */
interface Copy {
  readonly path: string
  readonly at: Instant
}

export function openLeftovers({ path, disk, log, forgetPrevious }: LeftoversParts): Leftovers {
  const stuck = new Set<string>()

  async function remove(copy: Copy): Promise<void> {
    try {
      for (const file of await listFiles(copy)) await disk.remove(file)
      await removeFolder(copy.path)
      stuck.delete(copy.path)
      log?.info({ path: copy.path }, 'store.copy-erased')
    } catch (error) {
      if (error instanceof StoreError) throw error
      stuck.add(copy.path)
      log?.error({ err: error, path: copy.path }, 'store.copy-not-erased')
    }
  }

  return {
    async erase(erasure) {
      await forgetPrevious?.()
      for (const copy of await listCopies(path)) if (await isErasedCopy(copy, erasure)) await remove(copy)
    },
    async findOldest() {
      const copies = (await listCopies(path)).filter((copy) => !stuck.has(copy.path))
      return copies.length === 0 ? undefined : Math.min(...copies.map(({ at }) => at))
    },
  }
}

/** As `store repair` and a refused start name them: by the moment from which nothing newer can be in it. */
async function listCopies(path: string): Promise<readonly Copy[]> {
  const folder = dirname(path)
  const beginnings = ['before-repair-', `${basename(path)}.corrupt-`]
  return (await readdir(folder)).flatMap((name) => {
    const beginning = beginnings.find((one) => name.startsWith(one))
    const found = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/.exec(name.slice(beginning?.length))
    if (beginning === undefined || found === null) return []
    const [, day, hour, minute, second] = found
    return [{ path: join(folder, name), at: Date.parse(`${day}T${hour}:${minute}:${second}`) }]
  })
}

async function listFiles({ path }: Copy): Promise<readonly string[]> {
  try {
    return (await readdir(path)).map((name) => join(path, name))
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) return [path]
    throw error
  }
}

async function removeFolder(path: string): Promise<void> {
  await rmdir(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error
  })
}

/** Of one incident it is enough that the copy mentions it. One that cannot be read may. */
async function isErasedCopy(copy: Copy, { before, incidentId }: Erasure): Promise<boolean> {
  if (copy.at >= before) return false
  if (incidentId === undefined) return true
  try {
    for (const file of await listFiles(copy)) if ((await readFile(file)).includes(incidentId)) return true
    return false
  } catch {
    return true
  }
}
