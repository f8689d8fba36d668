// Transport rules, journal rules and connectors that were made and are not there any more.
import type { AuditRecord } from '../../audit.js'
import { findAfter, readValue, type Traces, toTrace } from './trace.js'

const sending = [
  'redirectmessageto',
  'blindcopyto',
  'copyto',
  'addtorecipients',
  'journalemailaddress',
] as const

/** @param records what was done in the whole organisation. */
export function listMailFlowTraces(records: readonly AuditRecord[], domains: ReadonlySet<string>): Traces {
  return records.flatMap((made) => {
    const [, verb, kind = ''] =
      /^(New|Set)-(TransportRule|JournalRule|(?:In|Out)boundConnector)$/i.exec(made.operation) ?? []
    if (verb === undefined) return []
    const isRule = /rule/i.test(kind)
    const targets = sending.map((name) => readValue(made, name)).filter((value) => value !== '')
    const name = toName(made)
    const removed = findAfter(
      made.at,
      records.filter(
        (one) =>
          new RegExp(`^(?:Remove|Disable)-${kind}$`, 'i').test(one.operation) &&
          toName(one).toLowerCase() === name.toLowerCase(),
      ),
    )
    if (removed === undefined || (isRule && targets.length === 0) || (!isRule && !/^new$/i.test(verb)))
      return []
    const isOutside = targets.some((to) => !domains.has(to.slice(to.lastIndexOf('@') + 1).toLowerCase()))
    return [
      toTrace({
        what: isRule ? 'forwarding' : 'connector',
        suspicious: !isRule || isOutside,
        thing: isRule
          ? `${/journal/i.test(kind) ? 'journal' : 'transport'} rule "${name}" that sends mail to ${targets.join(', ')}`
          : `connector "${name}"`,
        made,
        removed,
      }),
    ]
  })
}

function toName(record: AuditRecord): string {
  return (readValue(record, 'name', 'identity') || record.object).split('\\').at(-1) ?? ''
}
