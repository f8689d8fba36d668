// When a rule of the organisation was changed last, by whom and from where: the audit log says it, the rule itself at most when.
import { findProperty } from '../../../records.js'
import { toInstant } from '../../../values.js'
import type { CmdletRecord } from '../../cmdlets.js'
import type { AuditRecord } from '../audit.js'
import type { Trail } from '../trail.js'
import type { SenderValue } from './value.js'

type RuleChange = Pick<SenderValue<'transportRules'>[number], 'changedAt' | 'changedBy' | 'changedFrom'>

interface Question {
  readonly name: string
  readonly record: CmdletRecord
  /** What its cmdlets end with: `TransportRule`. */
  readonly kind: string
}

/** @param trail undefined when it could not be read. */
export function findChange({ name, record, kind }: Question, trail: Trail | undefined): RuleChange {
  const change = trail?.records.findLast((one) => isAbout(one, { name, kind }))
  const changedAt = toInstant(findProperty(record, 'WhenChanged')) ?? change?.at
  return {
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(change === undefined ? {} : { changedBy: change.who }),
    ...(change === undefined || change.from === '' ? {} : { changedFrom: change.from }),
  }
}

function isAbout(
  { operation, values, object }: AuditRecord,
  { name, kind }: Pick<Question, 'name' | 'kind'>,
): boolean {
  if (!operation.toLowerCase().endsWith(`-${kind.toLowerCase()}`)) return false
  const given = [values.get('identity'), values.get('name'), object].map((one) =>
    one?.split('\\').at(-1)?.toLowerCase(),
  )
  return given.includes(name.toLowerCase())
}

export function isOutside(address: string, domains: ReadonlySet<string>): boolean {
  return !domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
}
