import { describe, expect, test } from 'vitest'
import { StaleError } from '../../src/errors.js'
import type { Claim } from '../../src/ports.js'
import type { Bench } from './store.js'
import { createEvent, createIncident, createTask, toPools } from './store-records.js'

export function describeTasks({ store, reopen }: Bench): void {
  const leaseMilliseconds = 10_000
  const claim = (now: number, limit = 99) =>
    store().claimTasks({ now, pools: toPools(limit), leaseMilliseconds })
  const toKeys = (claims: readonly Claim[]) => claims.map(({ task }) => task.key)
  async function claimOne(now: number): Promise<Claim> {
    const [only] = await claim(now)
    if (only === undefined) throw new Error('Nothing was due')
    return only
  }

  describe('tasks', () => {
    test('are given out when due, oldest first, up to a limit, once', async () => {
      const late = createTask('late', { dueAt: 3_000 })
      const tasks = [late, createTask('young', { dueAt: 2_000 }), createTask('old', { dueAt: 1_000 })]
      await store().commit({ tasks })
      expect(await claim(999)).toEqual([])
      expect(toKeys(await claim(2_500, 1))).toEqual(['old'])
      expect(toKeys(await claim(2_500))).toEqual(['young'])
      expect(await claim(3_000)).toMatchObject([{ task: late, leaseExpiresAt: 13_000 }])
      expect(await claim(3_000)).toEqual([])
    })

    test('of one lane run one at a time, in the order they are due', async () => {
      const lane = 'card:one:slack'
      await store().commit({
        tasks: [createTask('third', { lane, dueAt: 900 }), createTask('second', { lane, dueAt: 800 })],
      })
      await store().commit({ tasks: [createTask('first', { lane, dueAt: 700 }), createTask('elsewhere')] })
      const claims = await claim(1_000)
      expect(toKeys(claims)).toEqual(['first', 'elsewhere'])
      expect(await claim(1_000)).toEqual([])
      const [first] = claims
      if (first === undefined) expect.unreachable()
      await store().commit({ settle: { claim: first } })
      expect(toKeys(await claim(1_000))).toEqual(['second'])
    })

    test('stay with whoever renews the lease, also when it has run out and nobody else has them yet', async () => {
      await store().commit({ tasks: [createTask('a'), createTask('b')] })
      const claims = await claim(1_000)
      const renewed = await store().renewClaims({ now: 20_000, leaseMilliseconds, claims })
      expect(renewed.map(({ leaseExpiresAt }) => leaseExpiresAt)).toEqual([30_000, 30_000])
      expect(await claim(29_999)).toEqual([])
      expect(toKeys(await claim(30_000))).toEqual(['a', 'b'])
    })

    test('let whoever has them save what goes on, and nobody who has lost them', async () => {
      await store().commit({ tasks: [createTask('a')] })
      const held = await claimOne(1_000)
      await store().commit({ holds: held, cells: [{ key: 'mark', value: 1 }] })
      const again = await claimOne(20_000)
      const late = { holds: held, cells: [{ key: 'mark', value: 2 }] }
      await expect(store().commit(late)).rejects.toThrow(StaleError)
      await store().commit({ settle: { claim: again } })
      await expect(store().commit(late)).rejects.toThrow(StaleError)
      expect((await store().recall('mark'))?.value).toBe(1)
    })

    test('are lost to whoever renews too late: the lease is not renewed, and nothing can be saved under it', async () => {
      await store().commit({ tasks: [createTask('a'), createTask('b')] })
      const [a, b] = await claim(1_000)
      if (a === undefined || b === undefined) expect.unreachable()
      await store().commit({ settle: { claim: b } })
      const [again] = await claim(20_000)
      expect(again?.task.key).toBe('a')
      expect(await store().renewClaims({ now: 20_000, leaseMilliseconds, claims: [a, b] })).toEqual([])
      await expect(store().commit({ settle: { claim: a } })).rejects.toThrow(StaleError)
    })

    test('that were refused say what keeps them back until they are tried again, and can be hastened meanwhile', async () => {
      const held = { platform: 'slack', channel: 'C1', since: 900, triedAt: 1_000, dueAt: 60_000 }
      await store().commit({ tasks: [createTask('a')] })
      const first = await claimOne(1_000)
      expect(await store().listHeld()).toEqual([])
      await store().commit({ settle: { claim: first, retryAt: 60_000, held } })
      expect(await store().listHeld()).toMatchObject([{ key: 'a', held, attempts: 1 }])
      const hasten = [
        { key: 'a', dueAt: 2_000 },
        { key: 'gone', dueAt: 2_000 },
      ]
      await store().commit({ hasten })
      await store().commit({ hasten: [{ key: 'a', dueAt: 50_000 }] })
      const again = await claimOne(2_000)
      expect(again.task).toMatchObject({ held, attempts: 1, dueAt: 2_000 })
      await store().commit({ settle: { claim: again, retryAt: 60_000, isUncounted: true } })
      expect(await store().listHeld()).toEqual([])
      expect((await claimOne(60_000)).task).toEqual(createTask('a', { dueAt: 60_000, attempts: 1 }))
    })

    test('that were refused are still kept back after a restart, and move with the clock', async () => {
      const held = { platform: 'slack', since: 900, triedAt: 1_000, dueAt: 60_000, notBefore: 9_000 }
      await store().commit({ tasks: [createTask('a')] })
      await store().commit({ settle: { claim: await claimOne(1_000), retryAt: 60_000, held } })
      await store().commit({ moveTasksMilliseconds: -500 })
      await reopen()
      const moved = { platform: 'slack', since: 400, triedAt: 500, dueAt: 59_500, notBefore: 8_500 }
      expect(await store().listHeld()).toMatchObject([{ key: 'a', dueAt: 59_500, held: moved }])
    })

    test('under a key that waits become one: due when the earlier was, with the newer duty', async () => {
      const newer = { kind: 'verify', incidentId: 'one', minutes: 5 } as const
      await store().commit({ tasks: [createTask('a', { dueAt: 1_000 }), createTask('b', { dueAt: 5_000 })] })
      await store().commit({
        tasks: [createTask('a', { dueAt: 5_000, duty: newer }), createTask('b', { dueAt: 1_000 })],
      })
      expect((await claim(1_000)).map(({ task }) => task)).toEqual([
        createTask('a', { dueAt: 1_000, duty: newer }),
        createTask('b', { dueAt: 1_000 }),
      ])
      expect(await claim(9_000)).toEqual([])
    })

    test('under a key that runs wait for it and run again', async () => {
      await store().commit({ tasks: [createTask('a')] })
      const first = await claimOne(1_000)
      await store().commit({ tasks: [createTask('a', { dueAt: 1_500 })] })
      expect(await claim(2_000)).toEqual([])
      await store().commit({ settle: { claim: first } })
      expect((await claimOne(2_000)).task).toEqual(createTask('a', { dueAt: 1_500 }))
    })

    test('come back with one more attempt when they failed', async () => {
      await store().commit({ tasks: [createTask('a')] })
      await store().commit({ settle: { claim: await claimOne(1_000), retryAt: 4_000 } })
      expect(await claim(3_999)).toEqual([])
      const second = await claimOne(4_000)
      expect(second.task).toEqual(createTask('a', { dueAt: 4_000, attempts: 1 }))
      await store().commit({ settle: { claim: second, retryAt: 5_000 } })
      expect((await claimOne(5_000)).task.attempts).toBe(2)
    })

    test('that failed join the same wish that waits already', async () => {
      const newer = { kind: 'verify', incidentId: 'one', minutes: 5 } as const
      await store().commit({ tasks: [createTask('a')] })
      const first = await claimOne(1_000)
      await store().commit({ tasks: [createTask('a', { dueAt: 2_000, duty: newer })] })
      await store().commit({ settle: { claim: first, retryAt: 9_000 } })
      expect((await claim(9_000)).map(({ task }) => task)).toEqual([
        createTask('a', { dueAt: 2_000, duty: newer }),
      ])
      expect(await store().readBacklog(9_000)).toEqual({ due: 0, nextDueAt: undefined })
    })

    test('are settled in the same write as what they did', async () => {
      await store().commit({ tasks: [createTask('a')] })
      const settle = { claim: await claimOne(1_000) }
      await store().commit({
        settle,
        incident: { next: createIncident('one'), expectedVersion: 0 },
        tasks: [createTask('a', { dueAt: 2_000 })],
      })
      expect(await store().findIncident('one')).toBeDefined()
      expect((await claimOne(2_000)).task).toEqual(createTask('a', { dueAt: 2_000 }))
    })

    test('are not given back by a commit that was refused', async () => {
      await store().commit({ tasks: [createTask('a')] })
      const settle = { claim: await claimOne(1_000), retryAt: 1_000 }
      const incident = { next: createIncident('one'), expectedVersion: 7 }
      await expect(store().commit({ settle, incident, tasks: [createTask('b')] })).rejects.toThrow(StaleError)
      expect(await claim(1_000)).toEqual([])
      await store().commit({ settle })
      expect(toKeys(await claim(1_000))).toEqual(['a'])
    })

    test('of one pool take no place of another, and a kind in no pool waits', async () => {
      const people = { kinds: ['unblock'], limit: 1, sharedBy: 'tenant', mostPerShare: 9 } as const
      const watch = { kinds: ['watch'], limit: 2, sharedBy: 'tenant', mostPerShare: 9 } as const
      const tasks = ['a', 'b', 'c'].map((key) =>
        createTask(key, { dueAt: 500, duty: { kind: 'watch', tenantId: key } }),
      )
      const late = createTask('yes', { dueAt: 900, duty: { kind: 'unblock', incidentId: 'one' } })
      await store().commit({ tasks: [...tasks, late, createTask('evidence')] })
      const claims = await store().claimTasks({ now: 1_000, pools: [people, watch], leaseMilliseconds })
      expect(toKeys(claims)).toEqual(['yes', 'a', 'b'])
    })

    test('of whoever has the fewest under way come first, and nobody has more than a share', async () => {
      const toGather = (incidentId: string, dueAt: number) =>
        createTask(incidentId, { dueAt, duty: { kind: 'gather', incidentId } })
      const storm = ['s1', 's2', 's3', 's4']
      for (const id of storm)
        await store().commit({ incident: { next: createIncident(id), expectedVersion: 0 } })
      const other = createIncident('other', { tenantId: 'fabrikam' })
      await store().commit({ incident: { next: other, expectedVersion: 0 } })
      await store().commit({ tasks: [...storm.map((id) => toGather(id, 500)), toGather('other', 900)] })
      const pools = (limit: number) =>
        [{ kinds: ['gather'], limit, sharedBy: 'tenant', mostPerShare: 3 }] as const
      const claimOf = (limit: number) =>
        store().claimTasks({ now: 1_000, pools: pools(limit), leaseMilliseconds })
      expect(toKeys(await claimOf(2))).toEqual(['s1', 'other'])
      expect(toKeys(await claimOf(9))).toEqual(['s2', 's3'])
      expect(await claimOf(9)).toEqual([])
    })

    test('of a tenant that is left to others are given out when they have been due for long, those of its incidents too', async () => {
      const other = createIncident('other', { tenantId: 'fabrikam' })
      await store().commit({ incident: { next: other, expectedVersion: 0 } })
      const toWatch = (tenantId: string) =>
        createTask(`watch:${tenantId}`, { dueAt: 500, duty: { kind: 'watch', tenantId } })
      const gather = createTask('gather', { dueAt: 900, duty: { kind: 'gather', incidentId: 'other' } })
      await store().commit({ tasks: [toWatch('contoso'), toWatch('fabrikam'), gather] })
      const claimAt = (now: number) =>
        store().claimTasks({
          now,
          pools: toPools(99).map((pool) => ({ ...pool, left: { fabrikam: 5_000 } })),
          leaseMilliseconds,
        })
      expect(toKeys(await claimAt(1_000))).toEqual(['watch:contoso'])
      expect(await claimAt(5_499)).toEqual([])
      expect(toKeys(await claimAt(5_500))).toEqual(['watch:fabrikam'])
      expect(toKeys(await claimAt(5_900))).toEqual(['gather'])
    })

    test('may be shared by platform', async () => {
      const toUpdate = (key: string, platform: 'slack' | 'teams') =>
        createTask(key, { duty: { kind: 'update', incidentId: key, platform } })
      const toDigest = (key: string, platform: 'slack' | 'teams') =>
        createTask(key, { duty: { kind: 'digest', digestId: key, channel: { platform, channel: 'C1' } } })
      await store().commit({
        tasks: [
          toUpdate('a', 'slack'),
          toDigest('b', 'slack'),
          toUpdate('c', 'slack'),
          toDigest('d', 'teams'),
        ],
      })
      const pool = { kinds: ['update', 'digest'], limit: 9, sharedBy: 'platform', mostPerShare: 2 } as const
      const claims = await store().claimTasks({ now: 1_000, pools: [pool], leaseMilliseconds })
      expect(toKeys(claims).toSorted()).toEqual(['a', 'b', 'd'])
    })

    test('all move with a clock that was set back, claims and leases too, and outlive a restart so', async () => {
      await store().commit({
        tasks: [createTask('held', { dueAt: 9_000 }), createTask('b', { dueAt: 9_500 })],
      })
      const held = await claimOne(9_000)
      await store().commit({ moveTasksMilliseconds: -8_000, tasks: [createTask('new', { dueAt: 1_700 })] })
      expect(await store().readBacklog(1_200)).toEqual({ due: 0, nextDueAt: 1_500 })
      expect(toKeys(await claim(1_500))).toEqual(['b'])
      expect(toKeys(await claim(1_700))).toEqual(['new'])
      expect(toKeys(await claim(11_000))).toEqual(['held'])
      await expect(store().commit({ settle: { claim: held } })).rejects.toThrow(StaleError)
      await reopen()
      expect((await store().readBacklog(1_000)).nextDueAt).toBe(1_000)
    })

    test('are counted while they wait', async () => {
      expect(await store().readBacklog(1_000)).toEqual({ due: 0, nextDueAt: undefined })
      await store().commit({
        tasks: [createTask('a'), createTask('b', { dueAt: 800 }), createTask('c', { dueAt: 7_000 })],
      })
      expect(await store().readBacklog(1_000)).toEqual({ due: 2, nextDueAt: 800 })
      await claim(1_000)
      expect(await store().readBacklog(1_000)).toEqual({ due: 0, nextDueAt: 7_000 })
      expect((await store().readBacklog(11_000)).due).toBe(3)
    })

    test('outlive a restart', async () => {
      await store().commit({ tasks: [createTask('a', { attempts: 3 })] })
      await reopen()
      expect((await claimOne(1_000)).task).toEqual(createTask('a', { attempts: 3 }))
    })
  })

  describe('a claim', () => {
    test('ends with its lease, and whoever had it can save nothing any more', async () => {
      await store().commit({ tasks: [createTask('a')] })
      const former = await claimOne(1_000)
      expect(await claim(10_999)).toEqual([])
      const next = await claimOne(11_000)
      expect(next.token).not.toBe(former.token)
      expect(next.task).toEqual(former.task)
      const late = {
        settle: { claim: former },
        incident: { next: createIncident('one'), expectedVersion: 0 },
        events: [createEvent('one')],
        tasks: [createTask('b')],
        cells: [{ key: 'key', value: 'late' }],
      }
      await expect(store().commit(late)).rejects.toThrow(StaleError)
      expect(await store().findIncident('one')).toBeUndefined()
      expect(await store().readJournal({ limit: 9 })).toEqual([])
      expect(await store().recall('key')).toBeUndefined()
      await store().commit({ settle: { claim: next } })
      expect(await claim(99_000)).toEqual([])
    })

    test('that ran out still counts while nobody else has taken the task', async () => {
      await store().commit({ tasks: [createTask('a')] })
      await store().commit({ settle: { claim: await claimOne(1_000) } })
      expect(await claim(99_000)).toEqual([])
    })

    test('is settled once', async () => {
      await store().commit({ tasks: [createTask('a')] })
      const settle = { claim: await claimOne(1_000) }
      const results = await Promise.allSettled([store().commit({ settle }), store().commit({ settle })])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      await expect(store().commit({ settle })).rejects.toThrow(StaleError)
    })

    test('of a task that was left takes the same wish along', async () => {
      await store().commit({ tasks: [createTask('a')] })
      await claimOne(1_000)
      await store().commit({ tasks: [createTask('a', { dueAt: 2_000 })] })
      expect(toKeys(await claim(50_000))).toEqual(['a'])
      expect(await store().readBacklog(50_000)).toEqual({ due: 0, nextDueAt: undefined })
    })

    test('is given to one of many who ask at once', async () => {
      await store().commit({ tasks: [createTask('a'), createTask('b')] })
      const claims = (await Promise.all([claim(1_000), claim(1_000), claim(1_000)])).flat()
      expect(toKeys(claims).sort()).toEqual(['a', 'b'])
    })
  })
}
