import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'
import { ownerAnswerSchema } from '../../domain/owner-word.js'
import { toTitle } from '../words/words.js'
import { answerWords } from './words.js'

export const askOwnerEvents = {
  'owner.asked': {
    timeline: (event) => `Owner asked on ${toPlace(event)}`,
    report: (event, { outside }) =>
      withDetail(`Owner asked in a personal chat on ${toPlace(event)}`, outside(toDatum(event, 'question'))),
  },
  'owner.unreached': {
    timeline: (event) => `The question did not reach the owner on ${toPlace(event)}`,
    report: (event, { outside }) =>
      withDetail(
        `The question did not reach the owner on ${toPlace(event)}`,
        outside(toDatum(event, 'problem')),
      ),
  },
  'owner.answered': {
    timeline: (event) => `Owner on ${toPlace(event)}: “${toSays(event)}”`,
    report: (event) =>
      `The owner answered in a personal chat on ${toPlace(event)}, which an intruder may hold too: “${toSays(event)}”`,
  },
  'owner.told': {
    timeline: (event) => `Owner by phone: “${toSays(event)}”`,
    report: (event, { outside }) =>
      withDetail(`The owner said by phone: “${toSays(event)}”`, outside(toDatum(event, 'note'))),
  },
  'owner.silent': {
    timeline: 'The owner did not answer',
    report: 'The question to the owner ended without an answer',
  },
} as const satisfies EventTable

function toPlace(event: JournalEvent): string {
  return toTitle(toDatum(event, 'platform'))
}

function toSays(event: JournalEvent): string {
  const says = ownerAnswerSchema.safeParse(event.data.says).data
  return says === undefined ? '' : answerWords[says]
}
