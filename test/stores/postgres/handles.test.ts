// What handles in different processes do for each other.

import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import { createSystemClock } from '../../../src/run/clock.js'
import { createSharedClock } from '../../../src/stores/postgres/index.js'
import { createManualClock } from '../../clock.js'
import { createIncident, createTask, toClosed, toPools } from '../../contracts/store-records.js'
import { silentLog } from '../file/folder.js'
import { createPlace, describePostgres, type Place } from './place.js'
import { createWay } from './way.js'

describePostgres('a handle on PostgreSQL', () => {
  let place: Place
  beforeEach(async () => {
    place = await createPlace()
  })
  afterEach(() => place.remove())

  /** Resolves at the next call after the first, which every listener gets once it listens. */
  async function listen(url = place.url) {
    let call = () => {}
    const store = await place.open({ url })
    const next = () =>
      new Promise<void>((resolve) => {
        call = resolve
      })
    const listening = next()
    store.subscribe(() => call())
    await listening
    return { store, next }
  }

  test('is woken by work that another one saved and that is due, and by nothing else', async () => {
    const { store, next } = await listen()
    const calls: string[] = []
    store.subscribe(() => void calls.push('called'))
    const other = await place.open({ time: 'database' })
    const called = next()
    await store.commit({ tasks: [createTask('own')] })
    await other.commit({ tasks: [createTask('late', { dueAt: 9e12 })] })
    await other.remember('key', 1)
    await other.commit({ tasks: [createTask('due')] })
    await called
    expect(calls).toEqual(['called'])
  })

  test('that lost its connection listens again, and looks at once for what it may have missed', async () => {
    const way = await createWay(place.url)
    const { next } = await listen(way.toUrl(place.url))
    const again = next()
    way.cutAll()
    await again
    const other = await place.open()
    const called = next()
    await other.commit({ tasks: [createTask('due')] })
    await called
    await way.close()
  })

  test('that ends gives back what it holds: nobody waits until its leases run out', async () => {
    const [ending, staying] = [await place.open(), await place.open()]
    await ending.commit({ tasks: [createTask('a'), createTask('b')] })
    const claim = (store: typeof ending) =>
      store.claimTasks({ now: 2_000, pools: toPools(9), leaseMilliseconds: 100_000 })
    const claims = await claim(ending)
    expect(claims).toHaveLength(2)
    expect(await claim(staying)).toEqual([])
    const [first] = claims
    if (first === undefined) expect.unreachable()
    await ending.commit({ settle: { claim: first } })
    await ending.close()
    expect((await claim(staying)).map(({ task }) => task.key)).toEqual([claims[1]?.task.key])
  })

  test('reads again only what has changed of all that is live, whoever changed it and however', async () => {
    const [store, other] = [await place.open(), await place.open()]
    for (const id of ['a', 'b', 'c'])
      await other.commit({ incident: { next: createIncident(id), expectedVersion: 0 } })
    const before = await store.listLive({})
    const [, second] = before
    if (second === undefined) expect.unreachable()
    await other.commit({ incident: { next: { ...second, revision: 7 }, expectedVersion: second.version } })
    await other.commit({ incident: { next: createIncident('d'), expectedVersion: 0 } })
    const after = await store.listLive({})
    expect(after.map(({ id, revision }) => [id, revision])).toEqual([
      ['a', 1],
      ['b', 7],
      ['c', 1],
      ['d', 1],
    ])
    expect(after[0]).toBe(before[0])
    expect(after[2]).toBe(before[2])
    const [third] = await store.listLive({ entityKey: 'sender:c@contoso.com' })
    expect(third).toBe(before[2])
    expect(await store.listLive({ tenantId: 'nobody' })).toEqual([])
    // As a backup brings a row back: what it says is not what was read under that version.
    await place.query(`update reprieve.incidents set body = replace(body, '"revision":7', '"revision":6')`)
    expect((await store.listLive({})).map(({ revision }) => revision)).toEqual([1, 6, 1, 1])
    const [, again] = await store.listLive({})
    if (again === undefined) expect.unreachable()
    await other.commit({ incident: { next: toClosed(again), expectedVersion: again.version } })
    expect(await store.listLive({ entityKey: 'sender:b@contoso.com' })).toEqual([])
    expect((await store.listLive({})).map(({ id }) => id)).toEqual(['a', 'c', 'd'])
  })

  test('notices what is live when it was saved without a word in the record, and touches the head no more often', async () => {
    const store = await place.open()
    const readHead = async () => {
      const [row] = await place.query('select xmin::text as xmin from reprieve.journal_head')
      return row
    }
    const heads = [await readHead()]
    await store.commit({ incident: { next: createIncident('a'), expectedVersion: 0 } })
    heads.push(await readHead())
    await store.commit({ cells: [{ key: 'key', value: 1 }], tasks: [createTask('a')] })
    heads.push(await readHead())
    const closed = { next: toClosed(createIncident('a')), expectedVersion: 1 }
    await store.commit({ incident: closed })
    heads.push(await readHead())
    expect(heads[1]).not.toEqual(heads[0])
    expect(heads[2]).toEqual(heads[1])
    expect(heads[3]).not.toEqual(heads[2])
  })

  test('waits for rows that somebody holds, and not for ever', async () => {
    const store = await place.open({ statementMilliseconds: 200 })
    await store.remember('key', 1)
    const client = new pg.Client({ connectionString: place.url })
    await client.connect()
    await client.query(`begin; update reprieve.cells set body = '2' where key = 'key'`)
    const error: unknown = await store.remember('key', 3).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({
      fatal: false,
      message: expect.stringMatching(/busy with the same rows/) as unknown,
    })
    await client.query('rollback')
    await client.end()
    await store.remember('key', 4)
    expect((await store.recall('key'))?.value).toBe(4)
  })

  test('waits for others who ask, however long they take, and is not told that the database does not answer', async () => {
    const clock = createManualClock(1_000)
    const store = await place.open({ mostConnections: 1, clock })
    await store.remember('key', 1)
    const client = new pg.Client({ connectionString: place.url })
    await client.connect()
    await client.query(`begin; update reprieve.cells set body = '2' where key = 'key'`)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const writing = store.remember('other', 3)
      const asked = Promise.allSettled([store.remember('key', 3), store.recall('key'), store.recall('other')])
      await writing
      // Longer than a connection may take to be made.
      await clock.advance(5_500)
      await vi.advanceTimersByTimeAsync(5_500)
      await client.query('rollback')
      expect((await asked).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    } finally {
      vi.useRealTimers()
      await client.end()
    }
  })

  test('judges leases by the time of the database, whatever the clock of its machine shows', async () => {
    const wrong = createManualClock(9e12)
    const [early, late] = [
      await place.open({ time: 'database', clock: createManualClock(1_000) }),
      await place.open({ time: 'database', clock: wrong }),
    ]
    await early.commit({ tasks: [createTask('a'), createTask('b', { dueAt: 8e12 })] })
    const claim = (store: typeof early, now: number) =>
      store.claimTasks({ now, pools: toPools(9), leaseMilliseconds: 60_000 })
    const [held] = await claim(late, wrong.now())
    expect(held?.task.key).toBe('a')
    expect(Math.abs((held?.leaseExpiresAt ?? 0) - Date.now())).toBeLessThan(3_600_000)
    expect(await claim(late, wrong.now())).toEqual([])
    expect(await claim(early, 1_000)).toEqual([])
    expect(await late.readBacklog(wrong.now())).toEqual({ due: 0, nextDueAt: 8e12 })
  })
})

describePostgres('the clock of all processes', () => {
  test('shows the time of the database, whatever the machine shows, and never goes back by a little', async () => {
    const place = await createPlace()
    const real = createSystemClock()
    const off = { ...real, now: () => real.now() + 3_600_000 }
    const clocks = await Promise.all(
      [real, off].map((clock) => createSharedClock({ url: place.url, clock, log: silentLog })),
    )
    const [one, other] = clocks.map((clock) => clock.now())
    expect(Math.abs((one ?? 0) - (other ?? 0))).toBeLessThan(60_000)
    const rows = await place.query(
      'select extract(epoch from clock_timestamp())::double precision * 1000 as now',
    )
    expect(clocks[1]?.now()).toBeLessThan(real.now() + 1_800_000)
    expect(rows).toHaveLength(1)
    await Promise.all(clocks.map((clock) => clock.close()))
    await place.remove()
  })

  test('cannot be had where no database answers', async () => {
    const clock = createSystemClock()
    const url = 'postgres://role:canary@127.0.0.1:1/none'
    const error: unknown = await createSharedClock({ url, clock, log: silentLog }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(StoreError)
    expect(String(error)).not.toContain('canary')
  })
})
