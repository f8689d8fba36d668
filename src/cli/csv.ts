// The journal as CSV (RFC 4180), safe to open in a spreadsheet.
import type { JournalEntry } from '../domain/journal.js'
import { toTold } from '../domain/told.js'
import { toDeadJson, toDeadLine } from './dead-text.js'

const columns = ['seq', 'at', 'type', 'tenant', 'incident', 'by', 'name', 'data', 'hash']

export const csvHead = columns.join(',')

export function toCsv(entry: JournalEntry): string {
  const { seq, hash } = entry
  const event = toTold(entry)
  const { by, erased, erasedText } = event
  const data = erased.length === 0 ? event.data : { ...event.data, [erasedText]: erased }
  return [
    String(seq),
    new Date(event.at).toISOString(),
    event.type,
    event.tenantId ?? '',
    event.incidentId ?? '',
    by === undefined ? '' : `${by.platform}:${by.id}`,
    by?.name ?? '',
    toDeadJson(JSON.stringify(data)),
    hash,
  ]
    .map(toCell)
    .join(',')
}

// OWASP "CSV Injection": a spreadsheet takes a cell that begins like this for a formula, full-width signs included.
const formula = /^\s*[=+\-@＝＋－＠]/

function toCell(value: string): string {
  const dead = toDeadLine(value)
  const safe = formula.test(dead) ? `'${dead}` : dead
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
