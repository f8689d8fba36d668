// The private pages of the wizard, in the portal's order: overview, recommendations, the warning with the Yes, done.
import { type ActorRef, toActorKey } from '../../domain/actor.js'
import {
  findApprovable,
  findOthersReview,
  isBy,
  type Seen,
  toNoteId,
  toReviewId,
} from '../../domain/answers.js'
import { findClaimant } from '../../domain/claim.js'
import type { Confirmation } from '../../domain/confirmation.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Review } from '../../domain/review.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Card } from '../cards.js'
import { toAboutFacts, toEvidenceRows } from '../evidence/rows.js'
import { toEarlierText } from '../incident/card.js'
import { toReasonFacts, toReasonText } from '../words/reason.js'
import { toAgeText, toClockText, toMoment, toSubject, toUtcText } from '../words/words.js'
import {
  findAnswers,
  toAttestedRows,
  toContradictedText,
  toNotDoneText,
  toNoteTitle,
  toOthersNote,
  toRecommendationRows,
  toReviewText,
} from './answers.js'

export interface Reader {
  readonly incident: Incident
  readonly tenant: Tenant
  readonly actor: ActorRef
  readonly now: Instant
  /** Whether the actor may take the account back. */
  readonly canContain: boolean
  /** Whether the actor may say Yes, and so approve a review of somebody else. */
  readonly canUnblock: boolean
  /** For how long evidence and notes are kept. */
  readonly retentionDays: number
  /** When evidence was asked for, so lately that it is not gathered once more; undefined when that is not the case. */
  readonly evidenceAskedAt?: Instant
}

export function toOverviewCard(reader: Reader): Card {
  const { incident, tenant, actor, now, canContain, canUnblock } = reader
  const { restriction, evidence } = incident
  const since = restriction.createdAt ?? incident.openedAt
  return {
    name: 'overview',
    view: {
      ...toSubject(incident, tenant),
      revision: String(incident.revision),
      reviewId: toReviewId(canUnblock ? findApprovable(incident, actor) : undefined),
      warning: toWarning(incident),
      facts: [
        { label: 'Restricted since', value: `${toUtcText(since)} (${toAgeText(since, now)})` },
        { label: 'Why', value: toReasonText(restriction.reason) },
        ...(restriction.temporary ? [{ label: 'Temporary', value: 'ends by itself at midnight UTC' }] : []),
        ...toAboutFacts(evidence),
      ],
      reasonFacts: toReasonFacts(restriction.reason.facts),
      evidence: toEvidenceRows(incident),
      evidenceText: toEvidenceText(reader),
      earlierText: toEarlierText(incident),
      companyText: toCompanyText(reader),
      canContain,
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}

function toEvidenceText({ incident: { evidence }, now, evidenceAskedAt }: Reader): string {
  const text =
    evidence === undefined
      ? 'Being gathered now. Refresh in a moment; nothing has been checked yet.'
      : `Gathered ${toAgeText(evidence.gatheredAt, now)} ago, ${toClockText(evidence.gatheredAt)}`
  return evidenceAskedAt === undefined
    ? text
    : `${text}. It was asked for ${toAgeText(evidenceAskedAt, now)} ago already, and is gathered twice a minute at most.`
}

// The portal's own words for a sender; a connector has no password and no sign-in.
function toWarning(incident: Incident): string {
  return incident.entity.kind === 'sender'
    ? 'A sender that is restricted is often a compromised account. Go through the recommendations to confirm that it is not, or to take it back, before you unblock.'
    : 'A connector that is restricted was often changed or misused by a compromised administrator. Find out what changed before you unblock.'
}

/** Who else is at it, or has been. */
function toCompanyText({ incident, actor, now }: Reader): string {
  const taken = findClaimant(incident, now)
  const others = findOthersReview(incident, actor)
  const isBusy =
    taken !== undefined &&
    toActorKey(taken.by) !== toActorKey(actor) &&
    (others === undefined || !isBy(others, taken.by))
  return [
    toReviewText({ own: undefined, approved: undefined, others }, incident),
    ...(isBusy ? [`${taken.by.name} is on it, since ${toClockText(taken.since)}`] : []),
  ]
    .filter((text) => text !== '')
    .join(' ')
}

interface Shown {
  /** Why what was submitted did not count; else empty. */
  readonly problem: string
  readonly seen: Seen
}

export function toRecommendationsCard(reader: Reader, { problem, seen }: Shown): Card {
  const { incident, tenant, canContain, retentionDays } = reader
  const answers = findAnswers(incident, reader)
  const { own, approved } = answers
  return {
    name: 'recommendations',
    view: {
      ...toSubject(incident, tenant),
      revision: String(incident.revision),
      reviewId: toReviewId(approved),
      intro:
        'Say for each step whether it is done. What you answer is kept as the record of why it was safe to unblock.',
      reviewText: toReviewText(answers, incident),
      rows: toRecommendationRows(incident, { tenant, answers, seen }),
      othersNote: toOthersNote(answers),
      noteId: toNoteId(approved),
      noteLabel: approved === undefined ? 'Note for the record' : `Note of ${approved.by.name}`,
      noteReaders: toNoteReaders(retentionDays),
      note: (approved ?? own)?.note ?? '',
      problem,
      canContain,
    },
  }
}

function toNoteReaders(days: number): string {
  return `Everybody with a role here can read this for ${days === 1 ? 'one day' : `${days} days`}.`
}

interface Asking extends Reader {
  readonly confirmation: Confirmation
}

export function toConfirmCard({ incident, tenant, actor, confirmation, canUnblock }: Asking): Card {
  const name = toEntityName(incident.entity)
  const { review } = confirmation
  const rows = toAttestedRows(review, incident)
  const isOwn = isBy(review, actor)
  return {
    name: 'confirm',
    view: {
      ...toSubject(incident, tenant),
      confirmationId: confirmation.id,
      revision: String(confirmation.revision),
      warning: `You are about to remove the sending restriction of ${name}. If you have verified that ${incident.entity.kind === 'sender' ? 'the account is' : 'the connector and its administrators are'} secured, confirm. Microsoft limits how often the same entity can be unblocked.`,
      unblockTitle: `Yes, unblock ${name}`,
      approvalText: isOwn
        ? ''
        : `You approve the review of ${review.by.name}, finished at ${toClockText(review.at)}. The answers and the note are theirs, the Yes is yours.`,
      contradictedText: toContradictedText(rows.contradicted.length, review, actor),
      ...rows,
      answeredTitle: isOwn ? 'What you answered' : `What ${review.by.name} answered`,
      noteTitle: toNoteTitle(review, actor),
      note: review.note,
      notDoneText: toNotDoneText(review, actor),
      expiresAt: toMoment(confirmation.expiresAt),
      canUnblock,
      channelText: canUnblock ? '' : toChannelText(incident, review),
    },
  }
}

/** The channel is told once in a while, however often the review is handed in. */
function toChannelText({ approvalAsks = [] }: Incident, { by, at }: Review): string {
  const asked = approvalAsks.findLast((ask) => ask.by === toActorKey(by))
  return asked === undefined || asked.at === at
    ? 'The channel has been told.'
    : `The channel was told at ${toClockText(asked.at)} already.`
}

export function toAcceptedCard({ incident, tenant }: Reader): Card {
  return {
    name: 'accepted',
    view: {
      ...toSubject(incident, tenant),
      headline: `${toEntityName(incident.entity)} is being unblocked`,
      steps: [
        { text: 'Exchange is asked once. The card in the channel shows its answer.' },
        { text: 'Mail may take up to one hour to flow again, 24 hours at the very most.' },
        {
          text: 'Reprieve reads the list after 1, 5, 15 and 60 minutes and says so when it is still there.',
        },
      ],
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}
