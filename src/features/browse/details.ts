// One incident in full: what is known, what happened, and the text for Microsoft Support.
import { toActorKey } from '../../domain/actor.js'
import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import { canBeReviewed } from '../../domain/incident.js'
import { isKnownType, type JournalEntry, type JournalEvent, type JournalType } from '../../domain/journal.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Card, StandingRow, TimelineRow } from '../cards.js'
import { toEventTitle } from '../containment/words.js'
import { toAboutFacts, toEvidenceRows } from '../evidence/rows.js'
import { toEarlierText } from '../incident/card.js'
import type { Reader } from '../review/cards.js'
import { toOutcomeText } from '../words/outcome.js'
import { toReasonText } from '../words/reason.js'
import { toAgeText, toSubject, toUtcText } from '../words/words.js'

const timelineRows = 20

interface Details extends Omit<Reader, 'actor' | 'canUnblock'> {
  readonly journal: readonly JournalEntry[]
}

interface Shown extends Details {
  /** What still stands, of this incident and earlier ones. */
  readonly standing?: readonly StandingRow[]
}

export function toShowCard({ incident, tenant, now, journal, standing = [], canContain }: Shown): Card {
  const { restriction, evidence } = incident
  const since = restriction.createdAt ?? incident.openedAt
  const outcome = toOutcomeText(incident)
  return {
    name: 'show',
    view: {
      ...toSubject(incident, tenant),
      status: incident.state.status,
      outcome: incident.state.status === 'closed' ? incident.state.outcome : '',
      headline: outcome === '' ? toReasonText(restriction.reason) : outcome,
      facts: [
        { label: 'Restricted since', value: `${toUtcText(since)} (${toAgeText(since, now)})` },
        { label: 'Why', value: toReasonText(restriction.reason) },
        { label: 'Incident', value: incident.id },
        ...toAboutFacts(evidence),
      ],
      evidence: toEvidenceRows(incident),
      evidenceText:
        evidence === undefined ? 'Not gathered yet' : `Gathered ${toUtcText(evidence.gatheredAt)}`,
      timeline: toTimeline(journal),
      earlierText: toEarlierText(incident),
      standing,
      canReview: canBeReviewed(incident),
      canContain,
      canHandOff: findUnblock(incident) !== undefined,
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}

type EventWords = string | ((event: JournalEvent) => string)

const eventWords: Readonly<Partial<{ [Type in JournalType]: EventWords }>> = {
  'incident.opened': 'Seen on the Restricted entities list',
  'incident.changed': 'Exchange changed the entry',
  'incident.closed': 'Closed',
  'incident.asked': 'Unblock asked for',
  'evidence.gathered': 'Evidence gathered',
  'review.opened': 'Review opened',
  'review.submitted': 'Recommendations answered',
  'review.approved': 'Review approved',
  'unblock.requested': 'Unblock confirmed',
  'unblock.attempted': 'Exchange asked to unblock',
  'unblock.done': toDoneWords,
  'unblock.uncertain': ({ data }) =>
    data.answered === undefined
      ? 'Outcome of the unblock unknown'
      : data.answered === true
        ? 'Exchange answered with an error'
        : 'No answer from Exchange',
  'unblock.failed': 'Unblock failed',
  'containment.requested': 'confirmed',
  'containment.done': 'done',
  'containment.failed': 'failed',
  'containment.unknown': 'outcome unknown',
  'look.listed': 'Looked: still listed',
  'look.gone': 'Looked: gone from the list',
  'stuck.noticed': 'Still restricted after one hour',
  'handoff.written': 'Ready for Microsoft Support',
}

/** Accepted is not lifted, and what the list showed is told beside it. */
function toDoneWords({ by, data }: JournalEvent): string {
  const who = by === undefined ? '' : ` by ${by.name}`
  if (data.alreadyGone === true) return `Gone from the list before the unblock${who}`
  if (data.settledBy === 'look') return `Unblocked${who}: the list shows it`
  if (data.gone === true) return `Unblocked${who}`
  return `Unblock${who} accepted by Exchange${data.gone === false ? ', still on the list' : ''}`
}

function toTimeline(journal: readonly JournalEntry[]): readonly TimelineRow[] {
  return journal
    .flatMap(({ event }) => {
      // What a newer program has written is better shown raw than not at all.
      const words = isKnownType(event.type) ? eventWords[event.type] : event.type
      if (words === undefined) return []
      const title = toEventTitle(event)
      const said = typeof words === 'string' ? words : words(event)
      const text = `${title === '' ? '' : `${title}: `}${said}${toDetail(event)}`
      return [{ atText: toUtcText(event.at), text }]
    })
    .slice(-timelineRows)
}

function toDetail(event: JournalEvent): string {
  const { type, by, data } = event
  const why = typeof data.why === 'string' ? `: ${data.why}` : ''
  const outcome = typeof data.outcome === 'string' ? `: ${data.outcome.replaceAll('-', ' ')}` : ''
  const detail = typeof data.detail === 'string' ? `. ${data.detail}` : ''
  const who = by === undefined || type === 'unblock.done' ? '' : ` by ${by.name}`
  return `${who}${toReviewedText(event)}${why}${outcome}${detail}`
}

/** Whose review it was, when somebody else signed under it. */
function toReviewedText({ by, data: { reviewer, reviewerName } }: JournalEvent): string {
  const isOwn = by === undefined || reviewer === toActorKey(by)
  return isOwn || typeof reviewerName !== 'string' ? '' : `, reviewed by ${reviewerName}`
}

export function toHandoffCard({ incident, tenant, now, journal }: Details): Card {
  return {
    name: 'handoff',
    view: {
      ...toSubject(incident, tenant),
      intro: 'Paste this into a case with Microsoft Support (admin center, Support, New service request).',
      text: toHandoffText({ incident, tenant, now, journal }),
    },
  }
}

function toHandoffText({ incident, tenant, now, journal }: Omit<Details, 'canContain'>): string {
  const name = toEntityName(incident.entity)
  const identifier = incident.entity.kind === 'sender' ? incident.entity.address : incident.entity.connectorId
  const { state } = incident
  const listed = state.status === 'closed' || ('goneAt' in state && state.goneAt !== undefined) ? 'no' : 'yes'
  return [
    `Subject: ${name} cannot send mail after it was removed from Restricted entities`,
    '',
    `Tenant: ${tenant.name}`,
    `${incident.entity.kind === 'sender' ? 'Sender address' : 'Connector id'}: ${identifier}`,
    `Reason as Exchange gave it: ${incident.restriction.reason.raw === '' ? '(none)' : incident.restriction.reason.raw}`,
    `Still listed when last looked: ${listed}`,
    `Written: ${toUtcText(now)}`,
    '',
    'What happened:',
    ...toTimeline(journal).map(({ atText, text }) => `- ${atText}  ${text}`),
    '',
    incident.entity.kind === 'sender'
      ? 'Mail bounces with: 550 5.1.8 Access denied, bad outbound sender. Please lift the restriction.'
      : 'Mail bounces with: 550 5.7.711 Access denied, bad inbound connector. Please lift the restriction.',
  ].join('\n')
}
