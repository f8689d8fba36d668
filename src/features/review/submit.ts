// From the answered recommendations to the warning. The incident is read anew and the access policy asked again.
import { type Actor, type ActorRef, toActorKey, toActorRef } from '../../domain/actor.js'
import { isBy, isContradicted, isReason, judgeAnswers, toSeen } from '../../domain/answers.js'
import { type Confirmation, confirmationMilliseconds } from '../../domain/confirmation.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { judgeAsk } from '../../domain/limits.js'
import type { Press } from '../../domain/press.js'
import { longestNote, type Review } from '../../domain/review.js'
import type { Task } from '../../domain/task.js'
import { issueConfirmation, saveReview, startReview } from '../../domain/transitions.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { toEndTasks } from '../claim/tasks.js'
import { isAllowed, requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toStaleProblem } from './answers.js'
import { askForYes } from './asking.js'
import { toRecommendationsCard } from './cards.js'
import { toReader } from './open.js'
import { findProblem, unansweredProblem } from './problems.js'

/**
 * Keeps the answers and, when they were given to what is known now and will do, shows the warning that names the account.
 * A page that was drawn from something else is shown again, with what changed marked, and counts for nothing.
 */
export async function submitReview(parts: Parts, press: Press): Promise<Answer> {
  const { actor } = press
  const confirmationId = parts.createId()
  let step: Step = { change: undefined, problem: '' }
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor, permission: 'confirm', incident: current })
    step = takeAnswers(parts, current, { press, confirmationId })
    return step.change
  })
  if (step.problem === '') return askForYes(parts, { incident, actor, confirmationId })
  const reader = toReader(parts, incident, actor)
  return toRecommendationsCard(reader, { problem: step.problem, seen: toSeen(press.values) })
}

interface Step {
  readonly change: Change | undefined
  /** Why there is no Yes yet, in words; else empty. */
  readonly problem: string
}

interface Answered {
  readonly press: Press
  readonly confirmationId: string
}

function takeAnswers(parts: Parts, incident: Incident, { press, confirmationId }: Answered): Step {
  const { actor, values } = press
  const now = parts.clock.now()
  const mayApprove = isAllowed(parts, { actor, permission: 'unblock', incident })
  const judged = judgeAnswers(incident, { press, mayApprove, bindings: parts.access, now })
  switch (judged.kind) {
    case 'stale':
    case 'unanswered': {
      const change = judged.kept === undefined ? undefined : toDraft(parts, incident, judged.kept)
      const problem = judged.kind === 'stale' ? toStaleProblem(incident, toSeen(values)) : unansweredProblem
      return { change, problem }
    }
    case 'own':
      return toOwnStep(parts, incident, { actor, confirmationId, review: judged.review, now })
    case 'approval':
      return {
        change: toSubmission(parts, incident, { actor, confirmationId, review: judged.review, now }),
        problem: '',
      }
    default:
      return judged satisfies never
  }
}

/** Answers that go against what is seen are no review yet: whoever may say Yes says there why it is safe. */
function toOwnStep(parts: Parts, incident: Incident, submission: Submission): Step {
  const { actor, review } = submission
  const canUnblock = isAllowed(parts, { actor, permission: 'unblock', incident })
  const problem = findProblem(incident, { review, canUnblock })
  if (problem !== '') return { change: toDraft(parts, incident, review), problem }
  const isAgainst = review.attestations.some((one) => isContradicted(one, incident))
  return {
    change:
      isAgainst && !isReason(review.note)
        ? toDoubtful(parts, incident, submission)
        : toSubmission(parts, incident, submission),
    problem: '',
  }
}

function toDoubtful(parts: Parts, incident: Incident, submission: Submission): Change {
  const review = { ...submission.review, isDraft: true }
  const draft = toDraft(parts, incident, review)
  return {
    ...draft,
    next: issueConfirmation(
      draft.next,
      toConfirmation(draft.next, { ...submission, review }),
      submission.now,
    ),
  }
}

/** Answers that will not do yet are kept for the next try, and for nothing else. */
function toDraft(parts: Parts, incident: Incident, review: Review): Change {
  const now = parts.clock.now()
  const kept = { ...review, note: review.note.slice(0, longestNote), isDraft: true }
  const next = startReview(saveReview(incident, kept), review.by, now)
  const opened = { before: incident, next, now }
  return { next, events: toOpenedEvents(opened, review.by), tasks: toReviewerUpdate(parts, opened) }
}

interface Opened {
  readonly before: Incident
  readonly next: Incident
  readonly now: Instant
}

/** Answers may come from a page that was opened before somebody else's try failed: then they open a review of their own. */
function toOpenedEvents({ before, next, now }: Opened, by: ActorRef): readonly JournalEvent[] {
  return next.taken === before.taken ? [] : [{ ...toIncidentEvent(next, 'review.opened', now), by }]
}

/** Then the card names a reviewer anew. */
function toReviewerUpdate(parts: Parts, { before, next, now }: Opened): readonly Task[] {
  const claimed = next.taken === before.taken ? [] : toEndTasks(next)
  return next.changedAt === before.changedAt
    ? claimed
    : [...claimed, ...toUpdateTasks(next, toTenant(parts, next.tenantId), now)]
}

interface Submission {
  readonly actor: Actor
  readonly confirmationId: string
  /** The actor's own, or the one of somebody else that the actor approves: then it stays as it is, and theirs. */
  readonly review: Review
  readonly now: Instant
}

/** A finished review, or the wish to sign under one: either way its person is asked for the Yes, or somebody else is. */
export function toSubmission(parts: Parts, incident: Incident, submission: Submission): Change {
  const { actor, now } = submission
  const mayUnblock = isAllowed(parts, { actor, permission: 'unblock', incident })
  const isOwn = isBy(submission.review, actor, parts.access)
  const review = isOwn && !mayUnblock ? { ...submission.review, isForApproval: true } : submission.review
  const reviewing = startReview(isOwn ? saveReview(incident, review) : incident, actor, now)
  const confirmation = toConfirmation(reviewing, { ...submission, review })
  const confirmed = issueConfirmation(reviewing, confirmation, now)
  const tenant = toTenant(parts, confirmed.tenantId)
  const asked = mayUnblock ? undefined : askForApproval(confirmed, review)
  const next = asked ?? confirmed
  const lines =
    asked === undefined ? [] : toLineTasks({ incident: next, tenant, notice: 'needs-approval', dueAt: now })
  const by = toActorRef(actor)
  const answers = toAnswers(review)
  const reviewed = isOwn
    ? toIncidentEvent(next, 'review.submitted', now, answers)
    : toIncidentEvent(next, 'review.approved', now, { ...toReviewer(review), ...answers })
  const { revision, expiresAt } = confirmation
  const issued = toIncidentEvent(next, 'confirmation.issued', now, { revision, expiresAt })
  return {
    next,
    events: [
      ...toOpenedEvents({ before: incident, next: reviewing, now }, by),
      { ...reviewed, by, texts: toShown(review) },
      { ...issued, by },
    ],
    tasks: [
      ...toReviewerUpdate(parts, { before: incident, next, now }),
      ...(isOwn && !mayUnblock ? toUpdateTasks(next, tenant, now) : []),
      ...lines,
    ],
  }
}

function toConfirmation(
  { revision }: Pick<Incident, 'revision'>,
  { actor, confirmationId, review, now }: Submission,
): Confirmation {
  return {
    id: confirmationId,
    revision,
    expiresAt: now + confirmationMilliseconds,
    review,
    by: toActorRef(actor),
  }
}

/** What was answered stays in the record. */
export function toAnswers(review: Review): JournalEvent['data'] {
  const { attestations, questions = [], note, revision, gatheredAt, isWholesale = false } = review
  return {
    attested: Object.fromEntries(attestations.map(({ ruleId, answer }) => [ruleId, answer])),
    how: Object.fromEntries(
      attestations.flatMap(({ ruleId, how }) => (how === undefined ? [] : [[ruleId, how]])),
    ),
    ...(questions.length === 0
      ? {}
      : { questions: Object.fromEntries(questions.map(({ id, answer }) => [id, answer])) }),
    ...(isWholesale ? { wholesale: true } : {}),
    ...(note === '' ? { note } : {}),
    ...(revision === undefined ? {} : { revision }),
    ...(gatheredAt === undefined ? {} : { gatheredAt }),
  }
}

/** What was on the screen and what was said to it: the record quotes this, and need not guess later, until it is erased. */
export function toShown({ attestations, questions = [], note }: Review): JournalEvent['data'] {
  return {
    ...(note === '' ? {} : { note }),
    shown: attestations.map(({ ruleId, title, basis = '', finding = '' }) => ({
      ruleId,
      title,
      basis,
      finding,
    })),
    ...(questions.length === 0
      ? {}
      : { asked: questions.map(({ id, words, answerWords }) => ({ id, words, answer: answerWords })) }),
  }
}

export function toReviewer({ by, at }: Review): JournalEvent['data'] {
  return { reviewer: toActorKey(by), reviewerName: by.name, reviewedAt: at }
}

/** Undefined when the channels were told so lately that they are not told again. */
function askForApproval(incident: Incident, { by, at }: Review): Incident | undefined {
  const ask = { at, by: toActorKey(by), about: '' }
  const verdict = judgeAsk('approval', incident.approvalAsks ?? [], ask)
  return verdict.allowed ? { ...incident, approvalAsks: verdict.kept } : undefined
}
