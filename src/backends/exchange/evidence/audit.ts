// The unified audit log, as far as evidence needs it: who did what, from where, and with which parameters. A search that did
// not give everything says so: what is not in a cut answer may still have happened.
import { z } from 'zod'
import type { Instant } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import { findProperty } from '../../records.js'
import { toInstant } from '../../values.js'
import type { CloudName } from '../clouds.js'
import type { CmdletRecord } from '../cmdlets.js'
import { readNumber } from '../properties.js'
import type { Asking } from './asking.js'
import { parseAnswer, text } from './values.js'

export interface AuditRecord {
  readonly at: Instant
  readonly who: string
  /** The address it came from; empty when the log does not say. */
  readonly from: string
  readonly operation: string
  /** What it was done to, in whatever form the log has it. */
  readonly object: string
  /** By name, lower-cased: parameters of cmdlets, and what Outlook says about rules. */
  readonly values: ReadonlyMap<string, string>
  /** AuditData as it came. */
  readonly data: Readonly<Record<string, unknown>>
}

export interface AuditAnswer {
  readonly records: readonly AuditRecord[]
  /** There is more than was given, or some of it could not be read. */
  readonly isCut: boolean
}

interface AuditQuestion {
  readonly from: Instant
  readonly to: Instant
  readonly operations: readonly string[]
  /** Who did it; undefined for anybody. */
  readonly userId?: string
}

/** The cmdlet gives no more at once, and 50,000 in one session. */
const mostRecords = 5_000
const mostPages = 4

export async function searchAudit(
  asking: Pick<Asking, 'run' | 'cloud'>,
  question: AuditQuestion,
): Promise<AuditAnswer> {
  assertSearchable(asking.cloud)
  const rows: CmdletRecord[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const given = await asking.run({ cmdlet: 'Search-UnifiedAuditLog', parameters: toParameters(question) })
    rows.push(...given)
    if (given.length < mostRecords) return toAnswer(rows, false)
  }
  return toAnswer(rows, true)
}

/** Source: learn.microsoft.com, Search-UnifiedAuditLog: at 21Vianet it "doesn't return any results". */
function assertSearchable(cloud: CloudName): void {
  if (cloud === 'china')
    throw new BackendError('The audit log cannot be searched in this cloud.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
}

function toParameters({ from, to, operations, userId }: AuditQuestion) {
  return {
    StartDate: new Date(from).toISOString(),
    EndDate: new Date(to).toISOString(),
    Operations: operations,
    ResultSize: mostRecords,
    // The same session gives the next records.
    SessionId: `reprieve ${from} ${to} ${userId ?? ''} ${operations.join(' ')}`.slice(0, 200),
    SessionCommand: 'ReturnLargeSet',
    ...(userId === undefined ? {} : { UserIds: [userId] }),
  }
}

function toAnswer(rows: readonly CmdletRecord[], isLong: boolean): AuditAnswer {
  const records = rows.flatMap((row) => toAuditRecord(row) ?? [])
  const counts = rows.map((row) => readNumber(row, 'ResultCount') ?? 0)
  // A search that failed inside gives rows whose index is -1.
  const isBroken = rows.some((row) => findProperty(row, 'ResultIndex') === -1)
  const isCut = isLong || isBroken || records.length < rows.length || Math.max(0, ...counts) > rows.length
  return { records: distinct(records), isCut }
}

/** ReturnLargeSet may give one record twice. */
function distinct(records: readonly AuditRecord[]): readonly AuditRecord[] {
  const kept = new Map<string, AuditRecord>()
  for (const record of records) {
    const { Id: id } = record.data
    kept.set(typeof id === 'string' && id !== '' ? id : `${kept.size}`, record)
  }
  return [...kept.values()].sort((one, other) => one.at - other.at)
}

const recordSchema = z.object({ UserIds: text, Operations: text })

/** Texts in any form: the log writes numbers, flags and lists where a person expects text. */
const loose = z
  .unknown()
  .optional()
  .transform((value) =>
    typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value),
  )
const pairSchema = z.object({ Name: text, name: text, Value: loose, value: loose })
/** A list of pairs, mostly; or one object, by name. */
const named = z
  .unknown()
  .optional()
  .transform((given): readonly (readonly [string, string])[] => {
    if (Array.isArray(given))
      return given.flatMap((one) => {
        const pair = pairSchema.safeParse(one)
        return pair.success
          ? [[pair.data.Name || pair.data.name, pair.data.Value || pair.data.value] as const]
          : []
      })
    const map = z.record(z.string(), loose).safeParse(given)
    return map.success ? Object.entries(map.data) : []
  })
const dataSchema = z.object({
  UserId: text,
  Operation: text,
  ObjectId: text,
  ClientIP: text,
  ClientIPAddress: text,
  ActorIpAddress: text,
  Parameters: named,
  OperationProperties: named,
})

/** Undefined for what has no date: it cannot be said when it was. */
function toAuditRecord(row: CmdletRecord): AuditRecord | undefined {
  const record = parseAnswer(recordSchema, row, 'An entry of the audit log')
  const given = parseData(findProperty(row, 'AuditData'))
  const data = parseAnswer(dataSchema, given, 'An entry of the audit log')
  const at = toTime(findProperty(row, 'CreationDate')) ?? toTime(given.CreationTime)
  if (at === undefined) return undefined
  return {
    at,
    who: record.UserIds || data.UserId || 'somebody',
    from: toAddress(data.ClientIP || data.ClientIPAddress || data.ActorIpAddress),
    operation: record.Operations || data.Operation,
    object: data.ObjectId,
    values: new Map(
      [...data.Parameters, ...data.OperationProperties].map(([name, value]) => [name.toLowerCase(), value]),
    ),
    data: given,
  }
}

/** The log writes a blank between date and time now and then. */
function toTime(given: unknown): Instant | undefined {
  return toInstant(
    typeof given === 'string' ? given.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T') : given,
  )
}

/** JSON inside a text, mostly; without it the entry still says who and when. */
function parseData(given: unknown): Readonly<Record<string, unknown>> {
  const value: unknown = typeof given === 'string' ? parseJson(given) : given
  const record = z.record(z.string(), z.unknown()).safeParse(value)
  return record.success ? record.data : {}
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

/** `198.51.100.23:51234`, `[2001:db8::1]:443` */
function toAddress(given: string): string {
  const trimmed = given.trim()
  return /^\[([^\]]+)\]/.exec(trimmed)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed
}
