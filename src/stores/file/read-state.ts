// The state as a file holds it at one moment, also while a bot replaces it.
import { readFile } from 'node:fs/promises'
import { StoreError } from '../../errors.js'
import { isMissing } from './disk.js'
import { CellsError } from './read-cells.js'
import type { LiveState } from './state.js'
import { resolveStateFile, toWords } from './state-file.js'
import { parseState } from './state-text.js'

/** @throws StoreError when it is damaged, in words that say what to do. */
export async function readState(folder: string): Promise<LiveState | undefined> {
  const path = await resolveStateFile(folder)
  for (let tries = 1; ; tries += 1) {
    const bytes = await readBytes(path)
    if (bytes === undefined) return undefined
    try {
      return await parseState(bytes, { path })
    } catch (error) {
      // A bot that goes on meanwhile removes a file of cells when nobody names it any more.
      const isSame = (await readBytes(path))?.equals(bytes) === true
      if (tries >= mostTries || isSame || !(error instanceof CellsError)) throw toRefusal(path, error)
    }
  }
}

const mostTries = 5

async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function toRefusal(path: string, error: unknown): unknown {
  if (error instanceof StoreError || isOfSystem(error)) return error
  return new StoreError(
    `${path} is damaged: ${toWords(error)}. "reprieve store repair" says what can be done; while a bot runs, stop it first.`,
    false,
    { cause: error },
  )
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
