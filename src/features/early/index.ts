import { toApartId } from '../../domain/apart.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { toLine } from '../incident/line.js'
import { earlyEvents } from './events.js'
import { listEarlyForHome } from './home.js'
import { lookEarly } from './look.js'
import { followRestricted, goOnWithCard, joinEarly } from './over.js'
import { earlyDuty, earlyJoinDuty, toEarlyTask } from './tasks.js'
import { listEarlyRows, toEarlyHead } from './words.js'

/** Also where it was on until now: what is left of it ends. */
async function listStartTasks({ allTenants, clock, store }: Parts) {
  const due = [...allTenants.values()].map(async ({ id, early: wish }) => {
    const isLeft =
      wish === undefined && (await store.listLive({ tenantId: toApartId('early', id) })).length > 0
    return wish === undefined && !isLeft ? [] : [toEarlyTask(id, clock.now())]
  })
  return (await Promise.all(due)).flat()
}

/** Somebody who is about to be restricted has a card before that, where the settings ask for it. */
export const early = {
  tasks: {
    early: toTaskRow({
      words: 'the look for senders near their limit',
      pool: 'traces',
      schema: earlyDuty,
      run: lookEarly,
    }),
    'early-join': toTaskRow({
      words: 'joining an early card with its restriction',
      pool: 'broadcasts',
      schema: earlyJoinDuty,
      run: joinEarly,
    }),
  },
  lines: {
    'early-restricted': toLine('🚨', (name) => `${name} is restricted now: the card goes on with it.`),
  },
  events: earlyEvents,
  toOpened: goOnWithCard,
  followOpening: followRestricted,
  toHead: toEarlyHead,
  toProgress: listEarlyRows,
  listApart: listEarlyForHome,
  listStartTasks,
} satisfies Feature
