// Message traces of Graph v1.0 (learn.microsoft.com, "List messageTraces"): one row for each recipient, both ends of the
// time in the filter, no end in the future; several senders at once are not documented.
import { z } from 'zod'
import type { Instant } from '../../../domain/instant.js'
import type { Asking } from '../evidence/asking.js'
import type { GraphNeed } from '../evidence/failures.js'
import { parseAnswer, strictInstant, text } from '../evidence/values.js'
import type { MailFilter, MailRow, MailRows } from './row.js'

const traceNeed: GraphNeed = { what: 'Message traces', permission: 'ExchangeMessageTrace.Read.All' }

const route = '/v1.0/admin/exchange/tracing/messageTraces'
const rowsAtOnce = 5_000
/** What a URL has room for. */
const mostSenders = 20

const rowSchema = z.object({
  id: z.string().min(1),
  receivedDateTime: strictInstant,
  senderAddress: text,
  recipientAddress: text,
  status: text,
  fromIP: text,
})
const detailSchema = z.object({ event: text, action: text, description: text, data: text })

export interface Window {
  readonly from: Instant
  readonly to: Instant
}

/** @param pace before each call: all of them are of one budget. */
export async function readGraphTraces(
  { asking, pace }: { readonly asking: Asking; readonly pace: () => Promise<void> },
  filter: MailFilter,
  window: Window,
): Promise<MailRows> {
  const rows: MailRow[] = []
  let isCut = false
  for (const part of toParts(filter)) {
    await pace()
    const query = `$filter=${encodeURIComponent(toCondition(part, window))}&$top=${rowsAtOnce}`
    const found = await asking.list(`${route}?${query}`, traceNeed, rowsAtOnce)
    rows.push(...found.map(toRow))
    isCut ||= found.length >= rowsAtOnce
  }
  return { rows, isCut }
}

function toParts({ senders, ...rest }: MailFilter): readonly MailFilter[] {
  if (senders === undefined) return [rest]
  const parts: MailFilter[] = []
  for (let at = 0; at < senders.length; at += mostSenders)
    parts.push({ senders: senders.slice(at, at + mostSenders) })
  return parts
}

function toCondition({ senders, fromIp }: MailFilter, { from, to }: Window): string {
  const times = `receivedDateTime ge ${toDate(from)} and receivedDateTime le ${toDate(to)}`
  const source = fromIp === undefined ? [] : [`fromIP eq ${quote(fromIp)}`]
  const named = (senders ?? []).map((address) => `senderAddress eq ${quote(address)}`)
  const sent = named.length > 1 ? [`(${named.join(' or ')})`] : named
  return [times, ...source, ...sent].join(' and ')
}

function toDate(at: Instant): string {
  return new Date(at).toISOString()
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

function toRow(record: unknown): MailRow {
  const row = parseAnswer(rowSchema, record, 'Message trace')
  return {
    id: row.id,
    at: row.receivedDateTime,
    sender: row.senderAddress.toLowerCase(),
    recipient: row.recipientAddress.toLowerCase(),
    status: row.status.toLowerCase(),
    fromIp: row.fromIP,
    way: 'graph',
  }
}

/** What happened to one message on the way to one recipient, in the services' own words. */
export async function readGraphDetails(asking: Asking, { id, recipient }: MailRow): Promise<string> {
  const call = `getDetailsByRecipient(recipientAddress=${encodeURIComponent(quote(recipient))})`
  const found = await asking.list(`${route}/${encodeURIComponent(id)}/${call}`, traceNeed, 100)
  return found
    .map((record) => Object.values(parseAnswer(detailSchema, record, 'Message trace')).join(' '))
    .join('\n')
}
