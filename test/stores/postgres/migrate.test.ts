// Bringing a database up, and with how few rights a bot works after that.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toErasedEvent } from '../../../src/domain/erase.js'
import { StoreError } from '../../../src/errors.js'
import { duties } from '../../../src/features/index.js'
import { createSystemClock } from '../../../src/run/clock.js'
import { migratePostgres, openPostgresForReading } from '../../../src/stores/postgres/index.js'
import { createEvent, createIncident, createTask, toClosed, toPools } from '../../contracts/store-records.js'
import { silentLog } from '../file/folder.js'
import { createPlace, describePostgres, type Place } from './place.js'

describePostgres('a database', () => {
  let place: Place
  beforeEach(async () => {
    place = await createPlace({ isEmpty: true })
  })
  afterEach(() => place.remove())

  async function createRole(): Promise<{ readonly role: string; readonly url: string }> {
    const role = `role_${randomUUID().replaceAll('-', '')}`
    await place.query(`create role ${role} login password 'word'`)
    const url = new URL(place.url)
    url.username = role
    url.password = 'word'
    return { role, url: url.href }
  }

  /** What docs/postgresql.md says. */
  const grant = (role: string) =>
    place.query(`
      grant usage on schema reprieve to ${role};
      grant select, insert, update, delete on all tables in schema reprieve to ${role};
      revoke update, delete on reprieve.journal from ${role};
      revoke insert, update, delete on reprieve.migrations from ${role};
      grant usage on all sequences in schema reprieve to ${role}`)

  test('is brought up once when three programs start at once', async () => {
    const starts = await Promise.all([1, 2, 3].map(() => migratePostgres({ url: place.url })))
    expect(starts.flat().sort()).toEqual(['0001-begin', '0002-live'])
    const stores = await Promise.all([1, 2, 3].map(() => place.open()))
    await stores[0]?.remember('key', 1)
    expect((await stores[2]?.recall('key'))?.value).toBe(1)
    expect(await migratePostgres({ url: place.url })).toEqual([])
  })

  test('that nobody may bring up says how it is done', async () => {
    const { role, url } = await createRole()
    const error: unknown = await place.open({ url }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({
      fatal: true,
      message: expect.stringMatching(/reprieve store migrate/) as unknown,
    })
    expect(String(error)).not.toContain('word')
    await place.query(`drop role ${role}`)
  })

  test('lets no one in with a wrong name, in words and without the password', async () => {
    const url = new URL(place.url)
    url.pathname = '/no_such_database'
    url.password = 'canary-word'
    const error: unknown = await place.open({ url: url.href }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ message: expect.stringMatching(/does not let this role in/) as unknown })
    expect(JSON.stringify(error) + String(error)).not.toContain('canary')
  })

  test.each(['mysql://one', 'postgres://role:canary@[', 'canary'])(
    'of no readable address (%s) is refused in words',
    async (url) => {
      const error: unknown = await place.open({ url }).catch((reason: unknown) => reason)
      expect(error).toMatchObject({
        fatal: true,
        message: expect.stringMatching(/cannot be read/) as unknown,
      })
      expect(String(error)).not.toContain('canary')
    },
  )

  test('is served by a role that may change nothing of the schema, and nothing that the journal has', async () => {
    await migratePostgres({ url: place.url })
    const { role, url } = await createRole()
    await grant(role)
    const store = await place.open({ url })
    const incident = { next: createIncident('one'), expectedVersion: 0 }
    await store.commit({
      incident,
      events: [createEvent('one', { texts: { note: 'x' } })],
      tasks: [createTask('a')],
    })
    const erasure = { before: 9e12, days: 90 }
    const [held] = await store.claimTasks({ now: 9_000, pools: toPools(9), leaseMilliseconds: 1_000 })
    if (held === undefined) expect.unreachable()
    await store.renewClaims({ now: 9_000, leaseMilliseconds: 1_000, claims: [held] })
    await store.commit({ settle: { claim: held, retryAt: 9_000 }, hasten: [{ key: 'a', dueAt: 1 }] })
    await store.remember('key', 1, { expectedVersion: 0 })
    await store.commit({ incident: { next: toClosed(createIncident('one')), expectedVersion: 1 } })
    await store.commit({
      erase: erasure,
      events: [toErasedEvent(erasure, 9e12)],
      moveTasksMilliseconds: -5_000,
      cells: [{ key: 'key', forget: true }],
    })
    expect(await store.verifyJournal()).toMatchObject({ ok: true, entries: 2 })
    await store.close()
    await place.query(`drop owned by ${role}; drop role ${role}`)
  })

  test('is read by a role that may do nothing else', async () => {
    await (await place.open()).commit({ events: [createEvent('one')] })
    const { role, url } = await createRole()
    await place.query(
      `grant usage on schema reprieve to ${role}; grant select on all tables in schema reprieve to ${role}`,
    )
    const store = await openPostgresForReading({ url, clock: createSystemClock(), log: silentLog, duties })
    expect(await store.readJournal({ limit: 9 })).toHaveLength(1)
    expect(await store.listLive({})).toEqual([])
    await expect(store.commit({})).rejects.toThrow(/for reading only/)
    await store.close()
    await place.query(`drop owned by ${role}; drop role ${role}`)
  })

  test('is not read by a program that would misread it, or that it is too old for: both say what to do', async () => {
    await migratePostgres({ url: place.url })
    const open = () =>
      openPostgresForReading({ url: place.url, clock: createSystemClock(), log: silentLog, duties })
    await place.query('update reprieve.meta set oldest_reader = 9, format = 9')
    await expect(open()).rejects.toThrow(/brought up by a newer Reprieve: it has format 9.*Start the newer/)
    await place.query(
      'update reprieve.meta set oldest_reader = 1; delete from reprieve.migrations where number = 2',
    )
    await expect(open()).rejects.toThrow(
      /older than this program: start the bot, or run "reprieve store migrate"/,
    )
  })

  test('that was brought up by other steps is refused', async () => {
    await migratePostgres({ url: place.url })
    await place.query(`update reprieve.migrations set checksum = 'other'`)
    await expect(place.open()).rejects.toThrow(/is not the one that this program has/)
  })

  test('that is a newer program’s is refused in words when it says that this one would damage it, and not before', async () => {
    await migratePostgres({ url: place.url })
    await place.query(`
      insert into reprieve.migrations (number, name, checksum) values (99, 'later', 'x');
      update reprieve.meta set format = 9`)
    const store = await place.open()
    await store.remember('key', 1)
    await place.query('update reprieve.meta set oldest_reader = 9')
    const words =
      /brought up by a newer Reprieve: it has format 9.*Nothing has been changed\. Start the newer/
    const error: unknown = await store.remember('key', 2).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ fatal: true, message: expect.stringMatching(words) as unknown })
    expect((await store.recall('key'))?.value).toBe(1)
    await expect(place.open()).rejects.toThrow(words)
  })
})
