// From the answered recommendations to the Yes. Every step reads the incident anew and asks the access policy again.
import { type Actor, toActorKey, toActorRef } from '../domain/actor.js'
import { type Confirmation, confirmationMilliseconds, getConfirmation } from '../domain/confirmation.js'
import type { Incident } from '../domain/incident.js'
import { judgeAsk } from '../domain/limits.js'
import type { Press } from '../domain/press.js'
import { type AttestedAnswer, attestedAnswers, longestNote, type Review } from '../domain/review.js'
import { recommend } from '../domain/rules/index.js'
import type { Task } from '../domain/task.js'
import {
  issueConfirmation,
  rememberActor,
  requestUnblock,
  saveReview,
  startReview,
} from '../domain/transitions.js'
import { StaleError } from '../errors.js'
import type { Answer } from '../ports.js'
import { toAcceptedCard, toConfirmCard, toInputId, toRecommendationsCard } from './cards/wizard.js'
import { isAllowed, requireTurn } from './gate.js'
import { type Change, changeIncident, type Parts, toTenant } from './parts.js'
import { toReader } from './review.js'
import { toIncidentEvent } from './settle.js'
import { toLineTasks, toUnblockTask, toUpdateTasks } from './tasks.js'

/** Keeps the answers and, when they will do, shows the warning that names the account. */
export async function submitReview(parts: Parts, press: Press): Promise<Answer> {
  const confirmationId = parts.createId()
  let problem = ''
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor: press.actor, deed: 'confirm', incident: current })
    const review = toReview(current, press, parts.clock.now())
    problem = findProblem(review)
    const kept = { ...review, note: review.note.slice(0, longestNote) }
    return problem === ''
      ? toSubmission(parts, current, { actor: press.actor, confirmationId, review })
      : toDraft(parts, current, kept)
  })
  const reader = toReader(parts, incident, press.actor)
  if (problem !== '') return toRecommendationsCard(reader, problem)
  const confirmation = incident.confirmations.find(({ id }) => id === confirmationId)
  if (confirmation === undefined)
    throw new StaleError('Somebody else changed this at the same moment. Try again.')
  const canUnblock = isAllowed(parts, { actor: press.actor, deed: 'unblock', incident })
  return toConfirmCard({ ...reader, confirmation, canUnblock })
}

function toReview(incident: Incident, press: Press, at: number): Review {
  const attestations = recommend(incident.evidence, incident.restriction).map(({ ruleId, title }) => ({
    ruleId,
    title,
    answer: toAnswer(press.values[toInputId(ruleId)]),
  }))
  return { by: toActorRef(press.actor), at, attestations, note: (press.values.note ?? '').trim() }
}

// What was not answered, or in a way that does not exist, is not done.
function toAnswer(value: string | undefined): AttestedAnswer {
  return attestedAnswers.find((answer) => answer === value) ?? 'not-done'
}

function findProblem(review: Review): string {
  if (review.note.length > longestNote)
    return `The note has ${review.note.length} characters; ${longestNote} are kept. Shorten it.`
  const open = review.attestations.filter(({ answer }) => answer === 'not-done').length
  if (open > 0 && review.note === '')
    return `${open === 1 ? 'One recommendation is' : `${open} recommendations are`} not done. Say in the note why it is safe to unblock all the same, or do them first.`
  return ''
}

/** Answers that will not do yet are kept for the next try, and for nothing else. */
function toDraft(parts: Parts, incident: Incident, review: Review): Change {
  const now = parts.clock.now()
  const next = startReview(saveReview(incident, review), review.by, now)
  return { next, tasks: toReviewerUpdate(parts, { before: incident, next, now }) }
}

/** Answers may come from a page that was opened before somebody else's try failed: then the card names a reviewer anew. */
function toReviewerUpdate(
  parts: Parts,
  { before, next, now }: { readonly before: Incident; readonly next: Incident; readonly now: number },
): readonly Task[] {
  return next.changedAt === before.changedAt ? [] : toUpdateTasks(next, toTenant(parts, next.tenantId), now)
}

interface Submission {
  readonly actor: Actor
  readonly confirmationId: string
  readonly review: Review
}

function toSubmission(
  parts: Parts,
  incident: Incident,
  { actor, confirmationId, review }: Submission,
): Change {
  const now = parts.clock.now()
  const reviewing = startReview(saveReview(incident, review), review.by, now)
  const confirmation: Confirmation = {
    id: confirmationId,
    revision: reviewing.revision,
    expiresAt: now + confirmationMilliseconds,
    review,
  }
  const issued = issueConfirmation(reviewing, confirmation, now)
  const tenant = toTenant(parts, issued.tenantId)
  const canUnblock = isAllowed(parts, { actor, deed: 'unblock', incident: issued })
  const asked = canUnblock ? undefined : askForApproval(issued, review)
  const next = asked ?? issued
  const lines =
    asked === undefined ? [] : toLineTasks({ incident: next, tenant, notice: 'needs-approval', dueAt: now })
  const attested = Object.fromEntries(review.attestations.map(({ ruleId, answer }) => [ruleId, answer]))
  const events = [
    { ...toIncidentEvent(next, 'review.submitted', now, { attested, note: review.note }), by: review.by },
    {
      ...toIncidentEvent(next, 'confirmation.issued', now, { expiresAt: confirmation.expiresAt }),
      by: review.by,
    },
  ]
  return { next, events, tasks: [...toReviewerUpdate(parts, { before: incident, next, now }), ...lines] }
}

/** Undefined when the channels were told so lately that they are not told again. */
function askForApproval(incident: Incident, { by, at }: Review): Incident | undefined {
  const ask = { at, by: toActorKey(by), about: '' }
  const verdict = judgeAsk('approval', incident.approvalAsks ?? [], ask)
  return verdict.allowed ? { ...incident, approvalAsks: verdict.kept } : undefined
}

/** The Yes. Uses the confirmation up and leaves the rest to a task saved in the same write. */
export async function confirmUnblock(parts: Parts, press: Press): Promise<Answer> {
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor: press.actor, deed: 'unblock', incident: current })
    const now = parts.clock.now()
    const confirmation = getConfirmation(current.confirmations, {
      confirmationId: press.confirmationId,
      actor: press.actor,
      revision: current.revision,
      now,
    })
    const next = rememberActor(requestUnblock(current, confirmation.review, now), press.actor)
    const event = toIncidentEvent(next, 'unblock.requested', now, { confirmation: confirmation.id })
    return {
      next,
      events: [event],
      tasks: [toUnblockTask(next.id, now), ...toUpdateTasks(next, toTenant(parts, next.tenantId), now)],
    }
  })
  return toAcceptedCard(toReader(parts, incident, press.actor))
}
