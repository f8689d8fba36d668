// What two handles on one store promise each other. Where one process has a store to itself, both are the same.
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cell, whileOthersWrite } from '../../src/domain/cell.js'
import { StaleError } from '../../src/errors.js'
import type { Claim, Store } from '../../src/ports.js'
import type { Bench } from './store.js'
import { createEvent, createIncident, createTask, toClosed, toPools } from './store-records.js'

const leaseMilliseconds = 10_000
const claim = (store: Store, now = 1_000, limit = 99) =>
  store.claimTasks({ now, pools: toPools(limit), leaseMilliseconds })
const toKeys = (claims: readonly Claim[]) => claims.map(({ task }) => task.key)
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

/** What came of each, in the order in which they were begun; whoever lost must have been told so. */
async function race<Value>(attempts: readonly Promise<Value>[]): Promise<readonly Value[]> {
  const results = await Promise.allSettled(attempts)
  const lost = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  expect(lost.filter((error) => !(error instanceof StaleError))).toEqual([])
  return results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

export function describeShared({ store, openBeside }: Bench): void {
  let other: Store
  beforeEach(async () => {
    other = await openBeside()
  })
  const both = () => [store(), other] as const

  describe('two handles on one store', () => {
    test('open one incident of an entity, whoever is faster, and both see it', async () => {
      for (const round of numbers(8)) {
        const address = `laura-${round}@contoso.com`
        const opened = await race(
          both().flatMap((one, at) =>
            numbers(2).map((try_) =>
              one.commit({
                incident: { next: createIncident(`${round}-${at}-${try_}`, { address }), expectedVersion: 0 },
              }),
            ),
          ),
        )
        expect(opened).toHaveLength(1)
        for (const one of both())
          expect(await one.listLive({ entityKey: `sender:${address}` })).toEqual(opened)
      }
    })

    test('change a version of an incident once', async () => {
      let incident = await store().commit({ incident: { next: createIncident('one'), expectedVersion: 0 } })
      for (const round of numbers(8)) {
        const { version: expectedVersion = 0 } = incident ?? {}
        const next = { ...(incident ?? createIncident('one')), revision: round }
        const changed = await race(
          both().map((one, at) =>
            one.commit({
              incident: { next, expectedVersion },
              events: [createEvent('one', { data: { at } })],
            }),
          ),
        )
        expect(changed).toHaveLength(1)
        incident = changed[0]
        for (const one of both()) expect(await one.findIncident('one')).toEqual(incident)
      }
      expect(await store().readJournal({ limit: 99 })).toHaveLength(8)
    })

    test('close an incident once, and it stays closed for both', async () => {
      const opened = await store().commit({ incident: { next: createIncident('one'), expectedVersion: 0 } })
      const next = toClosed(opened ?? createIncident('one'))
      const closed = await race(both().map((one) => one.commit({ incident: { next, expectedVersion: 1 } })))
      expect(closed).toHaveLength(1)
      for (const one of both()) {
        expect(await one.countClosed({})).toBe(1)
        expect(await one.countClosed({ tenantId: 'contoso' })).toBe(1)
        const again = { next: { ...next, state: { status: 'open' } as const }, expectedVersion: 2 }
        await expect(one.commit({ incident: again })).rejects.toThrow(StaleError)
      }
    })

    test('swap a cell one after the other: nothing that one of them wrote is lost', async () => {
      const counter = cell('counter', z.number())()
      const add = (one: Store) =>
        whileOthersWrite(async () => {
          const { value = 0, version } = await counter.find(one)
          await one.commit({ cells: [counter.put(value + 1, { expectedVersion: version })] })
        })
      for (const _ of numbers(6)) await Promise.all(both().map(add))
      for (const one of both()) expect(await counter.recall(one)).toBe(12)
    })

    test('begin a cell once, and forget it once', async () => {
      const begun = await race(both().map((one) => one.remember('key', 1, { expectedVersion: 0 })))
      expect(begun).toHaveLength(1)
      const expectedVersion = (await other.recall('key'))?.version ?? 0
      const forgotten = await race(
        both().map((one) => one.commit({ cells: [{ key: 'key', forget: true, expectedVersion }] })),
      )
      expect(forgotten).toHaveLength(1)
    })

    test('wait for one another with several cells at once, and never in a circle', async () => {
      const keys = numbers(6).map((at) => `key-${at}`)
      await Promise.all(
        numbers(10).flatMap((round) =>
          both().map((one, at) => {
            const cells = keys.map((key) => ({ key, value: [round, at] }))
            return one.commit({ cells: at === 0 ? cells : cells.toReversed() })
          }),
        ),
      )
      const values = await Promise.all(keys.map(async (key) => (await other.recall(key))?.value))
      expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(1)
    })

    test('get each task once', async () => {
      const keys = numbers(40).map((at) => `task-${at}`)
      await store().commit({ tasks: keys.map((key) => createTask(key)) })
      const claims = await Promise.all(numbers(4).flatMap(() => both().map((one) => claim(one, 1_000, 10))))
      const rest = await claim(other)
      expect(toKeys([...claims.flat(), ...rest]).sort()).toEqual(keys.sort())
      expect(new Set([...claims.flat(), ...rest].map(({ token }) => token)).size).toBe(40)
    })

    test('are never at two tasks of a lane at once, and do all of them in order', async () => {
      const lanes = ['card', 'line', 'page']
      const tasks = lanes.flatMap((lane) =>
        numbers(6).map((at) => createTask(`${lane}-${at}`, { lane, dueAt: 100 + at })),
      )
      await store().commit({ tasks })
      const done: string[] = []
      const busy = new Set<string>()
      async function work(one: Store): Promise<void> {
        while (done.length < tasks.length)
          for (const held of await claim(one)) {
            expect(busy).not.toContain(held.task.lane)
            busy.add(held.task.lane)
            await one.recall('key')
            busy.delete(held.task.lane)
            await one.commit({ settle: { claim: held } })
            done.push(held.task.key)
          }
      }
      await Promise.all(both().map(work))
      for (const lane of lanes)
        expect(done.filter((key) => key.startsWith(lane))).toEqual(numbers(6).map((at) => `${lane}-${at}`))
    })

    test('have no more under way of one tenant than its share, both together', async () => {
      const tasks = ['contoso', 'fabrikam'].flatMap((tenantId) =>
        numbers(6).map((at) =>
          createTask(`${tenantId}-${at}`, { duty: { kind: 'watch', tenantId }, dueAt: 100 + at }),
        ),
      )
      await store().commit({ tasks })
      const pool = {
        kinds: ['watch'],
        limit: 9,
        sharedBy: 'tenant',
        mostPerShare: 2,
        limits: { fabrikam: 1 },
      } as const
      const ask = (one: Store) => one.claimTasks({ now: 1_000, pools: [pool], leaseMilliseconds })
      const claims = (await Promise.all([...both(), ...both()].map(ask))).flat()
      expect(toKeys(claims).sort()).toEqual(['contoso-0', 'contoso-1', 'fabrikam-0'])
      const [first] = claims.filter(({ task }) => task.key === 'contoso-0')
      if (first === undefined) expect.unreachable()
      await other.commit({ settle: { claim: first } })
      expect(toKeys((await Promise.all(both().map(ask))).flat())).toEqual(['contoso-2'])
    })

    test('take over what one of them has left, and then that one can save nothing under it', async () => {
      await store().commit({ tasks: [createTask('a')] })
      const [former] = await claim(store())
      if (former === undefined) expect.unreachable()
      expect(await claim(other, 10_999)).toEqual([])
      const [next] = await claim(other, 11_000)
      if (next === undefined) expect.unreachable()
      const late = {
        settle: { claim: former },
        incident: { next: createIncident('one'), expectedVersion: 0 },
        cells: [{ key: 'key', value: 'late' }],
        events: [createEvent('one')],
      }
      await expect(store().commit(late)).rejects.toThrow(StaleError)
      expect(await store().renewClaims({ now: 11_000, leaseMilliseconds, claims: [former] })).toEqual([])
      expect(await other.findIncident('one')).toBeUndefined()
      expect(await other.recall('key')).toBeUndefined()
      expect(await other.readJournal({ limit: 9 })).toEqual([])
      await other.commit({ ...late, settle: { claim: next } })
      expect((await store().recall('key'))?.value).toBe('late')
    })

    test('renew a lease or take the task over, but never both', async () => {
      for (const round of numbers(8)) {
        const key = `task-${round}`
        await store().commit({ tasks: [createTask(key)] })
        const claims = await claim(store())
        const [renewed, taken] = await Promise.all([
          store().renewClaims({ now: 20_000, leaseMilliseconds, claims }),
          claim(other, 20_000),
        ])
        expect([...renewed, ...taken].map(({ task }) => task.key)).toEqual([key])
        const held = [...renewed, ...taken][0]
        if (held === undefined) expect.unreachable()
        await other.commit({ settle: { claim: held } })
      }
    })

    test('make one wish of the same task, due when the earlier was', async () => {
      await Promise.all(
        numbers(6).flatMap((at) =>
          both().map((one, who) => one.commit({ tasks: [createTask('a', { dueAt: 900 - 100 * at - who })] })),
        ),
      )
      const claims = (await Promise.all(both().map((one) => claim(one)))).flat()
      expect(claims.map(({ task }) => task)).toEqual([createTask('a', { dueAt: 399 })])
    })

    test('write one record: its chain is whole however they take turns', async () => {
      await Promise.all(
        numbers(15).flatMap((round) =>
          both().map((one, at) =>
            one.commit({
              events: [
                createEvent(`${at}`, { data: { round }, texts: { note: `${round}` } }),
                createEvent(`${at}`, { data: { round } }),
              ],
            }),
          ),
        ),
      )
      await store().commit({})
      for (const one of both())
        expect(await one.verifyJournal()).toEqual({ ok: true, entries: 60, texts: { whole: 30, erased: 0 } })
    })
  })
}
