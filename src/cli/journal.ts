// reprieve journal show | verify | export

import type { StorePlace } from '../config/index.js'
import type { ActorRef } from '../domain/actor.js'
import type { JournalEntry } from '../domain/journal.js'
import { toTold } from '../domain/told.js'
import type { JournalLine } from '../ports.js'
import { openSavedJournal, type SavedJournal } from '../run/journal.js'
import { csvHead, toCsv } from './csv.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { toReport } from './report/index.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface JournalFilter {
  readonly place: StorePlace
  readonly incident?: string | undefined
  /** At most this many of the latest. */
  readonly last?: number | undefined
}

export type ExportFormat = 'ndjson' | 'csv' | 'markdown'

export async function showJournal(
  terminal: Terminal,
  filter: JournalFilter & { readonly json?: boolean },
): Promise<void> {
  const toLine = filter.json === true ? toNdjson : toWords
  await withJournal(filter.place, async (journal) => {
    const count = await print(terminal, readLines(terminal, journal, filter), toLine)
    if (count > 0) return
    requireKnown(filter)
    terminal.err('Nothing is in the journal yet.')
  })
}

export async function exportJournal(
  terminal: Terminal,
  filter: JournalFilter & { readonly format: ExportFormat },
): Promise<void> {
  await withJournal(filter.place, async (journal) => {
    const lines = readLines(terminal, journal, filter)
    if (filter.format === 'markdown') {
      const entries: JournalEntry[] = []
      for await (const { entry } of lines) entries.push(entry)
      if (entries.length === 0) requireKnown(filter)
      return terminal.out(toReport(entries))
    }
    const isCsv = filter.format === 'csv'
    if (isCsv) await terminal.out(csvHead)
    const count = await print(terminal, lines, isCsv ? ({ entry }) => toCsv(entry) : toNdjson)
    if (count === 0) requireKnown(filter)
  })
}

async function withJournal<Result>(
  place: StorePlace,
  use: (journal: SavedJournal) => Promise<Result>,
): Promise<Result> {
  const journal = await openSavedJournal(place)
  try {
    return await use(journal)
  } finally {
    await journal.close()
  }
}

export async function checkJournal(
  terminal: Terminal,
  {
    place: where,
    json,
    head,
  }: { readonly place: StorePlace; readonly json?: boolean; readonly head?: string },
): Promise<void> {
  terminal.err('Checking the journal …')
  const onEntry = createProgress(terminal, 'checked')
  const verdict = await withJournal(where, (journal) => journal.verifyJournal({ head, onEntry }))
  if (json === true) await terminal.out(JSON.stringify(verdict))
  else if (verdict.ok)
    await terminal.out(
      [
        `The journal is whole: ${toCount(verdict.entries, 'entry', 'entries')}.`,
        ...toTextLines(verdict.texts),
      ].join('\n'),
    )
  if (verdict.ok) return tellHead(terminal, { head, seq: verdict.headSeq, json })
  const { seq, place, problem } = verdict
  throw new ExitError(
    exitCodes.no,
    `The journal is broken at entry ${seq} (${place}): ${problem}. Compare with a backup; what lies before it is sound.`,
  )
}

function toTextLines({ whole, erased }: Texts = { whole: 0, erased: 0 }): readonly string[] {
  return [
    ...(whole === 0 ? [] : [`${toCount(whole, 'text', 'texts')} beside it: unchanged.`]),
    ...(erased === 0 ? [] : [`${toCount(erased, 'text', 'texts')} beside it: erased, as the journal says.`]),
  ]
}

interface Texts {
  readonly whole: number
  readonly erased: number
}

interface Head {
  readonly head: string | undefined
  readonly seq: number | undefined
  readonly json: boolean | undefined
}

async function tellHead(terminal: Terminal, { head, seq, json }: Head): Promise<void> {
  if (head === undefined) return
  if (seq === undefined)
    throw new ExitError(
      exitCodes.no,
      `No entry has a hash that begins with ${head}: this is not the journal that the card was written from, or it was made anew.`,
    )
  if (json !== true) await terminal.out(`${head} is the head of entry ${seq}: nothing before it was changed.`)
}

function requireKnown({ incident }: JournalFilter): void {
  if (incident !== undefined)
    throw new ExitError(
      exitCodes.no,
      `The journal has no incident ${incident}. "reprieve show" says the id of an incident.`,
    )
}

/** Lines between two words of progress on a long read. */
const progressLines = 100_000
/** Lines that go out at once. */
const batchLines = 500

function createProgress(terminal: Terminal, done: 'read' | 'checked'): () => void {
  let count = 0
  return () => {
    count += 1
    if (count % progressLines === 0) terminal.err(`${toCount(count, 'entry', 'entries')} ${done} …`)
  }
}

function readLines(
  terminal: Terminal,
  journal: SavedJournal,
  { incident, last }: JournalFilter,
): AsyncIterable<JournalLine> {
  const onEntry = createProgress(terminal, 'read')
  return journal.streamJournal({ incidentId: incident, last, onEntry })
}

async function print(
  terminal: Terminal,
  lines: AsyncIterable<JournalLine>,
  toLine: (line: JournalLine) => string,
): Promise<number> {
  let count = 0
  let batch: string[] = []
  for await (const line of lines) {
    count += 1
    batch.push(toLine(line))
    if (batch.length < batchLines) continue
    await terminal.out(batch.join('\n'))
    batch = []
  }
  if (batch.length > 0) await terminal.out(batch.join('\n'))
  return count
}

/** The line as its hash was made of, and beside it what can be checked against its digests. */
function toNdjson({ text, entry }: JournalLine): string {
  const { erasedText } = toTold(entry)
  const beside = {
    ...(entry.texts === undefined ? {} : { texts: entry.texts }),
    ...(erasedText === '' ? {} : { erased: erasedText }),
  }
  const members = JSON.stringify(beside).slice(1)
  return toDeadJson(members === '}' ? text : `${text.slice(0, -1)},${members}`)
}

function toWords({ entry }: JournalLine): string {
  const { seq } = entry
  const event = toTold(entry)
  const by = event.by === undefined ? '' : ` by ${event.by.name} (${toWho(event.by)})`
  const about = event.incidentId === undefined ? '' : ` ${event.incidentId}`
  const { raw: _, ...data } = event.data
  const missing = event.erased.filter((name) => name !== 'raw')
  const erased = missing.length === 0 ? '' : ` (${missing.join(', ')} ${event.erasedText})`
  return toDeadLine(
    `${seq} ${new Date(event.at).toISOString()} ${event.type}${about}${by} ${JSON.stringify(data)}${erased}`,
  )
}

function toWho({ platform, id, host }: ActorRef): string {
  return `${platform}:${id}${host === undefined ? '' : ` on ${host}`}`
}

function toCount(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
