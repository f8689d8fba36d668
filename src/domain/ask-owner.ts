// The owner asked whether the mail is theirs: one question in a personal chat, or by phone. The answer is evidence with its
// source. It permits nothing, and a No outweighs every Yes: who says that it was not them has nothing to gain by it.
import { type ActorRef, toActorRef } from './actor.js'
import { isClaimable } from './claim.js'
import { type Incident, isClosed } from './incident.js'
import { hourMilliseconds, type Instant } from './instant.js'
import type { OwnerAnswer, OwnerQuestion, OwnerTold, OwnerWord } from './owner-word.js'
import { isNobody } from './questions.js'
import type { VerdictContext } from './verdict/index.js'

/** For so long an answer counts. */
export const questionMilliseconds = 24 * hourMilliseconds

/** What is told by voice more often than this is the same again. */
export const mostTold = 5

/** Whether there is one person whose mail it is, and somebody still has to decide. */
export function hasOwner(incident: Incident): boolean {
  return incident.entity.kind === 'sender' && isClaimable(incident) && !isNobody(incident.evidence)
}

/** Whether one may be sent: it is put once, and one that was not taken was not put. */
export function canBeSent({ ownerWord }: Incident): boolean {
  const question = ownerWord?.question
  return question === undefined || question.unsent !== undefined
}

/** Whether an answer still counts. */
export function isOpen(question: OwnerQuestion, now: Instant): boolean {
  const { answer, endedAt, unsent, until } = question
  return answer === undefined && endedAt === undefined && unsent === undefined && now < until
}

export function putQuestion(incident: Incident, question: OwnerQuestion): Incident {
  return withWord(incident, { question })
}

/** The same incident when it is about another question by now. */
export function changeQuestion(
  incident: Incident,
  questionId: string,
  change: Partial<OwnerQuestion>,
): Incident {
  const question = incident.ownerWord?.question
  return question?.id !== questionId ? incident : withWord(incident, { question: { ...question, ...change } })
}

interface Answered {
  readonly questionId: string
  readonly says: OwnerAnswer
  readonly by: ActorRef
  readonly now: Instant
}

export function answerQuestion(incident: Incident, { questionId, says, by, now }: Answered): Incident {
  const answer = { says, at: now, by: toActorRef(by) }
  return heed(changeQuestion(incident, questionId, { answer }), says, now)
}

/** Noted by whoever spoke with the owner. */
export function noteTold(incident: Incident, told: OwnerTold): Incident {
  const all = [...(incident.ownerWord?.told ?? []), told]
  return heed(withWord(incident, { told: all }), told.says, told.at)
}

/** Whoever is about to say Yes has to see a No first. */
function heed(incident: Incident, says: OwnerAnswer, now: Instant): Incident {
  return says === 'no' ? { ...incident, revision: incident.revision + 1, changedAt: now } : incident
}

function withWord(incident: Incident, word: Partial<OwnerWord>): Incident {
  return { ...incident, ownerWord: { ...incident.ownerWord, ...word } }
}

/** What is over waits for no answer. The same incident when nothing was waited for. */
export function endQuestion(incident: Incident, now: Instant): Incident {
  const question = incident.ownerWord?.question
  if (question === undefined || question.answer !== undefined || question.unsent !== undefined)
    return incident
  const isOver = isClosed(incident) || now >= question.until
  if (!isOver || question.endedAt !== undefined) return incident
  return changeQuestion(incident, question.id, { endedAt: now })
}

/**
 * As the verdict hears it. What was said by voice is checked by whoever noted it; what comes by chat may come from whoever is
 * in the account, but nobody who is would say No.
 */
export function toOwnerContext({ ownerWord }: Incident): VerdictContext['owner'] {
  const told = ownerWord?.told?.map(({ says }) => says) ?? []
  const written = ownerWord?.question?.answer?.says
  if (told.includes('no')) return { says: 'not-mine', verified: true }
  if (written === 'no') return { says: 'not-mine', verified: false }
  if (told.at(-1) === 'yes') return { says: 'mine', verified: true }
  return written === 'yes' ? { says: 'mine', verified: false } : undefined
}
