// Reads what Get-BlockedSenderAddress and Get-BlockedConnector give. Their types are documented nowhere, so everything
// but the identity may be missing or odd; a record without identity is an error, never a shorter list.
import { z } from 'zod'
import { connectorSchema, senderSchema } from '../domain/entity.js'
import type { Instant } from '../domain/instant.js'
import { parseReason } from '../domain/reason.js'
import type { Restriction } from '../domain/restriction.js'
import { BackendError } from '../errors.js'

const recordSchema = z.record(z.string(), z.unknown())
type WireRecord = Readonly<z.infer<typeof recordSchema>>

/** One entry of Get-BlockedSenderAddress. @throws BackendError `malformed` */
export function parseSenderRecord(given: unknown): Restriction {
  const record = parseRecord(given)
  const entity = senderSchema.safeParse({ kind: 'sender', address: findProperty(record, 'SenderAddress') })
  if (!entity.success || entity.data.address.trim() === '')
    throw createMalformedError('a restricted sender without a usable SenderAddress', entity.error)
  return toRestriction(entity.data, record, { created: 'CreatedDatetime', changed: 'ChangedDatetime' })
}

/** One entry of Get-BlockedConnector. @throws BackendError `malformed` */
export function parseConnectorRecord(given: unknown): Restriction {
  const record = parseRecord(given)
  const name = findProperty(record, 'ConnectorName')
  const entity = connectorSchema.safeParse({
    kind: 'connector',
    connectorId: findProperty(record, 'ConnectorId'),
    name: typeof name === 'string' ? name : '',
  })
  if (!entity.success || entity.data.connectorId.trim() === '')
    throw createMalformedError('a restricted connector without a usable ConnectorId', entity.error)
  return toRestriction(entity.data, record, { created: 'CreatedTime', changed: 'ChangedTime' })
}

function toRestriction(
  entity: Restriction['entity'],
  record: WireRecord,
  dates: { readonly created: string; readonly changed: string },
): Restriction {
  const reason = findProperty(record, 'Reason')
  const createdAt = toInstant(findProperty(record, dates.created))
  const changedAt = toInstant(findProperty(record, dates.changed))
  return {
    entity,
    reason: parseReason(typeof reason === 'string' ? reason : ''),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(changedAt === undefined ? {} : { changedAt }),
    temporary: isTrue(findProperty(record, 'TemporaryBlock')),
    raw: record,
  }
}

function parseRecord(given: unknown): WireRecord {
  const record = recordSchema.safeParse(given)
  if (!record.success) throw createMalformedError('an entry that is no record', record.error)
  return record.data
}

// Public tools spell the dates both `CreatedDatetime` and `CreatedDateTime`. Lists are long and mostly spelled as asked.
export function findProperty(record: WireRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name]
  const wanted = name.toLowerCase()
  return Object.entries(record).find(([key]) => key.toLowerCase() === wanted)?.[1]
}

// REST gives booleans, PowerShell's ConvertTo-Json may give "True".
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true')
}

const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/
const powershellDate = /^\/Date\((\d+)\)\/$/
/** .NET writes an unset date as year 1. */
const earliest = Date.UTC(2000, 0, 1)

// A date in a local format could be read as the wrong day, so it stays unknown. Exchange means UTC when it names no zone.
export function toInstant(value: unknown): Instant | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const iso = isoDate.exec(text)
  const ticks = powershellDate.exec(text)?.[1]
  const instant = iso === null ? Number(ticks) : Date.parse(iso[1] === undefined ? `${text}Z` : text)
  return instant >= earliest && !Number.isNaN(new Date(instant).getTime()) ? instant : undefined
}

function createMalformedError(what: string, cause: unknown): BackendError {
  return new BackendError(`Exchange listed ${what}.`, { code: 'malformed', outcome: 'unchanged', cause })
}
