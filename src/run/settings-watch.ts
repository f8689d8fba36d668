// Looks whether the files of the settings say something else than before, and has it taken up. A file that is being written
// is left alone until it says the same twice.
import { watch } from 'node:fs'
import { createLane } from '../concurrency/lanes.js'
import type { Clock, Log } from '../ports.js'

/** Where nothing tells of a change: some networks and volumes do not. */
const lookMilliseconds = 5_000
/** From a change to the look that finds the same. */
const settleMilliseconds = 1_000
/** After a folder has told of one of several writes. */
const noticeMilliseconds = 250

interface WatchParts {
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
  /** All that is written now, and the folders in which it is. */
  read(): Promise<{ readonly mark: string; readonly folders: readonly string[] }>
  /** Rejects when it could not be done, which is tried again. */
  take(given: { readonly isForced: boolean }): Promise<void>
  /** Calls when something in the folder changes, where that can be told. */
  readonly watchFolder?: (folder: string, notice: () => void) => () => void
}

export interface SettingsWatch {
  /** Takes what is written now, whatever it is. Never rejects. */
  force(): Promise<void>
  /** Looks once. Never rejects. */
  look(): Promise<void>
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>
}

/** @param known the mark of what was written when the settings in use were read. */
export function watchSettings(parts: WatchParts, known: string): SettingsWatch {
  const { clock, log, watchFolder = watchWithNode } = parts
  const inTurn = createLane()
  const watched = new Map<string, () => void>()
  let taken = known
  let candidate: string | undefined
  let cancel = () => {}
  let isClosed = false

  function lookIn(milliseconds: number): void {
    cancel()
    if (!isClosed) cancel = clock.after(milliseconds, () => void look())
  }

  async function look(): Promise<void> {
    await inTurn(lookOnce)
    lookIn(candidate === undefined ? lookMilliseconds : settleMilliseconds)
  }

  async function lookOnce(): Promise<void> {
    const { mark, folders } = await parts.read()
    follow(folders)
    if (mark === taken) candidate = undefined
    else if (mark !== candidate) candidate = mark
    else await take(mark, false)
  }

  async function take(mark: string, isForced: boolean): Promise<void> {
    candidate = undefined
    try {
      await parts.take({ isForced })
      taken = mark
    } catch (error) {
      log.error({ err: error }, 'settings.not-taken')
    }
  }

  function follow(folders: readonly string[]): void {
    for (const [folder, stop] of watched) {
      if (folders.includes(folder)) continue
      stop()
      watched.delete(folder)
    }
    for (const folder of folders) {
      if (watched.has(folder) || isClosed) continue
      watched.set(
        folder,
        watchFolder(folder, () => lookIn(noticeMilliseconds)),
      )
    }
  }

  lookIn(noticeMilliseconds)
  return {
    look,
    force: () => inTurn(async () => take((await parts.read()).mark, true)),
    async close() {
      isClosed = true
      cancel()
      for (const stop of watched.values()) stop()
      await inTurn(async () => {})
    },
  }
}

/** What it does not tell of is found by looking. */
function watchWithNode(folder: string, notice: () => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, notice)
    watcher.on('error', () => watcher.close())
    return () => watcher.close()
  } catch {
    return () => undefined
  }
}
