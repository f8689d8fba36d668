// The cells as text. As long as there are few, `memory` in the state file holds all of them, as it always did, so that
// older programs read it; when they end stands beside it, and those programs carry it along. With a file of cells it
// holds only what has been changed since that was written.
import { z } from 'zod'
import { toDigest } from '../../domain/digest.js'
import { putCell } from './cells.js'
import { addChecksum } from './checksum.js'
import type { CellsFile, Draft, LiveState, StoredCell } from './state.js'

/** `of` tells the value that it ends: an older program that has put another one in its place knew of no end. */
const endSchema = z.object({ key: z.string(), until: z.number(), of: z.string() })

const listMembers = {
  memory: z.array(z.tuple([z.string(), z.json()])),
  ends: z.array(endSchema).optional(),
}

export const cellMembers = {
  ...listMembers,
  cellsFile: z
    .object({ generation: z.number().int().positive(), checksum: z.string().regex(/^[0-9a-f]{64}$/) })
    .optional(),
  /** Keys that are in the file of cells and hold nothing any more. */
  forgotten: z.array(z.string()).optional(),
}

const fileSchema = z.object({ generation: z.number(), ...listMembers, checksum: z.string() })

interface Lists {
  readonly memory: readonly (readonly [string, unknown])[]
  readonly ends?: readonly z.infer<typeof endSchema>[] | undefined
  readonly forgotten?: readonly string[] | undefined
}

export function addCells(draft: Draft, { memory, ends = [], forgotten = [] }: Lists): void {
  for (const key of forgotten) putCell(draft, { key, text: undefined, until: undefined })
  const endOf = new Map(ends.map((end) => [end.key, end]))
  for (const [key, value] of memory) {
    const text = JSON.stringify(value)
    const end = endOf.get(key)
    putCell(draft, { key, text, until: end?.of === toDigest([text]) ? end.until : undefined })
  }
}

/** @throws Error when it is not a file of cells. */
export function parseCells(bytes: Uint8Array): Lists {
  return fileSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
}

export function toCellsBytes(generation: number, cells: LiveState['cells']): Uint8Array {
  const all = Array.from(cells, ([key, stored]) => toEncoded(key, stored))
  return addChecksum([Buffer.from(`{"generation":${generation},`), join(all)])
}

interface Encoded {
  readonly cell: Buffer
  /** Undefined for one without an end. */
  readonly end: Buffer | undefined
}

type Cells = Pick<LiveState, 'cells' | 'cellsFile'>

/** Members of the state file. */
export type CellWriter = (cells: Cells) => Buffer

/** Keeps the bytes of each cell that changes, and of all of those together as long as none is written. */
export function createCellWriter(): CellWriter {
  let known = new WeakMap<StoredCell, Encoded>()
  const encode = ([key, stored]: readonly [string, StoredCell]) => {
    const former = known.get(stored)
    if (former !== undefined) return former
    const encoded = toEncoded(key, stored)
    known.set(stored, encoded)
    return encoded
  }
  let last: (Cells & { readonly bytes: Buffer }) | undefined

  return ({ cells, cellsFile }) => {
    if (last?.cellsFile !== cellsFile) known = new WeakMap()
    if (last?.cells !== cells || last.cellsFile !== cellsFile)
      last = { cells, cellsFile, bytes: toMembers(cells, cellsFile, encode) }
    return last.bytes
  }
}

function toMembers(
  cells: LiveState['cells'],
  file: CellsFile | undefined,
  encode: (entry: readonly [string, StoredCell]) => Encoded,
): Buffer {
  if (file === undefined) return join(Array.from(cells, encode))
  const changed = [...cells].filter(([key, stored]) => file.cells.get(key) !== stored)
  const forgotten = [...file.cells.keys()].filter((key) => !cells.has(key))
  const { generation, checksum } = file
  return Buffer.concat([
    join(changed.map(encode)),
    Buffer.from(`,"cellsFile":${JSON.stringify({ generation, checksum })}`),
    Buffer.from(`,"forgotten":${JSON.stringify(forgotten)}`),
  ])
}

function join(all: readonly Encoded[]): Buffer {
  return Buffer.concat([
    Buffer.from('"memory":['),
    ...dropComma(all.map(({ cell }) => cell)),
    Buffer.from('],"ends":['),
    ...dropComma(all.flatMap(({ end }) => end ?? [])),
    Buffer.from(']'),
  ])
}

function toEncoded(key: string, { text, until }: StoredCell): Encoded {
  return {
    cell: Buffer.from(`,[${JSON.stringify(key)},${text}]`),
    end:
      until === undefined
        ? undefined
        : Buffer.from(`,${JSON.stringify({ key, until, of: toDigest([text]) })}`),
  }
}

export function dropComma([first, ...others]: readonly Buffer[]): readonly Buffer[] {
  return first === undefined ? [] : [first.subarray(1), ...others]
}
