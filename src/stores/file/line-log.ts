// An append-only record in monthly NDJSON files. Line n of all files together has sequence number n, so a number is
// enough to find a line, and a missing line is noticed.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../../domain/instant.js'
import { StoreError } from '../../errors.js'
import type { Disk } from './disk.js'
import { toMonth } from './month.js'
import { type LogFile, readLines } from './read-lines.js'
import { scanLines } from './scan-lines.js'

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
}

export interface LineLogParts {
  readonly folder: string
  /** `journal` for `journal-2026-11.ndjson`. */
  readonly name: string
  readonly disk: Disk
}

/**
 * @param accept is shown every line with its number; false means it cannot be read. Only the end of the last file may
 *   be like that: a crash tears what was being written, never what lies before it.
 */
export async function openLineLog(
  parts: LineLogParts,
  accept: (text: string, seq: number) => boolean,
): Promise<LineLog> {
  const files: LogFile[] = []
  for (const { name, month } of await listLogFiles(parts.folder, parts.name)) {
    refuseTorn(parts, files.at(-1))
    files.push(
      await scanFile(join(parts.folder, name), { name, month, firstSeq: countLines(files) + 1 }, accept),
    )
  }
  return {
    count: () => countLines(files),
    read: (seqs) => readLines(parts.folder, files, seqs),
    async append(lines) {
      for (let next = 0; next < lines.length; ) {
        const file = openMonth(parts.name, files, lines[next])
        const group = takeGroup(lines, next, file.month)
        if (files.at(-1) !== file) files.push(file)
        await appendGroup(parts, file, group)
        next += group.length
      }
    },
  }
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

async function scanFile(
  path: string,
  start: Pick<LogFile, 'name' | 'month' | 'firstSeq'>,
  accept: (text: string, seq: number) => boolean,
): Promise<LogFile> {
  const offsets: number[] = []
  const scan = await scanLines(path, (text, offset) => {
    if (!accept(text, start.firstSeq + offsets.length)) return false
    offsets.push(offset)
    return true
  })
  return { ...start, offsets, ...scan }
}

function refuseTorn(parts: LineLogParts, file: LogFile | undefined): void {
  if (file === undefined || file.torn === 0) return
  throw new StoreError(
    `${join(parts.folder, file.name)}, line ${file.offsets.length + 1} cannot be read, and newer files follow it. ` +
      'Restore the whole folder from a backup.',
    true,
  )
}

function countLines(files: readonly LogFile[]): number {
  const last = files.at(-1)
  return last === undefined ? 0 : last.firstSeq + last.offsets.length - 1
}

/** The file a line belongs to. Never an older one than the last, so that numbers rise even when the clock steps back. */
function openMonth(name: string, files: readonly LogFile[], line: Line | undefined): LogFile {
  const last = files.at(-1)
  const month = line === undefined ? '' : toMonth(line.at)
  if (last !== undefined && month <= last.month) return last
  return {
    name: `${name}-${month}.ndjson`,
    month,
    firstSeq: countLines(files) + 1,
    offsets: [],
    size: 0,
    torn: 0,
  }
}

function takeGroup(lines: readonly Line[], from: number, month: string): readonly Line[] {
  const end = lines.findIndex((line, index) => index > from && toMonth(line.at) > month)
  return lines.slice(from, end < 0 ? undefined : end)
}

async function appendGroup(parts: LineLogParts, file: LogFile, lines: readonly Line[]): Promise<void> {
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
  for (const chunk of chunks) {
    file.offsets.push(file.size)
    file.size += chunk.length
  }
}

async function cutTorn(disk: Disk, path: string, file: LogFile): Promise<void> {
  if (file.torn === 0) return
  await disk.cut(path, file.size, file.torn)
  file.torn = 0
}
