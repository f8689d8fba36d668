// One incident in full: what is known, what happened, and the text for Microsoft Support.

import { toActorKey } from '../../domain/actor.js'
import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import type { EventRow } from '../../domain/event-words.js'
import { canBeHandedOff, type Incident } from '../../domain/incident.js'
import type { JournalEntry, JournalEvent } from '../../domain/journal.js'
import { findVerdict } from '../../domain/outlook.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import { say, tellDay, toPlainWords } from '../../domain/said.js'
import { type Told, toTold } from '../../domain/told.js'
import { isReviewOffered } from '../../domain/watch-only.js'
import type { Card, FactRow, PlacedButton, StandingRow, TimelineRow } from '../cards.js'
import { toEventTitle } from '../containment/words.js'
import { toAboutFacts, toEvidenceRows } from '../evidence/rows.js'
import { toEarlierText } from '../incident/card.js'
import { toRecordRows } from '../incident/record.js'
import { toRecordedRows } from '../review/answers.js'
import type { Reader } from '../review/cards.js'
import { toSeenText } from '../words/mail.js'
import { toOutcomeText } from '../words/outcome.js'
import { toReasonText } from '../words/reason.js'
import { toAgeText, toSubject, toUtcText } from '../words/words.js'

const timelineRows = 20

interface Details
  extends Omit<Reader, 'actor' | 'bindings' | 'canAskOwner' | 'canUnblock' | 'retentionDays'> {
  readonly journal: readonly JournalEntry[]
  readonly eventRows: ReadonlyMap<string, EventRow>
}

interface Shown extends Details {
  /** What still stands, of this incident and earlier ones. */
  readonly standing?: readonly StandingRow[]
  /** Where the journal stood when it ended. */
  readonly anchor?: string
  readonly menu?: readonly PlacedButton[]
}

export function toShowCard(shown: Shown): Card {
  const { incident, tenant, now, standing = [], anchor = '', menu = [], canContain } = shown
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
        { label: 'Restricted since', value: say`${tellDay(since)} (${toAgeText(since, now)})` },
        { label: 'Why', value: toReasonText(restriction.reason) },
        { label: 'Incident', value: incident.id },
        ...toMailFacts(incident),
        ...toAboutFacts(evidence),
      ],
      evidence: toEvidenceRows(incident),
      evidenceText:
        evidence === undefined ? 'Not gathered yet' : say`Gathered ${tellDay(evidence.gatheredAt)}`,
      explanationText: findVerdict(incident)?.explanation ?? '',
      ...toAnswers(incident),
      timeline: toTimeline(shown),
      earlierText: toEarlierText(incident),
      record: [...toRecordRows(incident), ...(anchor === '' ? [] : [{ text: anchor }])],
      standing,
      canReview: isReviewOffered(incident, tenant),
      canContain,
      canHandOff: canBeHandedOff(incident),
      menu,
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}

/** The line of a closed one says it. */
function toMailFacts(incident: Incident): readonly FactRow[] {
  const seen = incident.state.status === 'closed' ? undefined : toSeenText(findUnblock(incident)?.mail)
  return seen === undefined ? [] : [{ label: 'Mail', value: seen }]
}

/** Of the review it was unblocked by; before that, of the latest that is finished. */
function toAnswers(incident: Incident) {
  const review = findUnblock(incident)?.review ?? incident.reviews.findLast(({ isDraft }) => isDraft !== true)
  return review === undefined
    ? { answersTitle: '', answers: [] }
    : {
        answersTitle: say`What ${review.by.name} answered, ${tellDay(review.at)}`,
        answers: toRecordedRows(review),
      }
}

function toTimeline({ journal, eventRows }: Pick<Details, 'journal' | 'eventRows'>): readonly TimelineRow[] {
  return journal
    .flatMap((entry) => {
      const event = toTold(entry)
      const row = eventRows.get(event.type)
      // What a newer program has written is better shown raw than not at all.
      const words = row === undefined ? event.type : row.timeline
      if (words === undefined) return []
      const title = toEventTitle(event)
      const said = typeof words === 'string' ? words : words(event)
      const text = `${title === '' ? '' : `${title}: `}${said}${toDetail(event, row?.saysWho === true)}`
      return [{ atText: tellDay(event.at), text }]
    })
    .slice(-timelineRows)
}

function toDetail(event: Told, saysWho: boolean): string {
  const { by, data, erased, erasedText } = event
  const why = typeof data.why === 'string' ? `: ${data.why}` : ''
  const outcome = typeof data.outcome === 'string' ? `: ${data.outcome.replaceAll('-', ' ')}` : ''
  const detail =
    typeof data.detail === 'string' ? `. ${data.detail}` : erased.includes('detail') ? ` (${erasedText})` : ''
  const who = by === undefined || saysWho ? '' : ` by ${by.name}`
  return `${who}${toReviewedText(event)}${why}${outcome}${detail}`
}

/** Whose review it was, when somebody else signed under it. */
function toReviewedText({ by, data: { reviewer, reviewerName } }: JournalEvent): string {
  const isOwn = by === undefined || reviewer === toActorKey(by)
  return isOwn || typeof reviewerName !== 'string' ? '' : `, reviewed by ${reviewerName}`
}

export function toHandoffCard(details: Details): Card {
  return {
    name: 'handoff',
    view: {
      ...toSubject(details.incident, details.tenant),
      intro: 'Paste this into a case with Microsoft Support (admin center, Support, New service request).',
      text: toHandoffText(details),
    },
  }
}

function toHandoffText(details: Details): string {
  const { incident, tenant, now } = details
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
    ...toTimeline(details).map(({ atText, text }) => toPlainWords(say`- ${atText}  ${text}`)),
    '',
    incident.entity.kind === 'sender'
      ? 'Mail bounces with: 550 5.1.8 Access denied, bad outbound sender. Please lift the restriction.'
      : 'Mail bounces with: 550 5.7.711 Access denied, bad inbound connector. Please lift the restriction.',
  ].join('\n')
}
