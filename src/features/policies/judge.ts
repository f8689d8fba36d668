// How the settings of one tenant are: the one place that says so, for the card, the list of the tenants and the doctor.

import type { Check } from '../../domain/check.js'
import type { Instant } from '../../domain/instant.js'
import { judgePolicies, type PolicyFinding } from '../../domain/policy-findings.js'
import { say, tellClock, tellDay, toPlainWords, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'
import { toAgeText, toCountText } from '../words/words.js'
import { type Drift, type PolicyRecord, recallAsked, recallOpenDrift, recallPolicies } from './record.js'

/** One tenant with what is remembered of it; nothing before the first read. */
export interface TenantRecord {
  readonly tenant: Tenant
  readonly record: PolicyRecord | undefined
  /** The one that is open. */
  readonly drift: Drift | undefined
  /** Whether somebody asked for a read that has not ended. */
  readonly isBeingRead: boolean
}

export async function readTenantRecord(
  { store }: Pick<Parts, 'store'>,
  tenant: Tenant,
): Promise<TenantRecord> {
  const [record, asked] = await Promise.all([recallPolicies(store, tenant.id), recallAsked(store, tenant.id)])
  const drift = await recallOpenDrift(store, record)
  return { tenant, record, drift, isBeingRead: asked !== undefined }
}

export interface Judgement {
  readonly findings: readonly PolicyFinding[]
  /** The worst there is to say. */
  readonly result: PolicyFinding['result']
  /** "1 change not accepted. 2 of 9 could be better. Read 2026-11-22 03:14 UTC, 3 h ago." */
  readonly text: Words
  /** How bad it is, for sorting: settings that changed, then what could be better, then what nobody could check. */
  readonly weight: number
}

export function judgeTenant({ record, drift }: TenantRecord, now: Instant): Judgement {
  const findings = record?.read === undefined ? [] : judgePolicies(record.read)
  const [attention, unchecked] = [count(findings, 'attention'), count(findings, 'not-checked')]
  const isUnread = findings.length === 0 || (record?.failures ?? 0) > 0
  const changes = drift?.changes.length ?? 0
  const changed = drift === undefined ? '' : `${toCountText(changes, 'change')} not accepted. `
  const counts = findings.length === 0 ? '' : `${toCountsText(findings)}. `
  return {
    findings,
    result: attention + changes > 0 ? 'attention' : isUnread || unchecked > 0 ? 'not-checked' : 'fine',
    text: say`${changed}${counts}${toReadText(record, now)}.`,
    weight: (drift === undefined ? 0 : 10_000) + attention * 100 + (isUnread ? 50 : 0) + unchecked,
  }
}

function count(findings: readonly PolicyFinding[], result: PolicyFinding['result']): number {
  return findings.filter((finding) => finding.result === result).length
}

/** "2 of 9 could be better, 1 could not be checked" */
export function toCountsText(findings: readonly PolicyFinding[]): string {
  const [attention, unchecked] = [count(findings, 'attention'), count(findings, 'not-checked')]
  if (attention + unchecked === 0) return `All ${findings.length} look fine`
  const parts = [
    attention === 0 ? '' : `${attention} of ${findings.length} could be better`,
    unchecked === 0 ? '' : `${unchecked} could not be checked`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

export function toReadText(record: PolicyRecord | undefined, now: Instant): Words {
  if (record === undefined) return 'The first read is under way'
  const { read, problem } = record
  const last =
    read === undefined ? 'Never read' : say`Read ${tellDay(read.readAt)}, ${toAgeText(read.readAt, now)} ago`
  return problem === ''
    ? last
    : say`⚠️ ${last}; the read at ${tellClock(record.lastTriedAt)} failed: ${problem.replace(/\.$/, '')}`
}

const results: Readonly<Record<PolicyFinding['result'], Check['result']>> = {
  fine: 'ok',
  attention: 'warning',
  'not-checked': 'skipped',
}

/** The doctor says what the card of the settings says, from the same read. */
export async function examinePolicies(parts: Parts, tenant: Tenant): Promise<readonly Check[]> {
  const name = 'Alert and sending settings'
  try {
    const { result, text } = judgeTenant(await readTenantRecord(parts, tenant), parts.clock.now())
    const remedy =
      result === 'fine'
        ? ''
        : `Type policies tenant ${tenant.id}: it says what to do. Read again reads it anew.`
    return [{ name, result: results[result], found: toPlainWords(text), remedy }]
  } catch (error) {
    parts.log.error({ err: error, tenantId: tenant.id }, 'policies.not-examined')
    return [
      { name, result: 'problem', found: 'What was read of them is not there to be looked at.', remedy: '' },
    ]
  }
}
