// An append-only record in monthly NDJSON files. Line n of all files together has sequence number n, so a number is
// enough to find a line, and a missing line is noticed.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createLane } from '../../concurrency/lanes.js'
import type { Instant } from '../../domain/instant.js'
import { StoreError } from '../../errors.js'
import { toMonth } from '../month.js'
import type { Disk } from './disk.js'
import { type LogFile, readLines } from './read-lines.js'
import { replaceFile } from './replace-file.js'
import { scanLines } from './scan-lines.js'
import { type MonthIndex, readIndex, readSeal, writeSeal } from './seal.js'

interface Line {
  readonly at: Instant
  readonly text: string
}

export interface LineLog {
  /** Sequence number of the last line on the medium. */
  count(): number
  /** In the order asked for. */
  read(seqs: readonly number[]): Promise<readonly string[]>
  /**
   * Resolves when all are on the medium; after a failure `count` says how many are. Only a torn end that was found at
   * the start, or that a failed write of our own left, is cut off before.
   */
  append(lines: readonly Line[]): Promise<void>
  /** Puts other lines in the place of those of some months, each in one step; their numbers stay. */
  rewrite(months: Months, change: (text: string) => string): Promise<void>
}

export interface Months {
  /** The first one; undefined for all before `last`. */
  readonly first: string | undefined
  readonly last: string
}

/** What is made of the lines: a record that has seen a month once takes it by its seal from then on. */
export interface Reader<Note> {
  /**
   * Is shown every line with its number, and gives back what is to be noted of it; undefined means it cannot be read. Only
   * the end of the last file may be like that: a crash tears what was being written, never what lies before it.
   */
  accept(text: string, seq: number): Note | undefined
  /** The same of a line that was accepted once, and nothing else happens. */
  note(text: string): Note | undefined
  /** Where the record stands: a hash of the journal's chain. */
  mark(): string
  /** Instead of its lines. */
  takeSealed(month: SealedMonth): Promise<void>
}

export interface SealedMonth {
  readonly firstSeq: number
  readonly count: number
  readonly mark: string
  /** What was noted of each line. */
  readNotes(): Promise<readonly unknown[]>
}

export interface LineLogParts<Note> {
  readonly folder: string
  /** `journal` for `journal-2026-11.ndjson`. */
  readonly name: string
  readonly disk: Disk
  readonly reader: Reader<Note>
  /** Nothing may be written: no seal is made. */
  readonly isReadOnly?: boolean
  /** What stands behind this line is left out: somebody may be writing it. */
  readonly upTo?: number
}

export async function openLineLog<Note>(parts: LineLogParts<Note>): Promise<LineLog> {
  const { folder, disk, upTo = Number.POSITIVE_INFINITY } = parts
  const files: LogFile[] = []
  const found = await listLogFiles(folder, parts.name)
  for (const month of found) {
    if (countLines(files) >= upTo) break
    refuseTorn(parts, files.at(-1))
    const firstSeq = countLines(files) + 1
    const isLast = month === found.at(-1)
    files.push(
      (isLast ? undefined : await takeSealed(parts, month, firstSeq)) ??
        (await scanMonth(parts, { ...month, firstSeq }, isLast)),
    )
  }
  /** Nothing is read while a file takes the place of another. */
  const lane = createLane()
  return {
    count: () => countLines(files),
    read: (seqs) => lane(() => readLines(folder, files, seqs)),
    async rewrite({ first = '', last }, change) {
      for (const file of files.filter(({ month }) => month >= first && month <= last)) {
        const next = await rewriteMonth(parts, file, change)
        if (next !== undefined)
          await lane(async () => {
            await replaceFile(disk, join(folder, file.name), next.bytes)
            files[files.indexOf(file)] = next.file
          })
      }
    },
    async append(lines) {
      for (let next = 0; next < lines.length; ) {
        const file = openMonth(parts.name, files, lines[next])
        const group = takeGroup(lines, next, file.month)
        if (files.at(-1) !== file) files.push(file)
        await appendGroup({ folder, disk }, file, group)
        next += group.length
      }
    },
  }
}

async function takeSealed<Note>(
  { folder, reader, upTo = Number.POSITIVE_INFINITY }: LineLogParts<Note>,
  { name, month }: Pick<LogFile, 'name' | 'month'>,
  firstSeq: number,
): Promise<LogFile | undefined> {
  const seal = await readSeal({ folder, name })
  if (seal === undefined || seal.firstSeq !== firstSeq || seal.before !== reader.mark()) return undefined
  const { count, mark, size } = seal
  if (firstSeq + count - 1 > upTo) return undefined
  const index = rememberOnce(
    async () => (await readIndex({ folder, name }, seal)) ?? readAnew(join(folder, name), reader),
  )
  await reader.takeSealed({ firstSeq, count, mark, readNotes: async () => (await index()).notes })
  return { name, month, firstSeq, count, offsets: async () => (await index()).offsets, size, torn: 0 }
}

/** The seal says that the file is what it was, and its index is gone. */
async function readAnew<Note>(path: string, reader: Reader<Note>): Promise<MonthIndex> {
  const offsets: number[] = []
  const notes: unknown[] = []
  await scanLines(path, (text, offset) => {
    offsets.push(offset)
    notes.push(reader.note(text))
    return true
  })
  return { offsets, notes }
}

async function scanMonth<Note>(
  { folder, disk, reader, isReadOnly = false, upTo = Number.POSITIVE_INFINITY }: LineLogParts<Note>,
  start: Pick<LogFile, 'name' | 'month' | 'firstSeq'>,
  isLast: boolean,
): Promise<LogFile> {
  const before = reader.mark()
  const offsets: number[] = []
  const notes: Note[] = []
  const scan = await scanLines(join(folder, start.name), (text, offset) => {
    const seq = start.firstSeq + offsets.length
    const note = seq > upTo ? undefined : reader.accept(text, seq)
    if (note === undefined) return false
    offsets.push(offset)
    if (!isLast) notes.push(note)
    return true
  })
  const { firstSeq, name } = start
  if (!isLast && !isReadOnly && scan.torn === 0)
    await writeSeal({ folder, name }, disk, {
      firstSeq,
      size: scan.size,
      before,
      mark: reader.mark(),
      offsets,
      notes,
    })
  return { ...start, count: offsets.length, offsets: async () => offsets, ...scan }
}

/** The files of a log, oldest first. */
export async function listLogFiles(folder: string, name: string) {
  const pattern = new RegExp(`^${name}-(\\d{4}-\\d{2})\\.ndjson$`)
  const found = (await readdir(folder)).flatMap((file) => {
    const month = pattern.exec(file)?.[1]
    return month === undefined ? [] : [{ name: file, month }]
  })
  return found.sort((one, other) => (one.month < other.month ? -1 : 1))
}

function refuseTorn({ folder }: { readonly folder: string }, file: LogFile | undefined): void {
  if (file === undefined || file.torn === 0) return
  throw new StoreError(
    `${join(folder, file.name)}, line ${file.count + 1} cannot be read, and newer files follow it. ` +
      'Restore the whole folder from a backup.',
    true,
  )
}

function countLines(files: readonly LogFile[]): number {
  const last = files.at(-1)
  return last === undefined ? 0 : last.firstSeq + last.count - 1
}

/** The file a line belongs to. Never an older one than the last, so that numbers rise even when the clock steps back. */
function openMonth(name: string, files: readonly LogFile[], line: Line | undefined): LogFile {
  const last = files.at(-1)
  const month = line === undefined ? '' : toMonth(line.at)
  if (last !== undefined && month <= last.month) return last
  const offsets: number[] = []
  return {
    name: `${name}-${month}.ndjson`,
    month,
    firstSeq: countLines(files) + 1,
    count: 0,
    offsets: async () => offsets,
    size: 0,
    torn: 0,
  }
}

function takeGroup(lines: readonly Line[], from: number, month: string): readonly Line[] {
  const end = lines.findIndex((line, index) => index > from && toMonth(line.at) > month)
  return lines.slice(from, end < 0 ? undefined : end)
}

interface Place {
  readonly folder: string
  readonly disk: Disk
}

export async function appendGroup(parts: Place, file: LogFile, lines: readonly Line[]): Promise<void> {
  const path = join(parts.folder, file.name)
  const chunks = lines.map((line) => Buffer.from(`${line.text}\n`))
  const bytes = Buffer.concat(chunks)
  await cutTorn(parts.disk, path, file)
  try {
    await parts.disk.append(path, file.size, bytes)
  } catch (error) {
    if (error instanceof StoreError) throw error
    file.torn = bytes.length
    // On a full disk the half-written line would hold the last free space. Otherwise the next append tries again.
    await cutTorn(parts.disk, path, file).catch(() => {})
    throw error
  }
  if (file.size === 0) await parts.disk.syncFolder(parts.folder)
  const offsets = await file.offsets()
  for (const chunk of chunks) {
    offsets.push(file.size)
    file.count += 1
    file.size += chunk.length
  }
}

/** Undefined when every line stays as it is. */
async function rewriteMonth(
  { folder, disk }: Place,
  file: LogFile,
  change: (text: string) => string,
): Promise<{ readonly file: LogFile; readonly bytes: Uint8Array } | undefined> {
  const path = join(folder, file.name)
  await cutTorn(disk, path, file)
  const offsets: number[] = []
  const chunks: Buffer[] = []
  let size = 0
  let isChanged = false
  await scanLines(path, (text) => {
    const next = change(text)
    isChanged ||= next !== text
    const chunk = Buffer.from(`${next}\n`)
    offsets.push(size)
    chunks.push(chunk)
    size += chunk.length
    return true
  })
  if (!isChanged) return undefined
  return { file: { ...file, offsets: async () => offsets, size }, bytes: Buffer.concat(chunks) }
}

async function cutTorn(disk: Disk, path: string, file: LogFile): Promise<void> {
  if (file.torn === 0) return
  await disk.cut(path, file.size, file.torn)
  file.torn = 0
}

function rememberOnce<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | undefined
  return () => {
    reading ??= read()
    return reading
  }
}
