import { isOpen } from '../../domain/ask-owner.js'
import { toEntityName } from '../../domain/entity.js'
import { toZone } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import type { OwnerAnswer, OwnerQuestion } from '../../domain/owner-word.js'
import type { Card } from '../cards.js'
import { type Parts, toTenant } from '../feature.js'
import { toTone } from '../words/words.js'
import { answerWords, toUntilText, toWhyText } from './words.js'

/** What stands in the chat of the owner. Nothing in it helps whoever else may read it. */
export function toQuestionCard(parts: Parts, incident: Incident, question: OwnerQuestion): Card {
  const isAsking = isOpen(question, parts.clock.now())
  return {
    name: 'owner-question',
    view: {
      ...toTone(isAsking ? 'accent' : 'calm'),
      incidentId: incident.id,
      questionId: question.id,
      entity: toEntityName(incident.entity),
      title: isAsking
        ? 'Was this you?'
        : question.answer === undefined
          ? 'No answer is needed any more'
          : 'Thank you',
      text: isAsking ? toWhyText(incident) : toOverText(question),
      question: question.words,
      smallText: isAsking ? toUntilText(question, toZone(toTenant(parts, incident.tenantId), incident)) : '',
      isOpen: isAsking,
    },
  }
}

function toOverText({ answer }: OwnerQuestion): string {
  return answer === undefined
    ? 'This question is over.'
    : `You answered “${answerWords[answer.says]}”. ${nextTexts[answer.says]}`
}

/** What they are to do now. */
export const nextTexts: Readonly<Record<OwnerAnswer, string>> = {
  yes: 'Whoever looks after your mail decides about it now, and may call you.',
  no: 'Leave everything as it is, and wait for a call from whoever looks after your mail. Give nobody a password.',
  unsure: 'Whoever looks after your mail may call you.',
}
