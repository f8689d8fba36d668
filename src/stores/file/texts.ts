// What stands beside the journal and can be erased: evidence, notes and the like, in files of their own, one line for each
// entry that has any. A line that is not there says nothing about the journal, so nothing here keeps a bot from starting.
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createLane } from '../../concurrency/lanes.js'
import { type Erasure, isErased } from '../../domain/erase.js'
import type { Instant } from '../../domain/instant.js'
import { saltedTextsSchema } from '../../domain/journal.js'
import { toMonth } from '../month.js'
import { deepFreeze } from '../stored.js'
import { type Disk, isMissing } from './disk.js'
import { appendGroup, listLogFiles } from './line-log.js'
import { type LogFile, readLine } from './read-lines.js'
import { createRecent } from './recent.js'
import { replaceFile } from './replace-file.js'
import { scanLines } from './scan-lines.js'

export const textLineSchema = z
  .object({
    /** Number of the journal's entry. */
    seq: z.number(),
    at: z.number(),
    incidentId: z.string().optional(),
    texts: saltedTextsSchema,
  })
  .readonly()
export type TextLine = z.infer<typeof textLineSchema>

export interface Texts {
  /** Appends what is not in its file yet. */
  append(outbox: readonly TextLine[]): Promise<void>
  /** Number of the last entry whose texts are in a file. */
  last(): number
  /** Those that are there, by the number of their entry. */
  find(seqs: readonly number[]): Promise<ReadonlyMap<number, TextLine>>
  /** When the oldest that is there was written; undefined when nothing is. */
  findOldest(): Promise<Instant | undefined>
  erase(erasure: Erasure): Promise<void>
}

/** About 1 MB. */
const mostRecent = 500

interface TextFile {
  readonly log: LogFile
  /** Which line is of which entry; of months that are over read only when somebody asks. */
  readonly lines: () => Promise<Map<number, number>>
}

interface Place {
  readonly folder: string
  readonly disk: Disk
}

interface Known {
  /** Number of the last entry of the journal: what stands behind it belongs to none. */
  readonly last: number
  /** Number of the first entry whose texts may be in a file or not; undefined when all surely are. */
  readonly unsure?: number | undefined
}

export async function openTexts(place: Place, known: Known): Promise<Texts> {
  const { folder } = place
  const files = (await listLogFiles(folder, 'texts')).map((month) => toFile(folder, month, known.unsure))
  let last = Math.min(known.last, await findLast(files))
  /** Nothing is read while a file takes the place of another. */
  const lane = createLane()
  /** Only until something is erased: what is erased is not in memory either. */
  const recent = createRecent<TextLine>(mostRecent)

  async function find(seq: number): Promise<TextLine | undefined> {
    for (const file of files.toReversed()) {
      const index = (await file.lines()).get(seq)
      if (index !== undefined) return readText(folder, file.log, index)
    }
    return undefined
  }

  async function append(outbox: readonly TextLine[]): Promise<void> {
    for (const group of toGroups(
      files,
      outbox.filter(({ seq }) => seq > last),
    )) {
      const file = toOpenFile(folder, files, group.month)
      const lines = await file.lines()
      const { count } = file.log
      await appendGroup(place, file.log, group.lines.map(toLine))
      if (files.at(-1) !== file) files.push(file)
      for (const [index, { seq }] of group.lines.entries()) {
        lines.set(seq, count + index)
        last = seq
      }
    }
  }

  return {
    last: () => last,
    append: (outbox) => lane(() => append(outbox)),
    find: (seqs) =>
      lane(async () => {
        const found = new Map<number, TextLine>()
        const keep = recent.begin()
        for (const seq of seqs) {
          const line = recent.get(seq) ?? (await find(seq))
          if (line?.seq !== seq) continue
          found.set(seq, line)
          keep(seq, line)
        }
        return found
      }),
    findOldest: () =>
      lane(async () => {
        for (const file of files) {
          await file.lines()
          const line = file.log.count === 0 ? undefined : await readText(folder, file.log, 0)
          if (line !== undefined) return line.at
        }
        return undefined
      }),
    erase: (erasure) =>
      lane(() => {
        recent.clear()
        return eraseAll(place, files, erasure)
      }),
  }
}

function toFile(
  folder: string,
  { name, month }: { readonly name: string; readonly month: string },
  unsure?: number,
): TextFile {
  const offsets: number[] = []
  const lines = new Map<number, number>()
  let reading: Promise<void> | undefined
  const log: LogFile = { name, month, firstSeq: 1, count: 0, offsets: () => load(offsets), size: 0, torn: 0 }

  async function load<Value>(value: Value): Promise<Value> {
    reading ??= read()
    await reading
    return value
  }

  async function read(): Promise<void> {
    const seqs: number[] = []
    const { size, torn } = await scanIfThere(join(folder, name), (text, offset) => {
      seqs.push(readSeq(text, unsure))
      offsets.push(offset)
    })
    const count = countWhole(seqs, unsure)
    const end = offsets[count] ?? size
    offsets.length = count
    // One that cannot be read is passed over: whoever asks for its text hears that it is not there.
    for (const [index, seq] of seqs.slice(0, count).entries()) if (seq > 0) lines.set(seq, index)
    Object.assign(log, { count, size: end, torn: torn + size - end })
  }
  return { log, lines: () => load(lines) }
}

/** 0 of a line that cannot be read. */
function readSeq(text: string, unsure = Number.POSITIVE_INFINITY): number {
  const seq = Number(/^\{"seq":(\d+),/.exec(text)?.[1] ?? 0)
  return seq < unsure || parseTextLine(text) !== undefined ? seq : 0
}

/** A power cut tears what was written last, in the middle as well; that is in the state still, and is written anew. */
function countWhole(seqs: readonly number[], unsure: number | undefined): number {
  if (unsure === undefined) return seqs.length
  const torn = seqs.findIndex(
    (seq, index) => seq === 0 && seqs.slice(index).every((one) => one === 0 || one >= unsure),
  )
  return torn < 0 ? seqs.length : torn
}

export function parseTextLine(text: string): TextLine | undefined {
  try {
    return textLineSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Whoever only reads may find that it has been erased meanwhile. */
async function scanIfThere(path: string, note: (text: string, offset: number) => void) {
  try {
    return await scanLines(path, (text, offset) => {
      note(text, offset)
      return true
    })
  } catch (error) {
    if (isMissing(error)) return { size: 0, torn: 0 }
    throw error
  }
}

async function findLast(files: readonly TextFile[]): Promise<number> {
  for (const { lines } of files.toReversed()) {
    const seqs = [...(await lines()).keys()]
    if (seqs.length > 0) return seqs.reduce((one, other) => Math.max(one, other))
  }
  return 0
}

async function readText(folder: string, log: LogFile, index: number): Promise<TextLine | undefined> {
  try {
    const file = await open(join(folder, log.name), 'r')
    try {
      return deepFreeze(textLineSchema.safeParse(JSON.parse(await readLine(file, log, index))).data)
    } finally {
      await file.close()
    }
  } catch (error) {
    // It was erased under whoever only reads, or somebody has changed it, which "journal verify" finds.
    if (isMissing(error) || !(error instanceof Error && 'syscall' in error)) return undefined
    throw error
  }
}

function toLine(line: TextLine) {
  return { at: line.at, text: JSON.stringify(line) }
}

interface Group {
  readonly month: string
  readonly lines: TextLine[]
}

/** Never an older month than the last file's, as in the journal. */
function toGroups(files: readonly TextFile[], lines: readonly TextLine[]): readonly Group[] {
  const groups: Group[] = []
  let newest = files.at(-1)?.log.month ?? ''
  for (const line of lines) {
    const month = toMonth(line.at)
    const isNewer = month > newest
    if (isNewer) newest = month
    const group = groups.at(-1)
    if (group === undefined || isNewer) groups.push({ month: newest, lines: [line] })
    else group.lines.push(line)
  }
  return groups
}

function toOpenFile(folder: string, files: readonly TextFile[], month: string): TextFile {
  const last = files.at(-1)
  return last?.log.month === month ? last : toFile(folder, { name: `texts-${month}.ndjson`, month })
}

async function eraseAll(place: Place, files: TextFile[], erasure: Erasure): Promise<void> {
  const month = toMonth(erasure.before)
  for (const file of files.filter(({ log }) => log.month <= month))
    await eraseFrom(place, files, { file, erasure })
}

async function eraseFrom(
  { folder, disk }: Place,
  files: TextFile[],
  { file, erasure }: { readonly file: TextFile; readonly erasure: Erasure },
): Promise<void> {
  const path = join(folder, file.log.name)
  const texts = (await readFile(path, 'utf8')).split('\n').slice(0, -1)
  const kept = texts.filter((text) => isKept(text, erasure))
  if (kept.length === texts.length) return
  if (kept.length > 0) await replaceFile(disk, path, Buffer.from(`${kept.join('\n')}\n`))
  else {
    await disk.remove(path)
    await disk.syncFolder(folder)
  }
  const next = kept.length === 0 ? [] : [toFile(folder, file.log)]
  files.splice(files.indexOf(file), 1, ...next)
}

function isKept(text: string, erasure: Erasure): boolean {
  try {
    return !isErased(textLineSchema.parse(JSON.parse(text)), erasure)
  } catch {
    // Nobody knows how old it is, or of which incident.
    return erasure.incidentId !== undefined
  }
}
