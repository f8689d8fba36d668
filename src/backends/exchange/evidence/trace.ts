// Message trace: one row for each recipient of each message, newest first. Get-MessageTraceV2 has no pages: the next
// rows are asked for with the time and the recipient of the last one, at most 5,000 at once and 100 times in 5 minutes
// for the whole tenant (learn.microsoft.com, Get-MessageTraceV2).
import { z } from 'zod'
import type { Instant } from '../../../domain/instant.js'
import type { CmdletCall, CmdletRecord } from '../cmdlets.js'
import type { Asking } from './asking.js'
import { parseAnswer, strictInstant, text } from './values.js'

const rowSchema = z.object({
  MessageTraceId: z.string().min(1),
  Received: z.string(),
  SenderAddress: text,
  RecipientAddress: text,
  Subject: text,
  Status: text,
  FromIP: text,
})
const timedRowSchema = rowSchema.extend({ Received: strictInstant })

export interface TraceRow {
  readonly messageId: string
  readonly at: Instant
  readonly sender: string
  readonly recipient: string
  readonly subject: string
  readonly status: string
  readonly fromIp: string
}

export interface Trace {
  readonly rows: readonly TraceRow[]
  /** Everything since then was read: the start that was asked for, or later when there was too much. */
  readonly since: Instant
  readonly truncated: boolean
}

interface TraceQuestion {
  /** Which mail: SenderAddress, FromIP. */
  readonly filter: CmdletCall['parameters']
  readonly from: Instant
  readonly to: Instant
  /** So many calls at most. */
  readonly mostPages?: number
}

const rowsAtOnce = 5_000
/** More than twice of what one mailbox may send in a day. */
const usualPages = 5

export async function readTrace(
  asking: Asking,
  { filter, from, to, mostPages = usualPages }: TraceQuestion,
): Promise<Trace> {
  const rows = new Map<string, TraceRow>()
  let bounds: CmdletCall['parameters'] = { EndDate: new Date(to).toISOString() }
  for (let page = 1; page <= mostPages; page += 1) {
    const records = await asking.run({
      cmdlet: 'Get-MessageTraceV2',
      parameters: { ...filter, StartDate: new Date(from).toISOString(), ...bounds, ResultSize: rowsAtOnce },
    })
    const before = rows.size
    for (const record of records) {
      const row = toRow(record)
      rows.set(`${row.messageId} ${row.recipient} ${row.status}`, row)
    }
    const last = records.at(-1)
    if (last === undefined || records.length < rowsAtOnce)
      return { rows: [...rows.values()], since: from, truncated: false }
    // Without anything new it would go in circles, and never come to what lies before.
    if (rows.size === before) break
    bounds = toBoundsAfter(last)
  }
  const since = Math.min(...[...rows.values()].map(({ at }) => at))
  return { rows: [...rows.values()], since, truncated: true }
}

/** One call, which may end early: `truncated` then, and `since` is how far it came. */
export async function readTracePage(asking: Asking, { filter, from, to }: TraceQuestion): Promise<Trace> {
  const records = await asking.run({
    cmdlet: 'Get-MessageTraceV2',
    parameters: {
      ...filter,
      StartDate: new Date(from).toISOString(),
      EndDate: new Date(to).toISOString(),
      ResultSize: rowsAtOnce,
    },
  })
  const rows = records.map(toRow)
  const truncated = records.length >= rowsAtOnce
  return { rows, since: truncated ? Math.min(...rows.map(({ at }) => at)) : from, truncated }
}

/** The time exactly as it came: it is finer than a millisecond, and a rounded one would skip rows. */
function toBoundsAfter(record: CmdletRecord): CmdletCall['parameters'] {
  const { Received, RecipientAddress } = parseAnswer(rowSchema, record, 'Message trace')
  return { EndDate: withZone(Received), StartingRecipientAddress: RecipientAddress }
}

/** Message trace tells times in UTC, and does not always say so. */
function withZone(date: string): string {
  return /^\d{4}-.*\d$/.test(date) && !/[+-]\d\d:\d\d$/.test(date) ? `${date}Z` : date
}

function toRow(record: CmdletRecord): TraceRow {
  const row = parseAnswer(timedRowSchema, record, 'Message trace')
  return {
    messageId: row.MessageTraceId,
    at: row.Received,
    sender: row.SenderAddress.toLowerCase(),
    recipient: row.RecipientAddress.toLowerCase(),
    subject: row.Subject,
    status: row.Status,
    fromIp: row.FromIP,
  }
}
