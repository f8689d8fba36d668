import type { Press } from '../../domain/press.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { blindnessEvents } from './events.js'
import { hearBlindPage } from './hear.js'
import {
  examineHeartbeat,
  heartbeatDuty,
  readHeartbeatHealth,
  sendHeartbeat,
  toHeartbeatTask,
} from './heartbeat.js'
import { lookOut } from './look.js'
import { listOverBlindness } from './over.js'
import { blindPageDuty, pageBlindness } from './page.js'
import { showFix, takeBlindness, tryNow } from './press.js'
import { publishBlindness } from './publish.js'
import { blindnessOf } from './record.js'
import { blindCardDuty, lookMilliseconds, lookoutDuty, toLookoutTask } from './tasks.js'
import type { BlindCards } from './views.js'

async function listEnds({ store }: Parts, { blindnessId }: { readonly blindnessId: string }) {
  const found = await blindnessOf(blindnessId).recall(store)
  return found === undefined ? [] : [found.endedAt ?? Number.POSITIVE_INFINITY]
}

/** Silence is an alarm: what Reprieve cannot see or say is told in chat, on what still works. */
export const blindness = {
  presses: {
    'blind-try': { permission: 'mend', run: tryNow },
    'blind-fix': { permission: 'read', run: showFix },
    'blind-take': { permission: 'mend', run: takeBlindness },
  },
  tasks: {
    lookout: toTaskRow({
      words: 'the look for what is not watched',
      pool: 'vitals',
      schema: lookoutDuty,
      run: lookOut,
    }),
    heartbeat: toTaskRow({
      words: 'the heartbeat',
      pool: 'vitals',
      schema: heartbeatDuty,
      run: sendHeartbeat,
    }),
    'blind-card': toTaskRow({
      words: 'a card that says what is not watched',
      pool: 'broadcasts',
      schema: blindCardDuty,
      run: publishBlindness,
      listEnds,
    }),
    'blind-page': toTaskRow({
      words: 'calling somebody because a tenant is not watched',
      pool: 'pages',
      schema: blindPageDuty,
      run: pageBlindness,
      listEnds,
    }),
  },
  listStartTasks: ({ clock, heartbeat }: Parts) => [
    toLookoutTask(clock.now()),
    ...(heartbeat === undefined ? [] : [toHeartbeatTask(clock.now() + lookMilliseconds)]),
  ],
  hearPager: hearBlindPage,
  readHealth: readHeartbeatHealth,
  examine: examineHeartbeat,
  findPosting: ({ values: { blindnessId } }: Press) =>
    blindnessId === undefined ? undefined : `blind-card:${blindnessId}:`,
  listOver: listOverBlindness,
  cards: { blind: { bounds: { rows: { most: 6, keep: 'first' } } } } satisfies CardTable<BlindCards>,
  events: blindnessEvents,
} satisfies Feature
