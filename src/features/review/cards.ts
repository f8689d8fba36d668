// The private pages of the wizard, in the portal's order: overview, recommendations, the warning with the Yes, done.

import { type ActorRef, toActorKey } from '../../domain/actor.js'
import {
  findApprovable,
  findOthersReview,
  isBy,
  isReason,
  type Seen,
  toReviewId,
  toSeenText,
} from '../../domain/answers.js'
import { listChecks } from '../../domain/checks.js'
import { findClaimant } from '../../domain/claim.js'
import type { Confirmation } from '../../domain/confirmation.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { type Bindings, isSamePerson } from '../../domain/person.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Review } from '../../domain/review.js'
import { joinWords, say, tellClock, tellDay, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Weighed } from '../../domain/two-people.js'
import { toReviewRows } from '../ask-owner/words.js'
import type { Card } from '../cards.js'
import { toEarlierText } from '../incident/card.js'
import { toReasonText } from '../words/reason.js'
import { toAgeText, toCountText, toMoment, toSubject } from '../words/words.js'
import {
  findAnswers,
  toAttestedRows,
  toByHand,
  toNotCheckedText,
  toNotDoneText,
  toOthersNote,
  toReviewText,
  toUncheckedText,
} from './answers.js'
import { toGrouped, toStepLines } from './brief.js'
import { isPlain, toForm } from './form.js'
import { listUnread, toCheckedText, toStepRows, toStepsTitle } from './steps.js'
import { toVerdictView } from './verdict.js'

export interface Reader {
  readonly incident: Incident
  readonly tenant: Tenant
  readonly actor: ActorRef
  readonly bindings: Bindings
  readonly now: Instant
  /** Whether the actor may take the account back. */
  readonly canContain: boolean
  /** Whether the actor may ask the owner, and there is one. */
  readonly canAskOwner: boolean
  /** Whether the actor may say Yes, and so approve a review of somebody else. */
  readonly canUnblock: boolean
  /** For how long evidence and notes are kept. */
  readonly retentionDays: number
  /** When evidence was asked for, so lately that it is not gathered once more; undefined when that is not the case. */
  readonly evidenceAskedAt?: Instant
}

export function toDrawn({ incident, tenant, now }: Reader) {
  return {
    ...toSubject(incident, tenant),
    revision: String(incident.revision),
    seen: toSeenText(incident, now),
  }
}

export function toOverviewCard(reader: Reader): Card {
  const { incident, tenant, actor, bindings, now, canContain, canUnblock } = reader
  const { restriction } = incident
  const since = restriction.createdAt ?? incident.openedAt
  const unread = listUnread(incident)
  const isShort = isPlain(reader)
  const checksTitle = `All ${toCountText(listChecks(incident).length, 'check')}`
  return {
    name: 'overview',
    view: {
      ...toDrawn(reader),
      ...toVerdictView(incident, checksTitle),
      reviewId: toReviewId(canUnblock ? findApprovable(incident, actor, bindings) : undefined),
      sinceText: say`${incident.entity.kind === 'sender' ? 'Cannot send' : 'Blocked'} since ${tellDay(since)} (${toAgeText(since, now)})${restriction.temporary ? ', ends by itself at midnight UTC' : ''}`,
      reasonText: toReasonText(restriction.reason),
      stepsTitle: toStepsTitle(incident),
      steps: toStepRows(incident, now),
      stepLines: isShort ? [] : toStepLines(incident, now, checksTitle),
      checkedText: toCheckedText(incident),
      uncheckedText: unread.length === 0 ? '' : `Not checked: ${unread.join(', ')}`,
      checksTitle,
      evidenceText: toEvidenceText(reader),
      earlierText: toEarlierText(incident),
      companyText: toCompanyText(reader),
      ownerRows: toReviewRows(incident),
      canAskOwner: reader.canAskOwner,
      canContain,
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
      form: isShort ? [toForm(reader, undefined)] : [],
    },
  }
}

function toEvidenceText({ incident: { evidence }, now, evidenceAskedAt }: Reader): Words {
  const text =
    evidence === undefined
      ? 'Being gathered now. Check again in a moment; nothing has been checked yet.'
      : say`Gathered ${toAgeText(evidence.gatheredAt, now)} ago, ${tellClock(evidence.gatheredAt)}`
  return evidenceAskedAt === undefined
    ? text
    : say`${text}. It was asked for ${toAgeText(evidenceAskedAt, now)} ago already, and is gathered twice a minute at most.`
}

/** Who else is at it, or has been. */
function toCompanyText({ incident, actor, bindings, now }: Reader): Words {
  const taken = findClaimant(incident, now)
  const others = findOthersReview(incident, actor, bindings)
  const isBusy =
    taken !== undefined &&
    !isSamePerson(taken.by, actor, bindings) &&
    (others === undefined || !isBy(others, taken.by, bindings))
  const reviewed = toReviewText({ own: undefined, approvable: undefined, others }, incident)
  const busy = isBusy ? say`${taken.by.name} is on it, since ${tellClock(taken.since)}` : ''
  return joinWords([reviewed, busy], ' ')
}

interface Shown {
  /** Why what was submitted did not count; else empty. */
  readonly problem: string
  readonly seen: Seen
}

export function toRecommendationsCard(reader: Reader, { problem, seen }: Shown): Card {
  const { incident, canContain } = reader
  const form = toForm(reader, seen)
  const answers = findAnswers(incident, reader)
  return {
    name: 'recommendations',
    view: {
      ...toDrawn(reader),
      reviewText: toReviewText(answers, incident),
      ...form,
      ...toGrouped(form.rows),
      ...toByHand(incident, answers.own),
      uncheckedText: toUncheckedText(incident),
      othersNote: toOthersNote(answers),
      problem,
      canContain,
    },
  }
}

interface Asking extends Reader {
  readonly confirmation: Confirmation
  /** How often it was unblocked in the last 30 days, from here. */
  readonly unblocks: number
  /** Where it takes two people; undefined where one is enough. */
  readonly signing: Signing | undefined
  /** Why the last Yes was not accepted; undefined when there was none. */
  readonly problem?: string
  /** What was said then. */
  readonly why?: string
}

interface Signing {
  readonly reasons: readonly string[]
  readonly weighed: Weighed
  /** Why a signature that was given does not count any more; else empty. */
  readonly lapse: string
  /** For so long the first signature waits. */
  readonly minutes: number
}

function toSigningText({ reasons, weighed, lapse, minutes }: Signing): Words {
  const why = `It takes two people. ${reasons.join(' ')}`
  switch (weighed.kind) {
    case 'sign':
      return `${why}${lapse === '' ? '' : ` ${lapse}`} You sign first; nothing is unblocked until somebody else has signed, within ${toCountText(minutes, 'minute')}.`
    case 'unblock':
      return weighed.first === undefined
        ? ''
        : say`${why} ${weighed.first.by.name} signed at ${tellClock(weighed.first.at)}; yours is the second.`
    case 'same':
    case 'unknown':
      return say`${why} ${weighed.first.by.name} signed at ${tellClock(weighed.first.at)}; the second signature has to be somebody else’s.`
    default:
      return weighed satisfies never
  }
}

/** "Yes, unblock", or what a Yes of this reader comes to. */
function toYesTitle(
  signing: Signing | undefined,
  { isAgainst, isOwn }: { isAgainst: boolean; isOwn: boolean },
): string {
  if (signing !== undefined && signing.weighed.kind !== 'unblock') return 'Sign, 1 of 2'
  if (isAgainst) return 'Unblock anyway'
  return isOwn ? 'Yes, unblock' : 'Approve & unblock'
}

export function toConfirmCard(asking: Asking): Card {
  const { incident, tenant, actor, bindings, confirmation, canUnblock, canContain, unblocks, signing } =
    asking
  const name = toEntityName(incident.entity)
  const { review } = confirmation
  const rows = toAttestedRows(review, incident)
  const isOwn = isBy(review, actor, bindings)
  const isFirst = signing !== undefined && signing.weighed.kind !== 'unblock'
  const isAgainst = rows.contradicted.length > 0
  const yesTitle = toYesTitle(signing, { isAgainst, isOwn })
  const mustSayWhy = isAgainst && isOwn && !isReason(review.note)
  return {
    name: 'confirm',
    view: {
      ...toSubject(incident, tenant),
      confirmationId: confirmation.id,
      revision: String(confirmation.revision),
      // A first signature removes nothing.
      warning: isFirst
        ? ''
        : `You are about to remove the sending restriction of ${name}. It may send again within an hour.`,
      unblockTitle: `${yesTitle}${isAgainst && yesTitle === 'Unblock anyway' ? ':' : ''} ${name}`,
      yesTitle,
      signingText: signing === undefined ? '' : toSigningText(signing),
      approvalText: isOwn
        ? ''
        : say`You approve the review of ${review.by.name}, finished at ${tellClock(review.at)}. The answers and the note are theirs, the Yes is yours.`,
      problem: asking.problem ?? '',
      contradictedText: isAgainst ? `${isOwn ? 'You' : review.by.name} said done, Reprieve still sees:` : '',
      ...rows,
      whyId: mustSayWhy ? whyId : '',
      why: asking.why ?? '',
      canContain,
      checkedText: toCheckedText(incident),
      answeredTitle: isOwn ? 'What you answered' : `What ${review.by.name} answered`,
      noteTitle: isOwn ? 'Your note' : `The note of ${review.by.name}`,
      note: review.note,
      notDoneText: toNotDoneText(review),
      notCheckedText: toNotCheckedText(review),
      countText: toUnblocksText(unblocks),
      expiresAt: toMoment(confirmation.expiresAt),
      canUnblock,
      channelText: canUnblock ? '' : toChannelText(incident, review),
    },
  }
}

/** The input on the Yes that says why it is safe against what is seen. */
export const whyId = 'why'

function toUnblocksText(before: number): string {
  const count = before + 1
  return `${count}${toOrdinal(count)} unblock in 30 days. Microsoft limits how often.`
}

function toOrdinal(count: number): string {
  const rest = count % 100
  if (rest >= 11 && rest <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][count % 10] ?? 'th'
}

/** The channel is told once in a while, however often the review is handed in. */
function toChannelText({ approvalAsks = [] }: Incident, { by, at }: Review): Words {
  const asked = approvalAsks.findLast((ask) => ask.by === toActorKey(by))
  return asked === undefined || asked.at === at
    ? 'The channel has been told.'
    : say`The channel was told at ${tellClock(asked.at)} already.`
}

export function toAcceptedCard({ incident, tenant }: Reader): Card {
  return {
    name: 'accepted',
    view: {
      ...toSubject(incident, tenant),
      headline: `${toEntityName(incident.entity)} is being unblocked`,
      waitsFor: '',
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
