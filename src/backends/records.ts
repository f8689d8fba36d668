// Reads what Get-BlockedSenderAddress and Get-BlockedConnector give. Their types are documented nowhere, so everything
// but the identity may be missing or odd; an entry without identity stands by itself, and spoils no other.
import { z } from 'zod'
import { connectorSchema, type Entity, senderSchema } from '../domain/entity.js'
import type { FoundUnreadable } from '../domain/listed.js'
import { parseReason } from '../domain/reason.js'
import type { Restriction } from '../domain/restriction.js'
import { BackendError } from '../errors.js'
import { scrub, scrubLong } from './scrub.js'
import { findFlag, findText, toInstant, toPartsText } from './values.js'

const recordSchema = z.record(z.string(), z.unknown())
type WireRecord = Readonly<z.infer<typeof recordSchema>>

/** Of what stands where a name should be. */
const mostShown = 60

export interface ReadEntries {
  readonly restrictions: readonly Restriction[]
  readonly unreadable: readonly FoundUnreadable[]
}

/** Every entry of one of the two lists, readable or not. Never throws. */
export function readEntries(kind: Entity['kind'], given: readonly unknown[]): ReadEntries {
  const restrictions: Restriction[] = []
  const unreadable: FoundUnreadable[] = []
  for (const one of given) {
    const restriction = findRestriction(kind, one)
    if (restriction !== undefined) restrictions.push(restriction)
    else unreadable.push(describe(kind, one, unreadable))
  }
  return { restrictions, unreadable }
}

/** One entry of Get-BlockedSenderAddress. @throws BackendError `malformed` */
export function parseSenderRecord(given: unknown): Restriction {
  return parseEntry('sender', given)
}

/** One entry of Get-BlockedConnector. @throws BackendError `malformed` */
export function parseConnectorRecord(given: unknown): Restriction {
  return parseEntry('connector', given)
}

function parseEntry(kind: Entity['kind'], given: unknown): Restriction {
  const restriction = findRestriction(kind, given)
  if (restriction !== undefined) return restriction
  throw new BackendError(
    `Exchange listed a restricted ${kind} without a usable ${identities[kind].property}.`,
    { code: 'malformed', outcome: 'unchanged' },
  )
}

function findRestriction(kind: Entity['kind'], given: unknown): Restriction | undefined {
  const record = recordSchema.safeParse(given).data
  if (record === undefined) return undefined
  const { find, created, changed } = identities[kind]
  const entity = find(record)
  if (entity === undefined) return undefined
  const createdAt = toInstant(findProperty(record, created))
  const changedAt = toInstant(findProperty(record, changed))
  return {
    entity,
    reason: parseReason(toPartsText(findProperty(record, 'Reason'))),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(changedAt === undefined ? {} : { changedAt }),
    temporary: isTrue(findProperty(record, 'TemporaryBlock')),
    raw: record,
  }
}

interface Identity {
  /** What names it. */
  readonly property: string
  readonly created: string
  readonly changed: string
  find(record: WireRecord): Entity | undefined
}

const identities: Readonly<Record<Entity['kind'], Identity>> = {
  sender: {
    property: 'SenderAddress',
    created: 'CreatedDatetime',
    changed: 'ChangedDatetime',
    find(record) {
      const address = findText(findProperty(record, 'SenderAddress'))
      return address?.trim() ? senderSchema.safeParse({ kind: 'sender', address }).data : undefined
    },
  },
  connector: {
    property: 'ConnectorId',
    created: 'CreatedTime',
    changed: 'ChangedTime',
    find(record) {
      const connectorId = findText(findProperty(record, 'ConnectorId'))
      if (!connectorId?.trim()) return undefined
      // A name only helps people: one that is too long is cut.
      const name = (findText(findProperty(record, 'ConnectorName')) ?? '').slice(0, 320)
      return connectorSchema.safeParse({ kind: 'connector', connectorId, name }).data
    },
  },
}

function describe(kind: Entity['kind'], given: unknown, others: readonly FoundUnreadable[]): FoundUnreadable {
  const record = recordSchema.safeParse(given).data
  const { property } = identities[kind]
  const name = record === undefined ? given : findProperty(record, property)
  const raw = scrubLong(toJson(given))
  const key = `${kind}:${scrub(toJson(name))}`
  const same = others.filter((other) => other.key === key || other.key.startsWith(`${key} #`)).length
  return {
    kind,
    key: same === 0 ? key : `${key} #${same + 1}`,
    what: record === undefined ? `no record, but ${toWhat(given)}` : `${property} is ${toWhat(name)}`,
    reason: record === undefined ? '' : scrub(toPartsText(findProperty(record, 'Reason'))),
    raw,
  }
}

/** What it is, in words: enough to find it in the portal. */
function toWhat(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'empty'
  const text = findText(value)
  if (text === undefined) {
    const json = toJson(value)
    return `${Array.isArray(value) ? 'a list' : `of the type ${typeof value}`}: ${toBeginning(json)}`
  }
  if (text.trim() === '') return 'empty'
  return `${text.length} characters long: ${toBeginning(text)}`
}

function toBeginning(text: string): string {
  const clean = scrub(text)
  return clean.length > mostShown ? `${clean.slice(0, mostShown)}…` : clean
}

function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

// Public tools spell the dates both `CreatedDatetime` and `CreatedDateTime`. Lists are long and mostly spelled as asked.
export function findProperty(record: WireRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name]
  const wanted = name.toLowerCase()
  return Object.entries(record).find(([key]) => key.toLowerCase() === wanted)?.[1]
}

// REST gives booleans, PowerShell's ConvertTo-Json may give "True".
export function isTrue(value: unknown): boolean {
  return findFlag(value) === true
}
