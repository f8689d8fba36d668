import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { answerAsked, isQuestion } from './answer.js'
import { endSilent, followQuestion } from './end.js'
import { askOwnerEvents } from './events.js'
import { openAskOwner } from './page.js'
import { publishQuestion, sendQuestion } from './send.js'
import { ownerQuestionDuty, ownerQuestionEndDuty } from './tasks.js'
import { saveTold } from './told.js'
import type { AskOwnerCards } from './views.js'
import { toAnsweredLine, toUnreachedLine, toWordRows } from './words.js'

const listEnds = async (parts: Parts, { incidentId }: { readonly incidentId: string }) =>
  listIncidentEnds(parts, [incidentId])

/** Whose mail it is, the owner knows best: they are asked once, and what they say is evidence with its source. */
export const askOwner = {
  presses: {
    'ask-owner': { permission: 'ask-owner', again: 'ask-owner', looks: true, run: openAskOwner },
    'ask-owner-send': { permission: 'ask-owner', looks: true, run: sendQuestion },
    'owner-told': { permission: 'ask-owner', run: saveTold },
    'answer-owner': { permission: 'answer-owner', run: answerAsked },
  },
  tasks: {
    'owner-question': toTaskRow({
      words: 'the question to the owner',
      pool: 'broadcasts',
      schema: ownerQuestionDuty,
      run: publishQuestion,
      listEnds,
    }),
    'owner-question-end': toTaskRow({
      words: 'the end of the question to the owner',
      pool: 'broadcasts',
      schema: ownerQuestionEndDuty,
      run: endSilent,
      listEnds,
    }),
  },
  cards: {
    'ask-owner': {
      again: 'ask-owner',
      bounds: { rows: { most: 6, keep: 'last' }, choices: { most: 3, keep: 'first' } },
    },
    'owner-question': {},
  } satisfies CardTable<AskOwnerCards>,
  lines: { 'owner-answered': toAnsweredLine, 'owner-unreached': toUnreachedLine },
  events: askOwnerEvents,
  follow: followQuestion,
  hasPosted: isQuestion,
  toProgress: toWordRows,
} satisfies Feature
