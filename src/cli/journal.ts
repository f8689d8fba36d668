// reprieve journal show | verify | export
import { join } from 'node:path'
import type { JournalEntry, JournalEvent } from '../domain/journal.js'
import { readJournalFiles } from '../stores/file/read-journal.js'
import { verifyJournal } from '../stores/file/verify-journal.js'
import { toReport } from './report.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface JournalFilter {
  readonly dataFolder: string
  readonly incident?: string | undefined
  /** At most this many of the latest. */
  readonly last?: number | undefined
}

/** Entries between two lines of progress on a long read. */
const progressEntries = 100_000

export async function readEntries(
  terminal: Terminal,
  filter: JournalFilter,
): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = []
  let seen = 0
  await readJournalFiles(toStoreFolder(filter.dataFolder), (entry) => {
    seen += 1
    if (seen % progressEntries === 0) terminal.err(`${seen.toLocaleString('en-US')} entries read …`)
    if (filter.incident === undefined || entry.event.incidentId === filter.incident) entries.push(entry)
    return true
  })
  return filter.last === undefined ? entries : entries.slice(-filter.last)
}

export function toStoreFolder(dataFolder: string): string {
  return join(dataFolder, 'store')
}

export async function showJournal(
  terminal: Terminal,
  filter: JournalFilter & { json?: boolean },
): Promise<void> {
  const entries = await readEntries(terminal, filter)
  for (const entry of entries) terminal.out(filter.json === true ? JSON.stringify(entry) : toLine(entry))
  if (entries.length === 0) terminal.err('Nothing is in the journal yet.')
}

function toLine({ seq, event }: JournalEntry): string {
  const by = event.by === undefined ? '' : ` by ${event.by.name} (${event.by.platform}:${event.by.id})`
  const about = event.incidentId === undefined ? '' : ` ${event.incidentId}`
  return `${seq} ${new Date(event.at).toISOString()} ${event.type}${about}${by} ${JSON.stringify(event.data)}`
}

export async function checkJournal(
  terminal: Terminal,
  { dataFolder, json }: { readonly dataFolder: string; readonly json?: boolean },
): Promise<void> {
  const verdict = await verifyJournal(toStoreFolder(dataFolder))
  if (json === true) terminal.out(JSON.stringify(verdict))
  else if (verdict.ok)
    terminal.out(`The journal is whole: ${verdict.entries.toLocaleString('en-US')} entries.`)
  if (verdict.ok) return
  throw new ExitError(
    exitCodes.no,
    `The journal is broken at entry ${verdict.seq} (${verdict.file} line ${verdict.line}): ${verdict.problem}. Compare with a backup; what lies before it is sound.`,
  )
}

export type ExportFormat = 'ndjson' | 'csv' | 'markdown'

export async function exportJournal(
  terminal: Terminal,
  filter: JournalFilter & { readonly format: ExportFormat },
): Promise<void> {
  const entries = await readEntries(terminal, filter)
  if (filter.incident !== undefined && entries.length === 0)
    throw new ExitError(exitCodes.no, `The journal has no incident ${filter.incident}.`)
  if (filter.format === 'markdown') return terminal.out(toReport(entries))
  if (filter.format === 'csv') terminal.out(csvColumns.join(','))
  for (const entry of entries) terminal.out(filter.format === 'csv' ? toCsv(entry) : JSON.stringify(entry))
}

const csvColumns = ['seq', 'at', 'type', 'tenant', 'incident', 'by', 'name', 'data', 'hash']

function toCsv({ seq, event, hash }: JournalEntry): string {
  return [
    String(seq),
    new Date(event.at).toISOString(),
    event.type,
    event.tenantId ?? '',
    event.incidentId ?? '',
    toId(event),
    event.by?.name ?? '',
    JSON.stringify(event.data),
    hash,
  ]
    .map(toCell)
    .join(',')
}

function toId({ by }: JournalEvent): string {
  return by === undefined ? '' : `${by.platform}:${by.id}`
}

// RFC 4180, and a leading apostrophe where a spreadsheet would take outside text for a formula.
function toCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
