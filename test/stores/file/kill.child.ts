// Works on a store in four lanes until it is killed, and prints what has been acknowledged. Waits for its folder on
// the standard input, so that it can be started ahead of time.

import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { duties } from '../../../src/features/index.js'
import type { Claim, Clock, Commit, Store } from '../../../src/ports.js'
import { createFileStore } from '../../../src/stores/file/index.js'
import { createEvent, createIncident, createTask, toClosed, toPools } from '../../contracts/store-records.js'
import { lanes, toIncidentId, toTaskKey } from './kill-plan.js'

const clock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
}
const fail = (fields: object, event: string) => {
  throw new Error(event, { cause: fields })
}
const log = { debug() {}, info() {}, warn: fail, error: fail }

async function work(store: Store, lane: string): Promise<void> {
  for (let step = ((await store.recall(lane))?.value as number | undefined) ?? 0; ; ) {
    step += 1
    await store.commit(await toCommit(store, lane, step))
    await say(`${lane} ${step}\n`)
  }
}

/** Resolves when it has left this process: what a kill takes along would count as never acknowledged. */
function say(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve())
  })
}

/** Every third step opens an incident, the next closes it, the one after gives the closed one a card. */
async function toCommit(store: Store, lane: string, step: number): Promise<Commit> {
  const id = toIncidentId(lane, step)
  const known = await store.findIncident(id)
  const next = known ?? createIncident(id)
  const phase = step % 3
  const card = { platform: 'slack', channel: 'C1', message: String(step) } as const
  const changed = phase === 1 ? next : phase === 2 ? toClosed(next) : { ...next, cards: [card] }
  const claim = await findClaim(store, lane, step - 1)
  return {
    incident: { next: changed, expectedVersion: known?.version ?? 0 },
    events: [createEvent(id, { data: { lane, step }, texts: { note: id } })],
    tasks: [createTask(toTaskKey(lane, step), { lane })],
    cells: [{ key: lane, value: step }],
    ...(claim === undefined ? {} : { settle: { claim } }),
  }
}

const claims = new Map<string, Claim>()

async function findClaim(store: Store, lane: string, step: number): Promise<Claim | undefined> {
  for (const claim of await store.claimTasks({
    now: clock.now(),
    pools: toPools(9),
    leaseMilliseconds: 60_000,
  }))
    claims.set(claim.task.key, claim)
  const claim = claims.get(toTaskKey(lane, step))
  if (claim === undefined && step > 0) throw new Error(`The task of ${lane} ${step} was not given out`)
  claims.delete(toTaskKey(lane, step))
  return claim
}

createInterface({ input: process.stdin }).once('line', (folder) => {
  createFileStore({ duties, folder, clock, createId: randomUUID, log, pid: process.pid, foldCellsAt: 180 })
    .then((store) => Promise.all(lanes.map((lane) => work(store, lane))))
    .catch((error: unknown) => {
      console.error(error)
      process.exit(1)
    })
})
