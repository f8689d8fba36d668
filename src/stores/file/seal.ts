// The seal of a month that is over: what was found when its file was read through, so that it need not be read again. It is
// believed only while the file has the same size, age and last line; "journal verify" believes none.
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import { addChecksum, isWhole, readChecksum } from './checksum.js'
import type { Disk } from './disk.js'

const count = z.number().int().nonnegative()

const sealSchema = z.object({
  seal: z.literal(1),
  firstSeq: count,
  count,
  size: count,
  /** Whole milliseconds: what keeps the times of copies keeps no more. */
  modifiedAt: z.number(),
  /** What stood before the first line and at the last one: hashes of the journal's chain; empty in the archive. */
  before: z.string(),
  mark: z.string(),
  lastOffset: count,
  /** Checksum of the index beside it. */
  index: z.string(),
})
export type Seal = z.infer<typeof sealSchema>

/** What is known of each line: where it begins, and what its record notes of it. */
export interface MonthIndex {
  readonly offsets: number[]
  readonly notes: readonly unknown[]
}

const indexSchema = z.object({ offsets: z.array(z.number()), notes: z.array(z.unknown()) })

interface Month {
  readonly folder: string
  /** `journal-2026-11.ndjson`. */
  readonly name: string
}

function toPath({ folder, name }: Month, kind: 'seal' | 'index'): string {
  return join(folder, name.replace(/\.ndjson$/, `.${kind}.json`))
}

/** Undefined when there is none, or none that can be believed. */
export async function readSeal(month: Month): Promise<Seal | undefined> {
  const seal = sealSchema.safeParse(await readWhole(toPath(month, 'seal'))).data
  return seal !== undefined && (await fits(month, seal)) ? seal : undefined
}

/** As it was made, whatever has become of the file. */
export async function readSealed(month: Month): Promise<Seal | undefined> {
  return sealSchema.safeParse(await readWhole(toPath(month, 'seal'))).data
}

async function fits(month: Month, seal: Seal): Promise<boolean> {
  const path = join(month.folder, month.name)
  const { size, mtimeMs } = await stat(path)
  if (size !== seal.size || Math.trunc(mtimeMs) !== seal.modifiedAt) return false
  if ((await stat(toPath(month, 'index')).catch(() => undefined)) === undefined) return false
  return (await readEnd(path, seal)).includes(`"${seal.mark}"`)
}

async function readEnd(path: string, { lastOffset, size, mark }: Seal): Promise<string> {
  if (mark === '') return '""'
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(size - lastOffset), 0, size - lastOffset, lastOffset)
    return buffer.toString('utf8')
  } finally {
    await file.close()
  }
}

/** Undefined when it is damaged: the file itself tells the same, only more slowly. */
export async function readIndex(month: Month, seal: Seal): Promise<MonthIndex | undefined> {
  const bytes = await readFile(toPath(month, 'index')).catch(() => undefined)
  if (bytes === undefined || readChecksum(bytes) !== seal.index || !isWhole(bytes, seal.index))
    return undefined
  return indexSchema.parse(JSON.parse(bytes.toString('utf8')))
}

async function readWhole(path: string): Promise<unknown> {
  const bytes = await readFile(path).catch(() => undefined)
  const checksum = bytes === undefined ? undefined : readChecksum(bytes)
  if (bytes === undefined || checksum === undefined || !isWhole(bytes, checksum)) return undefined
  return JSON.parse(bytes.toString('utf8'))
}

/** Of a file that has just been read through. Without it the next start only takes longer. */
export async function writeSeal(
  month: Month,
  disk: Disk,
  found: MonthIndex & Pick<Seal, 'firstSeq' | 'size' | 'before' | 'mark'>,
): Promise<void> {
  const { offsets, notes, ...rest } = found
  const { size, mtimeMs } = await stat(join(month.folder, month.name))
  const lastOffset = offsets.at(-1)
  if (size !== found.size || lastOffset === undefined) return
  const index = toBytes({ offsets, notes })
  const seal: Seal = {
    seal: 1,
    ...rest,
    count: offsets.length,
    modifiedAt: Math.trunc(mtimeMs),
    lastOffset,
    index: readChecksum(index) ?? '',
  }
  try {
    await put(disk, toPath(month, 'index'), index)
    await put(disk, toPath(month, 'seal'), toBytes(seal))
  } catch (error) {
    if (error instanceof StoreError) throw error
  }
}

function toBytes(value: object): Uint8Array {
  return addChecksum([Buffer.from(JSON.stringify(value).slice(0, -1))])
}

async function put(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  await disk.remove(`${path}.tmp`)
  await disk.create(`${path}.tmp`, bytes)
  await disk.rename(`${path}.tmp`, path)
}
