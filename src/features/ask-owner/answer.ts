// The owner presses an answer: the very person that was asked, and whose mailbox it is by what their platform vouches for.
import type { Actor } from '../../domain/actor.js'
import { answerQuestion, isOpen } from '../../domain/ask-owner.js'
import { createOwnCheck } from '../../domain/bar.js'
import type { Incident, MessageRef } from '../../domain/incident.js'
import { type OwnerAnswer, type OwnerQuestion, ownerAnswerSchema } from '../../domain/owner-word.js'
import type { Press } from '../../domain/press.js'
import { RefusedError, StaleError } from '../../errors.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toTone } from '../words/words.js'
import { nextTexts } from './card.js'
import { toQuestionTask } from './tasks.js'
import { answerWords } from './words.js'

export async function answerAsked(parts: Parts, press: Press): Promise<Answer> {
  const { actor, incidentId, values } = press
  const { questionId = '' } = values
  requireAsked(parts, await parts.store.findIncident(incidentId), { actor, questionId })
  const says = ownerAnswerSchema.safeParse(values.says).data
  if (says === undefined) throw new RefusedError('bad-input', 'Press one of the three answers.')
  await changeIncident(parts, { incidentId }, (current) => {
    const question = requireAsked(parts, current, { actor, questionId })
    return toAnsweredChange(parts, current, { question, says, actor })
  })
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: '🙏',
      title: `Thank you: “${answerWords[says]}”`,
      text: nextTexts[says],
      // Nothing about the incident is theirs to open.
      incidentId: '',
    },
  }
}

interface Answering {
  readonly actor: Actor
  readonly questionId: string
}

/** @throws RefusedError for anybody else, StaleError when an answer does not count any more. */
function requireAsked(
  parts: Parts,
  incident: Incident | undefined,
  { actor, questionId }: Answering,
): OwnerQuestion {
  const question = incident?.ownerWord?.question
  const isTheirs = question?.platform === actor.platform && question.personId === actor.id
  // The same words whether or not there is anything: they tell nobody what there is.
  if (incident === undefined || question === undefined || !isTheirs || question.id !== questionId)
    throw new RefusedError('not-asked', 'This question is not for you, or there is none any more.')
  requireAccess(parts, { actor, permission: 'answer-owner', incident })
  if (!createOwnCheck(actor, parts.access)(incident))
    throw new RefusedError(
      'identity-unknown',
      'It cannot be told that this mailbox is yours, so the answer does not count. Call whoever looks after your mail.',
    )
  if (question.answer !== undefined)
    throw new StaleError(
      `You have answered “${answerWords[question.answer.says]}”. Was that wrong, call whoever looks after your mail.`,
    )
  if (!isOpen(question, parts.clock.now()))
    throw new StaleError('This question is over. Was the mail not yours, call whoever looks after your mail.')
  return question
}

interface Answered {
  readonly question: OwnerQuestion
  readonly says: OwnerAnswer
  readonly actor: Actor
}

function toAnsweredChange(parts: Parts, current: Incident, { question, says, actor }: Answered): Change {
  const now = parts.clock.now()
  const next = answerQuestion(current, { questionId: question.id, says, by: actor, now })
  const tenant = toTenant(parts, next.tenantId)
  const { platform, isSameAccount } = question
  const { answer } = next.ownerWord?.question ?? {}
  const event = toIncidentEvent(next, 'owner.answered', now, { says, platform, isSameAccount })
  return {
    next,
    events: [answer === undefined ? event : { ...event, by: answer.by }],
    tasks: [
      toQuestionTask(next, question, now),
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'owner-answered', dueAt: now }),
    ],
  }
}

/** In the chat of the owner: no twin of a card. One whose place is not known yet may be anywhere there. */
export async function isQuestion({ live }: Parts, on: MessageRef): Promise<boolean> {
  return live.some(({ ownerWord }) => {
    const { platform, sent, endedAt } = ownerWord?.question ?? {}
    if (platform !== on.platform) return false
    return sent === undefined
      ? endedAt === undefined
      : sent.channel === on.channel && sent.message === on.message
  })
}
