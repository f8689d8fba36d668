import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { toLine } from '../incident/line.js'
import { askToSnooze, snoozeNow, wakeNow } from './ask.js'
import { endSnooze, followSnooze } from './end.js'
import { snoozeEvents } from './events.js'
import { snoozeEndDuty } from './tasks.js'
import type { SnoozeCards } from './views.js'
import { listSnoozeButtons, toSnoozedHead, toSnoozedLine, toSnoozedRow, toSnoozedWho } from './words.js'

/** What can wait waits until a moment, with a reason, and comes back by itself. */
export const snooze = {
  presses: {
    snooze: { permission: 'snooze', again: 'snooze', run: askToSnooze },
    'snooze-now': { permission: 'snooze', run: snoozeNow },
    wake: { permission: 'snooze', run: wakeNow },
  },
  tasks: {
    'snooze-end': toTaskRow({
      words: 'the end of a snooze',
      pool: 'broadcasts',
      schema: snoozeEndDuty,
      run: endSnooze,
      listEnds: async (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  cards: {
    snooze: { again: 'snooze', bounds: { choices: { most: 8, keep: 'first' } } },
  } satisfies CardTable<SnoozeCards>,
  lines: {
    snoozed: toSnoozedLine,
    woken: toLine('⏳', (name, who) => `${who} woke ${name}: it waits for somebody again.`),
    'snooze-over': toLine('💤', (name) => `Snooze over: ${name} waits for somebody again.`),
    'snooze-worse': toLine('🚨', (name) => `${name} looks worse than when it was snoozed, so it is awake.`),
  },
  events: snoozeEvents,
  follow: followSnooze,
  toHead: toSnoozedHead,
  toWho: toSnoozedWho,
  toRowText: toSnoozedRow,
  listButtons: listSnoozeButtons,
} satisfies Feature
