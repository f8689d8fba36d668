// The private pages of the wizard, in the portal's order: overview, recommendations, the warning with the Yes, done.
import { type ActorRef, toActorKey } from '../../domain/actor.js'
import type { Card, RecommendationRow } from '../../domain/cards.js'
import type { Confirmation } from '../../domain/confirmation.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { Recommendation, Stage } from '../../domain/recommendation.js'
import type { AttestedAnswer, Review } from '../../domain/review.js'
import { recommend } from '../../domain/rules/index.js'
import { portalUrl, type Tenant } from '../../domain/tenant.js'
import { toAboutFacts, toBasisWords, toEvidenceRows } from './evidence.js'
import { toEarlierText } from './incident.js'
import { toReasonFacts, toReasonText } from './reason.js'
import { toAgeText, toClockText, toCountText, toMoment, toSubject, toUtcText } from './words.js'

export interface Reader {
  readonly incident: Incident
  readonly tenant: Tenant
  readonly actor: ActorRef
  readonly now: Instant
  /** Whether the actor may take the account back. */
  readonly canContain: boolean
  /** When evidence was asked for, so lately that it is not gathered once more; undefined when that is not the case. */
  readonly evidenceAskedAt?: Instant
}

export function toOverviewCard(reader: Reader): Card {
  const { incident, tenant, actor, now, canContain } = reader
  const { restriction, evidence } = incident
  const since = restriction.createdAt ?? incident.openedAt
  return {
    name: 'overview',
    view: {
      ...toSubject(incident, tenant),
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
      companyText: toCompanyText(incident, actor),
      canContain,
      portalUrl,
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

function toCompanyText({ state }: Incident, actor: ActorRef): string {
  if (state.status !== 'reviewing' || toActorKey(state.by) === toActorKey(actor)) return ''
  return `${state.by.name} is reviewing this too, since ${toClockText(state.since)}`
}

const stageTitles: Readonly<Record<Stage, string>> = {
  contain: 'Take it back',
  investigate: 'Find out what happened',
}

const answerLabels: Readonly<Record<AttestedAnswer, string>> = {
  done: 'Done',
  'not-needed': 'Not needed',
  'not-done': 'Not done',
}

export function toRecommendationsCard(
  { incident, tenant, actor, canContain }: Reader,
  problem: string,
): Card {
  const review = findReview(incident, actor)
  return {
    name: 'recommendations',
    view: {
      ...toSubject(incident, tenant),
      intro:
        'Say for each step whether it is done. What you answer is kept as the record of why it was safe to unblock.',
      rows: recommend(incident.evidence, incident.restriction).map((one, index, all) =>
        toRecommendationRow(one, { review, before: all[index - 1] }),
      ),
      note: review?.note ?? '',
      problem,
      canContain,
    },
  }
}

/** The actor's own review; for a first-time reader the latest of anybody, so that an approver sees what was found. */
function findReview(incident: Incident, actor: ActorRef): Review | undefined {
  const own = incident.reviews.find((review) => toActorKey(review.by) === toActorKey(actor))
  return own ?? incident.reviews.at(-1)
}

interface RowContext {
  readonly review: Review | undefined
  readonly before: Recommendation | undefined
}

function toRecommendationRow(one: Recommendation, { review, before }: RowContext): RecommendationRow {
  const answer = review?.attestations.find(({ ruleId }) => ruleId === one.ruleId)?.answer ?? 'not-done'
  return {
    inputId: toInputId(one.ruleId),
    title: one.title,
    advice: one.advice,
    ...toBasisWords(one.basis),
    finding: one.finding,
    linkTitle: one.link.title,
    linkUrl: one.link.url,
    stageTitle: before?.stage === one.stage ? '' : stageTitles[one.stage],
    answer,
  }
}

export function toInputId(ruleId: string): string {
  return `attest.${ruleId}`
}

interface Asking extends Reader {
  readonly confirmation: Confirmation
  readonly canUnblock: boolean
}

export function toConfirmCard({ incident, tenant, confirmation, canUnblock }: Asking): Card {
  const name = toEntityName(incident.entity)
  const { review } = confirmation
  return {
    name: 'confirm',
    view: {
      ...toSubject(incident, tenant),
      confirmationId: confirmation.id,
      warning: `You are about to remove the sending restriction of ${name}. If you have verified that ${incident.entity.kind === 'sender' ? 'the account is' : 'the connector and its administrators are'} secured, confirm. Microsoft limits how often the same entity can be unblocked.`,
      unblockTitle: `Yes, unblock ${name}`,
      attested: review.attestations.map(({ title, answer }) => ({
        icon: answer === 'done' ? '✅' : answer === 'not-needed' ? '➖' : '⚠️',
        word: answerLabels[answer].toLowerCase(),
        label: title,
        finding: '',
      })),
      note: review.note,
      notDoneText: toNotDoneText(review),
      expiresAt: toMoment(confirmation.expiresAt),
      canUnblock,
      approvalText: canUnblock ? '' : toApprovalText(incident, review),
    },
  }
}

/** The channel is told once in a while, however often the review is handed in. */
function toApprovalText({ approvalAsks = [] }: Incident, { by, at }: Review): string {
  const asked = approvalAsks.findLast((ask) => ask.by === toActorKey(by))
  return asked === undefined || asked.at === at
    ? 'The channel has been told.'
    : `The channel was told at ${toClockText(asked.at)} already.`
}

function toNotDoneText(review: Review): string {
  const count = review.attestations.filter(({ answer }) => answer === 'not-done').length
  return count === 0
    ? ''
    : `${toCountText(count, 'recommendation is', 'recommendations are')} not done. Your note says why.`
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
          text: 'Reprieve looks at the list after 1, 5, 15 and 60 minutes and says so when it is still there.',
        },
      ],
      portalUrl,
    },
  }
}
