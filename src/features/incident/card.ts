// The public card of an incident, and its row where there are several.

import { toEntityName } from '../../domain/entity.js'
import { canBeReviewed, type Incident, type Outcome } from '../../domain/incident.js'
import { listOutstanding } from '../../domain/offers.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Card, FactRow, IncidentRow } from '../cards.js'
import { toClaimedText } from '../claim/words.js'
import { toStandingText } from '../containment/words.js'
import { countFindings } from '../evidence/rows.js'
import type { Parts } from '../feature.js'
import { toOutcomeText } from '../words/outcome.js'
import { toPublicReasonFacts, toReasonText } from '../words/reason.js'
import { toCountText, toKindWord, toMoment, toStatusWords, toSubject, toTone } from '../words/words.js'

/** Rows of the Reason that fit on a shared card beside the others. */
const publicReasonRows = 3

export function toIncidentCard(
  { features }: Pick<Parts, 'features'>,
  incident: Incident,
  { tenant, anchor = '' }: { readonly tenant: Tenant; readonly anchor?: string },
): Card {
  const { restriction } = incident
  const began = restriction.createdAt
  const buttons = features.flatMap(({ listButtons }) =>
    (listButtons?.(incident) ?? []).map((one) => ({ ...one, incidentId: incident.id })),
  )
  return {
    name: 'incident',
    view: {
      ...toSubject(incident, tenant),
      ...toTone(toStatusWords(incident).tone),
      headline: toHeadline(incident),
      reasonText: toReasonText(restriction.reason),
      facts: toFacts(incident),
      restrictedAt: toMoment(began ?? incident.openedAt),
      isDateFromExchange: began !== undefined,
      earlierText: toEarlierText(incident),
      evidenceText: toEvidenceText(incident),
      whoText: findFirst(features, incident),
      isReviewMain: !buttons.some(({ isMain }) => isMain),
      buttons,
      progress: features.flatMap(({ toProgress }) => toProgress?.(incident) ?? []),
      standingText: toStandingText(incident),
      canGiveBack: listOutstanding(incident).length > 0,
      outcomeText: [toOutcomeText(incident), anchor].filter((text) => text !== '').join(' '),
      canReview: canBeReviewed(incident),
      canHandOff: incident.state.status === 'stuck',
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}

function findFirst(features: Parts['features'], incident: Incident): string {
  for (const { toWho } of features) {
    const text = toWho?.(incident)
    if (text !== undefined) return text
  }
  return ''
}

function toHeadline(incident: Incident): string {
  const name = toEntityName(incident.entity)
  switch (incident.state.status) {
    case 'open':
    case 'reviewing':
      return incident.entity.kind === 'sender'
        ? `${name} can no longer send mail`
        : `Mail through the connector ${name} is blocked`
    case 'unblocking':
      return `${name} is being unblocked`
    case 'uncertain':
      return `It is not known yet whether ${name} was unblocked`
    case 'watching':
      return incident.state.goneAt === undefined
        ? `Exchange accepted the unblock of ${name}`
        : `${name} is unblocked, mail may take up to one hour`
    case 'stuck':
      return `${name} is still restricted after the unblock`
    case 'failed':
      return `${name} could not be unblocked`
    case 'closed':
      return incident.continuedBy === undefined
        ? toClosedHeadline(name, incident.state.outcome)
        : `${name} was off the list for a while`
    default:
      return incident.state satisfies never
  }
}

function toClosedHeadline(name: string, outcome: Outcome): string {
  switch (outcome) {
    case 'unblocked':
      return `${name} may send mail again`
    case 'cleared-elsewhere':
      return `${name} was unblocked elsewhere`
    case 'expired':
      return `The restriction of ${name} expired by itself`
    case 'restricted-again':
      return `${name} was restricted again`
    case 'no-longer-watched':
      return `${name} is no longer watched`
    default:
      return outcome satisfies never
  }
}

function toFacts(incident: Incident): readonly FactRow[] {
  const temporary = incident.restriction.temporary
    ? [{ label: 'Temporary', value: 'ends by itself at midnight UTC' }]
    : []
  return [...temporary, ...toPublicReasonFacts(incident.restriction.reason).slice(0, publicReasonRows)]
}

export function toEarlierText(incident: Incident): string {
  const { count } = incident.earlier
  const before =
    count === 0 ? [] : [`Restricted ${toCountText(count, 'time')} before. Look at why it came back.`]
  const back =
    incident.continues === undefined
      ? []
      : ['It was off the list for a while; nothing shows that this is another restriction.']
  return [...before, ...back].join(' ')
}

function toEvidenceText(incident: Incident): string {
  if (incident.evidence === undefined) return ''
  const { found, notChecked } = countFindings(incident)
  const parts = [
    found === 0 ? 'nothing suspicious found' : toCountText(found, 'finding'),
    ...(notChecked === 0 ? [] : [`${notChecked} not checked`]),
  ]
  return parts.join(', ')
}

export function toIncidentRow(incident: Incident, tenant: Tenant): IncidentRow {
  const { icon, word } = toStatusWords(incident)
  return {
    incidentId: incident.id,
    entity: toEntityName(incident.entity),
    kindWord: toKindWord(incident),
    tenantName: tenant.name,
    statusIcon: icon,
    statusWord: word,
    sinceText: toMoment(incident.restriction.createdAt ?? incident.openedAt).text,
    reasonText: toReasonText(incident.restriction.reason),
    canReview: canBeReviewed(incident),
    claimedText: toClaimedText(incident),
    standingText: toStandingText(incident),
  }
}
