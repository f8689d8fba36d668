// The question goes out once, as a task; what became of it is shown where it stands, until it is over.
import { type Actor, toActorRef } from '../../domain/actor.js'
import {
  canBeSent,
  changeQuestion,
  isOpen,
  putQuestion,
  questionMilliseconds,
} from '../../domain/ask-owner.js'
import { toZone } from '../../domain/hearing.js'
import type { Incident, MessageRef } from '../../domain/incident.js'
import type { OwnerQuestion } from '../../domain/owner-word.js'
import type { Press } from '../../domain/press.js'
import { PlatformError, StaleError } from '../../errors.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import { forgetPosted, postOnce } from '../../outbox/post-once.js'
import type { Answer, Claim } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toTitle, toTone } from '../words/words.js'
import { toQuestionCard } from './card.js'
import { getAskable, toAskOwnerCard } from './page.js'
import { type OwnerQuestionDuty, toQuestionEndTask, toQuestionTask } from './tasks.js'
import { findWay } from './way.js'
import { toQuestionText } from './words.js'

export async function sendQuestion(parts: Parts, press: Press): Promise<Answer> {
  const { actor } = press
  const found = await getAskable(parts, press)
  if (!canBeSent(found)) throw new StaleError(askedText)
  const way = await findWay(parts, found)
  if (way === undefined)
    return toAskOwnerCard(parts, found, { problem: 'No personal chat with them is known: ask by phone.' })
  const incident = await changeIncident(parts, { incidentId: found.id }, (current) => {
    requireTurn(parts, { actor, permission: 'ask-owner', incident: current })
    if (!canBeSent(current)) throw new StaleError(askedText)
    return toAskedChange(parts, current, { actor, ...way })
  })
  const text = `The answer comes to the card and to its thread, with where it came from. It is evidence, and no permission: the review asks you all the same.`
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: '❓',
      title: `Asked on ${toTitle(way.platform)}`,
      text,
      incidentId: incident.id,
    },
  }
}

const askedText = 'The owner has been asked already, and is asked once. The card shows what became of it.'

type Asking = Pick<OwnerQuestion, 'platform' | 'personId' | 'isSameAccount'> & { readonly actor: Actor }

function toAskedChange(parts: Parts, current: Incident, { actor, ...way }: Asking): Change {
  const now = parts.clock.now()
  const tenant = toTenant(parts, current.tenantId)
  const words = toQuestionText(current, { now, zone: toZone(tenant, current) })
  const by = toActorRef(actor)
  const until = now + questionMilliseconds
  const question = { id: parts.createId(), by, at: now, until, ...way, words }
  const next = putQuestion(current, question)
  const { platform, isSameAccount } = way
  const event = toIncidentEvent(next, 'owner.asked', now, { platform, isSameAccount, until })
  return {
    next,
    events: [{ ...event, by, texts: { question: words } }],
    tasks: [
      toQuestionTask(next, question, now),
      toQuestionEndTask(next, question),
      ...toUpdateTasks(next, tenant, now),
    ],
  }
}

/** The first time it is put; from then on what stands there is brought up to date. */
export async function publishQuestion(parts: Parts, duty: OwnerQuestionDuty, claim: Claim): Promise<void> {
  const { incidentId, questionId } = duty
  const incident = await getIncident(parts, incidentId)
  const question = incident.ownerWord?.question
  if (question?.id !== questionId || question.unsent !== undefined)
    return void (await parts.store.commit({ settle: { claim } }))
  const ref = parts.posted.get(claim.task.key) ?? toRef(question)
  if (ref !== undefined && question.sent !== undefined) return edit(parts, { incident, question, ref }, claim)
  // It was over before it could be put.
  if (ref === undefined && !isOpen(question, parts.clock.now()))
    return void (await parts.store.commit({ settle: { claim } }))
  try {
    await saveSent(parts, { incident, question, ref: ref ?? (await put(parts, incident, claim)) }, claim)
  } catch (error) {
    if (!(error instanceof PlatformError) || !error.isFinal) throw error
    await saveUnsent(parts, { incident, question, why: error.message }, claim)
  }
}

function toRef({ platform, sent }: OwnerQuestion): MessageRef | undefined {
  return sent === undefined ? undefined : { platform, channel: sent.channel, message: sent.message }
}

async function put(parts: Parts, incident: Incident, claim: Claim): Promise<MessageRef> {
  const question = incident.ownerWord?.question
  if (question === undefined) throw new StaleError('There is no question any more.')
  const platform = getPlatform(parts, question.platform)
  const place = { kind: 'person', id: question.personId } as const
  const { key } = claim.task
  const { ref } = await postOnce(
    parts,
    { claim, platform, key, place },
    toQuestionCard(parts, incident, question),
  )
  parts.posted.set(key, ref)
  return ref
}

interface Put {
  readonly incident: Incident
  readonly question: OwnerQuestion
  readonly ref: MessageRef
}

async function saveSent(parts: Parts, { incident, question, ref }: Put, claim: Claim): Promise<void> {
  await changeIncident(parts, { incidentId: incident.id, claim }, (current) => {
    const now = parts.clock.now()
    const { channel, message } = ref
    const next = changeQuestion(current, question.id, { sent: { at: now, channel, message } })
    const after = next.ownerWord?.question
    // Answered or over meanwhile: it is drawn anew.
    const edits = after === undefined || isOpen(after, now) ? [] : [toQuestionTask(next, after, now)]
    return { next, tasks: [...toUpdateTasks(next, toTenant(parts, next.tenantId), now), ...edits] }
  })
  await forgetPosted(parts, claim.task.key)
}

interface Unsent {
  readonly incident: Incident
  readonly question: OwnerQuestion
  readonly why: string
}

/** Nobody waits for an answer that cannot come: the thread hears of it once, and the phone is left. */
async function saveUnsent(parts: Parts, { incident, question, why }: Unsent, claim: Claim): Promise<void> {
  await changeIncident(parts, { incidentId: incident.id, claim }, (current) => {
    const now = parts.clock.now()
    const next = changeQuestion(current, question.id, { unsent: { at: now, why } })
    const tenant = toTenant(parts, next.tenantId)
    const event = toIncidentEvent(next, 'owner.unreached', now, { platform: question.platform })
    return {
      next,
      events: [{ ...event, texts: { problem: why } }],
      tasks: [
        ...toUpdateTasks(next, tenant, now),
        ...toLineTasks({ incident: next, tenant, notice: 'owner-unreached', dueAt: now }),
      ],
    }
  })
  await forgetPosted(parts, claim.task.key)
}

/** Where it is gone by now, nobody has to be told. */
async function edit(parts: Parts, { incident, question, ref }: Put, claim: Claim): Promise<void> {
  try {
    await getPlatform(parts, question.platform).update(ref, toQuestionCard(parts, incident, question))
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'message-gone') throw error
  }
  await parts.store.commit({ settle: { claim } })
}
