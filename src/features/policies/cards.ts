// The tenant's own settings as last read, and the warning that they changed.

import type { Deed } from '../../domain/deed.js'
import type { Instant } from '../../domain/instant.js'
import type { PolicyFinding } from '../../domain/policy-findings.js'
import { alertPoliciesPage, outboundPoliciesPage, toPortalUrl, toSharedUrl } from '../../domain/portals.js'
import { joinWords, say, tellDay, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Card, PoliciesView, PolicyRow, Tone } from '../cards.js'
import { toMoment, toTone } from '../words/words.js'
import { toTenantCommand } from './follow.js'
import { judgeTenant, type TenantRecord, toCountsText, toReadText } from './judge.js'
import { type Drift, toAcceptId } from './record.js'

const driftRows = 10

const beingRead = 'Being read now: what is found takes the place of this within two minutes.'

const resultWords: Readonly<Record<PolicyFinding['result'], { icon: string; word: string }>> = {
  fine: { icon: '✅', word: 'looks fine' },
  attention: { icon: '⚠️', word: 'could be better' },
  'not-checked': { icon: '❔', word: 'not checked' },
}
const order: readonly PolicyFinding['result'][] = ['attention', 'not-checked', 'fine']

/** Everything about one tenant. */
export function toPoliciesCard(known: TenantRecord, now: Instant): Card {
  const { tenant, record, drift, isBeingRead } = known
  const { findings } = judgeTenant(known, now)
  return {
    name: 'policies',
    ...(isBeingRead ? { follows: toTenantCommand(tenant) } : {}),
    view: {
      title: `Settings of ${tenant.name}`,
      summary: findings.length === 0 ? 'Nothing is known yet.' : `${toCountsText(findings)}.`,
      readText: say`${toReadText(record, now)}.${isBeingRead ? ` ${beingRead}` : ''}`,
      driftText: drift === undefined ? '' : `Changed and not accepted: ${drift.changes.join('; ')}.`,
      rows: sortFindings(findings).map(toFindingRow),
      emptyText: 'No read has succeeded so far.',
      refreshCommand: isBeingRead ? '' : `${toTenantCommand(tenant)} refresh`,
      previousCommand: '',
      nextCommand: '',
      alertPoliciesUrl: toPortalUrl(tenant, alertPoliciesPage),
      outboundPoliciesUrl: toPortalUrl(tenant, outboundPoliciesPage),
    },
  }
}

/** The alert everything hangs on stays on top, then what could be better. */
function sortFindings(findings: readonly PolicyFinding[]): readonly PolicyFinding[] {
  const [first, ...others] = findings
  const sorted = order.flatMap((result) => others.filter((finding) => finding.result === result))
  return first === undefined ? sorted : [first, ...sorted]
}

function toFindingRow({ subject, result, found, advice }: PolicyFinding): PolicyRow {
  return { ...resultWords[result], name: subject, found, advice, command: '' }
}

interface Page extends Pick<PoliciesView, 'rows' | 'summary' | 'readText' | 'refreshCommand'> {
  /** The command that shows it once all are read; undefined when no read is under way. */
  readonly follows: string | undefined
  readonly tenants: readonly Tenant[]
  readonly page: number
  readonly pages: number
  readonly toCommand: (page: number) => string
}

/** A row for each of several tenants. */
export function toPoliciesPageCard({ tenants, page, pages, toCommand, follows, ...given }: Page): Card {
  return {
    name: 'policies',
    ...(follows === undefined ? {} : { follows }),
    view: {
      ...given,
      title: 'Settings of the tenants',
      driftText: '',
      emptyText: 'There is no tenant.',
      previousCommand: page > 1 ? toCommand(page - 1) : '',
      nextCommand: page < pages ? toCommand(page + 1) : '',
      alertPoliciesUrl: toSharedUrl(tenants, alertPoliciesPage),
      outboundPoliciesUrl: toSharedUrl(tenants, outboundPoliciesPage),
    },
  }
}

export function toTenantRow(
  known: TenantRecord,
  now: Instant,
): { readonly row: PolicyRow; readonly weight: number } {
  const { result, text, weight } = judgeTenant(known, now)
  const { name } = known.tenant
  const reading = known.isBeingRead ? ' Being read now.' : ''
  const command = toTenantCommand(known.tenant)
  return { row: { ...resultWords[result], name, found: say`${text}${reading}`, advice: '', command }, weight }
}

interface DriftWords {
  readonly icon: string
  readonly word: string
  readonly tone: Tone
  readonly headline: string
  readonly outcomeText: Words
}

export function toDriftCard(drift: Drift, tenant: Tenant): Card {
  const { icon, word, tone, headline, outcomeText } = toDriftWords(drift, tenant)
  // A change that stands alone is the headline: people read it in the notification.
  const rows = drift.end === undefined && drift.changes.length === 1 ? [] : drift.changes
  const more = rows.length - driftRows
  const showCommand = `policies tenant ${tenant.id}`
  return {
    name: 'drift',
    view: {
      ...tone,
      tenantName: tenant.name,
      statusIcon: icon,
      statusWord: word,
      headline,
      changes: rows.slice(0, driftRows).map((text) => ({ text })),
      moreText: more > 0 ? `and ${more} more` : '',
      authorText: toAuthorText(drift),
      outcomeText,
      seenAt: toMoment(drift.openedAt),
      acceptId: toAcceptId(drift),
      canAccept: drift.end === undefined,
      showCommand,
      alertPoliciesUrl: toPortalUrl(tenant, alertPoliciesPage),
    },
  }
}

function toDriftWords({ end, changes }: Drift, { name }: Tenant): DriftWords {
  const [first = '', ...others] = changes
  if (end === undefined)
    return {
      icon: '🟠',
      word: 'Settings changed',
      tone: toTone('busy'),
      headline:
        others.length === 0
          ? first
          : `${changes.length} changes to the alert and sending settings of ${name}`,
      outcomeText: '',
    }
  if (end.kind === 'restored')
    return {
      icon: '🟢',
      word: 'As before again',
      tone: toTone('good'),
      headline: `The alert and sending settings of ${name} are as before again`,
      outcomeText: say`As before again, seen ${tellDay(end.at)}.`,
    }
  return {
    icon: '⚪',
    word: 'Accepted',
    tone: toTone('calm'),
    headline: `The changed settings of ${name} are the new normal`,
    outcomeText: say`Accepted as the new normal by ${end.by.name}, ${tellDay(end.at)}.`,
  }
}

const shownDeeds = 3

function toAuthorText({ authors }: Drift): Words {
  if (authors === undefined) return ''
  const { deeds, why, isFinal } = authors
  const again = isFinal ? '' : ' It is asked again: the log is up to a day late.'
  if (why !== '') return `Who changed it cannot be told: ${why.replace(/\.$/, '')}.${again}`
  if (deeds.length === 0) return `The audit log does not say who changed it.${again}`
  const more = deeds.length - shownDeeds
  // The address it was done from is in the journal: everybody in the channel reads this.
  const shown = joinWords(
    deeds.slice(0, shownDeeds).map((deed) => toDeedText({ ...deed, from: '' })),
    '; ',
  )
  return say`By the audit log: ${shown}${more > 0 ? `; and ${more} more` : ''}.`
}

/** "Set-ProtectionAlert on X by nadia@contoso.com, 2026-11-22 03:14 UTC, from 203.0.113.4" */
export function toDeedText({ at, who, operation, object, from }: Deed): Words {
  const on = object === '' ? '' : ` on ${object}`
  return say`${operation}${on} by ${who}, ${tellDay(at)}${from === '' ? '' : `, from ${from}`}`
}

/** For the one who accepted. */
export function toAcceptedDriftCard({ name }: Tenant): Card {
  return {
    name: 'notice',
    view: {
      ...toTone('good'),
      icon: '✅',
      title: 'Accepted',
      text: `The settings of ${name} as they are now are the new normal. The card in the channel says that it was you.`,
      incidentId: '',
    },
  }
}
