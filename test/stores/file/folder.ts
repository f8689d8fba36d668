// A folder of its own for each test, and a file store in it.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duties } from '../../../src/features/index.js'
import type { Store } from '../../../src/ports.js'
import { addChecksum } from '../../../src/stores/file/checksum.js'
import { createFileStore, type FileStoreParts } from '../../../src/stores/file/index.js'
import { createManualClock } from '../../clock.js'

export const silentLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export interface Folder {
  readonly path: string
  open(changes?: Partial<FileStoreParts>): Promise<Store>
  /** Closes what was opened and removes everything. */
  remove(): Promise<void>
}

/** A state file as the program writes one, whatever is in it. */
export function toStateBytes(state: object): Uint8Array {
  const text = JSON.stringify({ ...state, checksum: undefined })
  return addChecksum([Buffer.from(text.slice(0, -1))])
}

/** As if the last owner had been killed: it left no word of what it saved last. */
export async function forgetEnd(path: string): Promise<void> {
  for (const name of (await readdir(path)).filter((one) => /^lock\.\d+$/.test(one))) {
    const { left: _, ...holder } = JSON.parse(await readFile(join(path, name), 'utf8')) as { left?: string }
    await writeFile(join(path, name), JSON.stringify(holder))
  }
}

export async function createFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'reprieve-store-'))
  const opened: Store[] = []
  let ids = 0
  return {
    path,
    async open(changes = {}) {
      const store = await createFileStore({
        duties,
        folder: path,
        clock: createManualClock(1_000),
        createId: () => `id-${++ids}`,
        log: silentLog,
        pid: process.pid,
        ...changes,
      })
      opened.push(store)
      return store
    },
    async remove() {
      for (const store of opened) await store.close()
      await rm(path, { recursive: true, force: true })
    },
  }
}
