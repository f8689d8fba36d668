// Where a file of cells is, and what is in it. There are two of each, so that one flipped bit costs nothing; the state
// file says which bytes are right.
import { readFile } from 'node:fs/promises'
import { isWhole, readChecksum } from './checksum.js'
import type { CellsFile } from './state.js'

/** What a state file says of one. */
export type NamedCells = Pick<CellsFile, 'generation' | 'checksum'>

/** With what the names of all of them begin. @param path of the state file. */
export function toCellsStart(path: string): string {
  return `${path.replace(/\.json$/, '')}.cells-`
}

/** @param path of the state file. */
export function toCellsPaths(path: string, generation: number): readonly string[] {
  const beginning = `${toCellsStart(path)}${generation}`
  return [`${beginning}.json`, `${beginning}.copy.json`]
}

/** Undefined when it is not there, or not what was written. */
export async function readCopy(path: string, { checksum }: NamedCells): Promise<Uint8Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  if (bytes === undefined || readChecksum(bytes) !== checksum || !isWhole(bytes, checksum)) return undefined
  return bytes
}

/** @throws Error in words when neither of the two is whole. */
export async function readCells(path: string, named: NamedCells): Promise<Uint8Array> {
  const paths = toCellsPaths(path, named.generation)
  for (const one of paths) {
    const bytes = await readCopy(one, named)
    if (bytes !== undefined) return bytes
  }
  throw new CellsError(
    `its cells are in a file of their own, and neither ${paths.join(' nor ')} is there and whole`,
  )
}

/** The state itself may be whole. */
export class CellsError extends Error {}
