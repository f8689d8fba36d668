// Keeps most cells out of the file that every commit rewrites. A generation is written beside, as a whole, and counts
// when a commit names it; until then, and after a crash, the one before does. So a commit stays one write.
import { readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import type { Log } from '../../ports.js'
import { type CellWriter, toCellsBytes } from './cell-text.js'
import { readChecksum } from './checksum.js'
import type { Disk } from './disk.js'
import { readCells, readCopy, toCellsPaths, toCellsStart } from './read-cells.js'
import { replaceFile } from './replace-file.js'
import type { CellsFile, LiveState } from './state.js'

export interface CellsFilesParts {
  /** Of the state file. */
  readonly path: string
  readonly disk: Disk
  readonly log: Log
  readonly toCellBytes: CellWriter
  /** Bytes of changed cells in the state file that are worth a new file. */
  readonly foldAt: number | undefined
}

export interface CellsFiles {
  /**
   * Mends a copy that was damaged, and removes what nobody names.
   * @param readPrevious the generation of the state before the last.
   */
  begin(named: CellsFile | undefined, readPrevious: () => Promise<Uint8Array | undefined>): Promise<void>
  /** The state before the last is what the last was. */
  notePrevious(): void
  noteWritten(state: LiveState): void
  /**
   * Moves what was changed into a new file when that is much, or wanted. Nothing depends on it: without it the state file grows.
   * @returns the state of which the next commit names the file. @throws StoreError, always fatal, when the lock is lost.
   */
  fold(state: LiveState, isWanted: boolean): Promise<LiveState>
}

/**
 * Every commit writes what was changed, half of this much on average; every so many bytes of changes all cells are written
 * twice. For the settings and polls of a thousand tenants that is about the least in all.
 */
const usualFoldAt = 65_536

const restAfterFailure = 100

const namedSchema = z.object({ cellsFile: z.object({ generation: z.number() }).optional() })

export function createCellsFiles(parts: CellsFilesParts): CellsFiles {
  const { path, disk, log, toCellBytes, foldAt = usualFoldAt } = parts
  /** Generations of which there is something on the disk. */
  const there = new Set<number>()
  let ofState: number | undefined
  let ofPrevious: number | undefined
  /** So often it is not tried again after a failure: a disk that is full has better to do. */
  let rest = 0
  /** Until it has been done. */
  let isAsked = false

  async function sweep(kept?: CellsFile): Promise<void> {
    for (const generation of there) {
      if ([ofState, ofPrevious, kept?.generation].includes(generation)) continue
      try {
        for (const one of toCellsPaths(path, generation)) await disk.remove(one)
        there.delete(generation)
      } catch (error) {
        if (error instanceof StoreError) throw error
      }
    }
  }

  async function write(cells: LiveState['cells']): Promise<CellsFile> {
    const generation = Math.max(0, ...there) + 1
    const bytes = toCellsBytes(generation, cells)
    there.add(generation)
    for (const one of toCellsPaths(path, generation)) {
      await disk.remove(one)
      await disk.create(one, bytes)
    }
    // Before anybody names it: of names that a power cut takes, the last is not always the first.
    await disk.syncFolder(dirname(path))
    return { generation, checksum: readChecksum(bytes) ?? '', cells }
  }

  return {
    async begin(named, readPrevious) {
      for (const generation of await listGenerations(path)) there.add(generation)
      ofState = named?.generation
      const isAlone = [...there].every((generation) => generation === ofState)
      ofPrevious = isAlone ? ofState : readNamed(await readPrevious())
      if (named !== undefined) await mend(parts, named)
      await sweep()
    },
    notePrevious() {
      ofPrevious = ofState
    },
    noteWritten({ cellsFile }) {
      ofState = cellsFile?.generation
    },
    async fold(state, isWanted) {
      await sweep(state.cellsFile)
      rest = Math.max(0, rest - 1)
      isAsked = (isAsked || isWanted) && state.cellsFile !== undefined
      const isDue = isAsked || toCellBytes(state).length > foldAt
      if (!isDue || rest > 0) return state
      try {
        const cellsFile = await write(state.cells)
        isAsked = false
        return { ...state, cellsFile }
      } catch (error) {
        if (error instanceof StoreError) throw error
        rest = restAfterFailure
        log.warn({ err: error }, 'store.cells-not-moved')
        await sweep(state.cellsFile)
        return state
      }
    },
  }
}

async function listGenerations(path: string): Promise<readonly number[]> {
  const beginning = toCellsStart(basename(path))
  return (await readdir(dirname(path))).flatMap((one) => {
    if (!one.startsWith(beginning)) return []
    const generation = /^([1-9]\d*)(\.copy)?\.json$/.exec(one.slice(beginning.length))?.[1]
    return generation === undefined ? [] : [Number(generation)]
  })
}

/** A state that cannot be read needs no cells. */
function readNamed(previous: Uint8Array | undefined): number | undefined {
  if (previous === undefined) return undefined
  try {
    return namedSchema.parse(JSON.parse(Buffer.from(previous).toString('utf8'))).cellsFile?.generation
  } catch {
    return undefined
  }
}

async function mend({ path, disk, log }: CellsFilesParts, named: CellsFile): Promise<void> {
  for (const one of toCellsPaths(path, named.generation)) {
    if ((await readCopy(one, named)) !== undefined) continue
    try {
      await replaceFile(disk, one, await readCells(path, named))
      log.error({ path: one }, 'store.cells-recovered')
    } catch (error) {
      if (error instanceof StoreError) throw error
      log.error({ err: error, path: one }, 'store.cells-damaged')
    }
  }
}
