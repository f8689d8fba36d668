// What was made and removed again, in words: what, when, by whom and from where.
import type { Instant } from '../../../../../domain/instant.js'
import { toUtcText } from '../../../../../domain/words.js'
import type { AuditRecord } from '../../audit.js'
import type { SenderValue } from '../value.js'

export type Traces = SenderValue<'removedTraces'>
type RemovedTrace = Traces[number]

interface Draft extends Pick<RemovedTrace, 'what' | 'suspicious'> {
  /** What it was and did: `rule "..": forwards to x`. */
  readonly thing: string
  readonly made?: AuditRecord | undefined
  /** Undefined when the log does not say who removed it. */
  readonly removed?: AuditRecord | undefined
  /** For what is gone without a word. */
  readonly isGone?: boolean
}

export function toTrace({ what, suspicious, thing, made, removed, isGone }: Draft): RemovedTrace {
  const from = removed?.from || made?.from
  return {
    what,
    suspicious,
    text: [
      thing,
      made === undefined ? '' : `made ${toDeedText(made)}`,
      removed === undefined
        ? isGone === true
          ? 'not there any more'
          : ''
        : `removed ${toDeedText(removed)}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
    ...(made === undefined ? {} : { madeAt: made.at }),
    ...(removed === undefined ? {} : { removedAt: removed.at }),
    ...(from ? { from } : {}),
  }
}

/** "2026-11-20 02:00 UTC by laura@contoso.com from 198.51.100.23" */
function toDeedText({ at, who, from }: Pick<AuditRecord, 'at' | 'who' | 'from'>): string {
  return `${toUtcText(at)} by ${who}${from === '' ? '' : ` from ${from}`}`
}

/** The first of those that came after. */
export function findAfter(at: Instant, records: readonly AuditRecord[]): AuditRecord | undefined {
  return records.find((one) => one.at >= at)
}

/** A parameter that was set to something. Clearing one writes an empty text, or `$null`. */
export function readValue({ values }: AuditRecord, ...names: readonly string[]): string {
  const value = names.map((name) => values.get(name)?.trim() ?? '').find((one) => one !== '') ?? ''
  return /^\$?null$/i.test(value) ? '' : value
}

export function isTrueValue(record: AuditRecord, name: string): boolean {
  return /^\$?true$/i.test(readValue(record, name))
}

export function isFalseValue(record: AuditRecord, name: string): boolean {
  return /^\$?false$/i.test(readValue(record, name))
}
