import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { escalationEvents } from './events.js'
import { mention } from './mention.js'
import { escalate } from './run.js'
import { escalateDuty, mentionDuty } from './tasks.js'
import type { EscalationCards } from './views.js'
import { followOpening, followWaiting, listAtStart } from './waiting.js'
import { findNext, listStepRows, toEscalationWho } from './words.js'

const listEnds = async (parts: Parts, { incidentId }: { readonly incidentId: string }) =>
  listIncidentEnds(parts, [incidentId])

/** Nobody takes it on: step by step somebody else is told, as the settings say. */
export const escalation = {
  tasks: {
    escalate: toTaskRow({
      words: 'a step of the escalation',
      pool: 'broadcasts',
      schema: escalateDuty,
      run: escalate,
      listEnds,
    }),
    'escalate-mention': toTaskRow({
      words: 'a mention of the escalation',
      pool: 'broadcasts',
      schema: mentionDuty,
      run: mention,
      listEnds,
    }),
  },
  cards: { escalation: { isLoud: true } } satisfies CardTable<EscalationCards>,
  events: escalationEvents,
  toWho: toEscalationWho,
  toNext: findNext,
  toProgress: listStepRows,
  follow: followWaiting,
  followOpening,
  listStartTasks: listAtStart,
} satisfies Feature
