// The unified audit log, as far as evidence needs it: who ran what, and with which parameters.
import { z } from 'zod'
import type { Instant } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import type { CloudName } from '../clouds.js'
import type { CmdletRecord } from '../cmdlets.js'
import type { Asking } from './asking.js'
import { parseAnswer, strictInstant, text } from './values.js'

export interface AuditRecord {
  readonly at: Instant
  readonly who: string
  readonly operation: string
  /** What it was done to, in whatever form the log has it. */
  readonly object: string
  /** By name, lower-cased: parameters of cmdlets, and what Outlook says about rules. */
  readonly values: ReadonlyMap<string, string>
  /** Where it came from, without its port; empty when the log does not say. */
  readonly clientAddress: string
}

interface AuditQuestion {
  readonly from: Instant
  readonly to: Instant
  readonly operations: readonly string[]
  /** Who did it; undefined for anybody. */
  readonly userId?: string
}

/** The cmdlet gives no more in one search. */
const mostRecords = 5_000

export async function searchAudit(
  asking: Asking,
  { from, to, operations, userId }: AuditQuestion,
): Promise<readonly AuditRecord[]> {
  assertSearchable(asking.cloud)
  const records = await asking.run({
    cmdlet: 'Search-UnifiedAuditLog',
    parameters: {
      StartDate: new Date(from).toISOString(),
      EndDate: new Date(to).toISOString(),
      Operations: operations,
      ResultSize: mostRecords,
      ...(userId === undefined ? {} : { UserIds: [userId] }),
    },
  })
  return records.map(toAuditRecord)
}

/** Source: learn.microsoft.com, Search-UnifiedAuditLog: at 21Vianet it "doesn't return any results". */
function assertSearchable(cloud: CloudName): void {
  if (cloud === 'china')
    throw new BackendError('The audit log cannot be searched in this cloud.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
}

const recordSchema = z.object({
  CreationDate: strictInstant,
  UserIds: text,
  Operations: text,
  AuditData: text,
})

const named = z.array(z.object({ Name: text, Value: text })).catch([])
const dataSchema = z.object({
  UserId: text,
  ObjectId: text,
  ClientIP: text,
  Parameters: named,
  OperationProperties: named,
})

function toAuditRecord(given: CmdletRecord): AuditRecord {
  const record = parseAnswer(recordSchema, given, 'An entry of the audit log')
  const data = parseAnswer(dataSchema, parseJson(record.AuditData), 'An entry of the audit log')
  return {
    at: record.CreationDate,
    who: record.UserIds || data.UserId || 'somebody',
    operation: record.Operations,
    object: data.ObjectId,
    clientAddress: data.ClientIP.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'),
    values: new Map(
      [...data.Parameters, ...data.OperationProperties].map(({ Name, Value }) => [Name.toLowerCase(), Value]),
    ),
  }
}

/** AuditData is JSON inside a text; without it the entry still says who and when. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}
