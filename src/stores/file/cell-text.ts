// The cells as members of the state file. `memory` is as it always was, so that older programs read it; when cells end
// stands beside it, and those programs carry it along.
import { z } from 'zod'
import { toDigest } from '../../domain/digest.js'
import { putCell } from './cells.js'
import type { Draft, LiveState, StoredCell } from './state.js'

/** `of` tells the value that it ends: an older program that has put another one in its place knew of no end. */
const endSchema = z.object({ key: z.string(), until: z.number(), of: z.string() })

export const cellMembers = {
  memory: z.array(z.tuple([z.string(), z.json()])),
  ends: z.array(endSchema).optional(),
}

interface Members {
  readonly memory: readonly (readonly [string, unknown])[]
  readonly ends?: readonly z.infer<typeof endSchema>[] | undefined
}

export function addCells(draft: Draft, { memory, ends = [] }: Members): void {
  const endOf = new Map(ends.map((end) => [end.key, end]))
  for (const [key, value] of memory) {
    const text = JSON.stringify(value)
    const end = endOf.get(key)
    putCell(draft, { key, text, until: end?.of === toDigest([text]) ? end.until : undefined })
  }
}

interface Encoded {
  readonly cell: Buffer
  /** Undefined for one without an end. */
  readonly end: Buffer | undefined
}

/** Keeps the bytes of each cell, and of all together as long as none is written: a thousand tenants' settings are 2 MB. */
export function createCellWriter(): (cells: LiveState['cells']) => Buffer {
  const known = new WeakMap<StoredCell, Encoded>()
  const encode = ([key, stored]: readonly [string, StoredCell]) => {
    const former = known.get(stored)
    if (former !== undefined) return former
    const encoded = toEncoded(key, stored)
    known.set(stored, encoded)
    return encoded
  }
  let last: { readonly cells: LiveState['cells']; readonly bytes: Buffer } | undefined

  return (cells) => {
    if (last?.cells !== cells) last = { cells, bytes: join(Array.from(cells, encode)) }
    return last.bytes
  }
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
