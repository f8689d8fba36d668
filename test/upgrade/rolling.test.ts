// An upgrade without a stop: the program of an older commit and the one of today work on one database, side by side.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { dutySchema } from '../../src/domain/task.js'
import type { StoreError } from '../../src/errors.js'
import { duties } from '../../src/features/index.js'
import type { Store } from '../../src/ports.js'
import { createSender, fillForm } from '../features/acts.js'
import { maya } from '../features/people.js'
import { toView } from '../features/stage.js'
import { createWorld, type Replica, type World } from '../replicas/stage.js'
import { createPlace, describePostgres, type Place } from '../stores/postgres/place.js'
import { type FormerProgram, unpackFormer } from './former-program.js'

/** The first commit on PostgreSQL whose tables are those of today: what those before it made is brought up by nobody. */
const commit = '1c75c59'

describePostgres(`the program of commit ${commit} beside the one of today, on one database`, () => {
  let former: FormerProgram
  let place: Place
  let world: World
  beforeAll(async () => {
    former = await unpackFormer(commit)
  }, 60_000)
  afterAll(() => former.remove())
  beforeEach(async () => {
    place = await createPlace({ isEmpty: true })
    // Whoever comes first brings it up, and that is the older one.
    const brought = await former.on(place.url).open({ ...quiet, clock: stopped })
    await brought.close()
    world = await createWorld({ open: (parts) => place.open(parts), remove: () => place.remove() })
  })
  afterEach(() => world.close())

  const startOld = (onFatal?: (error: StoreError) => void) =>
    world.start('old', {
      program: former.on(place.url),
      version: '0.9.0',
      ...(onFatal === undefined ? {} : { onFatal }),
    })

  async function restrictSam(): Promise<string> {
    world.backend.restrict(createSender('sam@contoso.com'))
    await world.advance(2 * minuteMilliseconds)
    const [incident] = await world.incidents()
    return incident?.id ?? expect.unreachable()
  }

  test('posts one card for each channel with it, goes on with a review that the other began, and unblocks once', async () => {
    const [old, today] = [await startOld(), await world.start('today')]
    const incidentId = await restrictSam()
    for (const platform of [world.slack, world.teams])
      expect(
        platform.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident'),
      ).toHaveLength(1)
    await confirm(incidentId, { opens: old, asks: today, confirms: [today, old] })
    await world.advance(minuteMilliseconds)
    expect(world.backend.calls.filter((call) => call.startsWith('unblock '))).toHaveLength(1)
    await world.advance(5 * minuteMilliseconds)
    expect(await readStatus(incidentId)).toBe('watching')
    expect(old.polls.length + today.polls.length).toBeGreaterThanOrEqual(7)
    expect(await world.store.verifyJournal()).toMatchObject({ ok: true })
    const errors = [...old.events, ...today.events].filter((event) => event.startsWith('error'))
    expect(errors).toEqual([])
  }, 120_000)

  test('goes on alone when the other one is stopped, with what that had begun', async () => {
    const old = await startOld()
    const incidentId = await restrictSam()
    const today = await world.start('today')
    await confirm(incidentId, { opens: old, asks: old, confirms: [old] })
    await old.stop()
    await world.advance(2 * minuteMilliseconds)
    expect(world.backend.calls.filter((call) => call.startsWith('unblock '))).toHaveLength(1)
    expect(await readStatus(incidentId)).toBe('watching')
    expect(today.events.filter((event) => event.startsWith('error'))).toEqual([])
  }, 120_000)

  test('leaves a member that only the newer one knows on an incident that it works on', async () => {
    const old = await startOld()
    const incidentId = await restrictSam()
    const kept = { tomorrow: { until: 'noon', deep: [1, { more: true }] } }
    const found = (await world.store.findIncident(incidentId)) ?? expect.unreachable()
    await world.store.commit({ incident: { next: { ...found, ...kept }, expectedVersion: found.version } })
    await confirm(incidentId, { opens: old, asks: old, confirms: [old] })
    await world.advance(2 * minuteMilliseconds)
    expect(await readStatus(incidentId)).toBe('watching')
    expect(await world.store.findIncident(incidentId)).toMatchObject(kept)
  }, 120_000)

  test('leaves a task of a kind that only the newer one knows to that one', async () => {
    const tomorrow = await openTomorrow(place)
    await startOld()
    const task = { key: 'rest', lane: 'rest', dueAt: world.clock.now(), attempts: 0 }
    const duty = { kind: 'rest', tenantId: 'contoso', hours: 8 }
    await tomorrow.commit({ tasks: [{ ...task, duty }] })
    await world.advance(5 * minuteMilliseconds)
    const pool = { kinds: ['rest'], limit: 9, sharedBy: 'tenant', mostPerShare: 9 } as const
    const request = { now: world.clock.now(), pools: [pool], leaseMilliseconds: minuteMilliseconds }
    expect((await tomorrow.claimTasks(request)).map((claim) => claim.task)).toEqual([{ ...task, duty }])
  }, 120_000)

  test('refuses the older one in words as soon as a newer one has said that it would do harm', async () => {
    const fatal: string[] = []
    const old = await startOld(({ message }) => void fatal.push(message))
    const incidentId = await restrictSam()
    const before = await readJournalHead(place)
    await place.query('update reprieve.meta set format = 2, oldest_reader = 2')
    await old.press(maya, 'review', { incidentId })
    await world.advance(2 * minuteMilliseconds)
    expect(fatal[0]).toMatch(/newer Reprieve.*Nothing has been changed\. Start the newer program/)
    await expect(former.on(place.url).open({ ...quiet, clock: world.clock })).rejects.toThrow(
      /newer Reprieve.*Start the newer program/,
    )
    expect(await readJournalHead(place)).toEqual(before)
  }, 120_000)

  const readStatus = async (id: string) => (await world.store.findIncident(id))?.state.status

  interface Hands {
    readonly opens: Replica
    readonly asks: Replica
    /** All at one moment. */
    readonly confirms: readonly Replica[]
  }

  async function confirm(incidentId: string, { opens, asks, confirms }: Hands): Promise<void> {
    toView(await asks.press(maya, 'review', { incidentId }), 'overview')
    const form = toView(await opens.press(maya, 'recommendations', { incidentId }), 'recommendations')
    const asked = await asks.press(maya, 'confirm', fillForm(form, { note: 'At the desk' }))
    const { confirmationId } = toView(asked, 'confirm')
    await Promise.all(confirms.map((one) => one.press(maya, 'unblock', { incidentId, confirmationId })))
  }
})

const quiet = { createId: randomUUID, log: { debug() {}, info() {}, warn() {}, error() {} } }
const stopped = { now: () => 0, monotonic: () => 0, after: () => () => {} }

/** A handle of a program that knows one kind of task more. */
function openTomorrow(place: Place): Promise<Store> {
  return place.open({ duties: new Map([...duties, ['rest', dutySchema]]) })
}

async function readJournalHead(place: Place) {
  const [row] = await place.query('select max(seq)::int as seq from reprieve.journal')
  return z.object({ seq: z.number() }).parse(row)
}
