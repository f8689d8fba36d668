// What a newer program has written, in the hands of this one.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Store } from '../../../src/ports.js'
import { createIncident, createTask, toPools } from '../../contracts/store-records.js'
import { addUnknown } from '../file/samples.js'
import { createPlace, describePostgres, type Place } from './place.js'

describePostgres('what a newer program has written', () => {
  let place: Place
  let store: Store
  beforeEach(async () => {
    place = await createPlace()
    store = await place.open()
  })
  afterEach(() => place.remove())
  const claim = (now = 9_000) => store.claimTasks({ now, pools: toPools(9), leaseMilliseconds: 1_000 })
  const readBody = async (table: string, id: string) => {
    const rows = await place.query(
      `select body from reprieve.${table} where ${table === 'incidents' ? 'id' : 'key'} = $1`,
      [id],
    )
    return z.tuple([z.object({ body: z.string() })]).parse(rows)[0].body
  }
  const writeBody = (table: string, id: string, body: object) =>
    place.query(`update reprieve.${table} set body = $2 where ${table === 'incidents' ? 'id' : 'key'} = $1`, [
      id,
      JSON.stringify(body),
    ])

  test('keeps its members when this one changes the incident', async () => {
    const saved = await store.commit({ incident: { next: createIncident('one'), expectedVersion: 0 } })
    const newer = z.record(z.string(), z.json()).parse(addUnknown(saved))
    await writeBody('incidents', 'one', newer)
    const found = await store.findIncident('one')
    if (found === undefined) expect.unreachable()
    await store.commit({ incident: { next: { ...found, revision: 7 }, expectedVersion: 1 } })
    expect(JSON.parse(await readBody('incidents', 'one'))).toEqual({ ...newer, version: 2, revision: 7 })
  })

  test('keeps its members when this one tries the task again', async () => {
    await store.commit({ tasks: [createTask('a')] })
    const newer = z.record(z.string(), z.json()).parse(addUnknown(createTask('a')))
    await writeBody('waiting', 'a', newer)
    const [held] = await claim()
    if (held === undefined) expect.unreachable()
    await store.commit({ settle: { claim: held, retryAt: 9_000 } })
    expect(JSON.parse(await readBody('waiting', 'a'))).toEqual({ ...newer, dueAt: 9_000, attempts: 1 })
  })

  test('waits for it: a task of an unknown kind is neither handed out nor counted, and holds up no lane', async () => {
    const lane = 'card'
    await store.commit({
      tasks: [
        createTask('rest', { lane, dueAt: 1, duty: { kind: 'rest', hours: 8 } }),
        createTask('known', { lane, dueAt: 2 }),
      ],
    })
    expect(await store.readBacklog(9_000)).toEqual({ due: 1, nextDueAt: 2 })
    expect((await claim()).map(({ task }) => task.key)).toEqual(['known'])
    expect(await readBody('waiting', 'rest')).toContain('"hours":8')
  })

  test('waits for it: a task of a known kind and an unknown shape is left alone until somebody asks for what this one knows', async () => {
    await store.commit({ tasks: [createTask('a'), createTask('b')] })
    await writeBody('waiting', 'a', { ...createTask('a'), duty: { kind: 'gather', incidentId: 7 } })
    expect((await claim()).map(({ task }) => task.key)).toEqual(['b'])
    expect(await claim()).toEqual([])
    expect(await readBody('waiting', 'a')).toContain('"incidentId":7')
    await store.commit({ tasks: [createTask('a')] })
    expect((await claim()).map(({ task }) => task)).toEqual([createTask('a')])
  })

  test('keeps its lane while it is at work there, and gives it up with its lease', async () => {
    await store.commit({ tasks: [createTask('known', { lane: 'card', dueAt: 2 })] })
    await place.query(`
      insert into reprieve.running (token, key, number, lane, due_at, attempts, kind, tenant_id, platform, is_held, lease_expires_at, body)
      values ('token', 'rest', 1, 'card', 1, 0, 'rest', '', '', false, 10000,
        '{"key":"rest","lane":"card","dueAt":1,"attempts":0,"duty":{"kind":"rest","hours":8}}')`)
    expect(await claim(9_999)).toEqual([])
    expect((await claim(10_000)).map(({ task }) => task.key)).toEqual(['known'])
    expect(await readBody('waiting', 'rest')).toContain('"hours":8')
  })

  test('that this one cannot read at all is said so, and not taken for nothing', async () => {
    await store.commit({ incident: { next: createIncident('one'), expectedVersion: 0 } })
    await writeBody('incidents', 'one', { ...createIncident('one'), state: { status: 'resting', since: 1 } })
    await expect(store.listLive({})).rejects.toThrow(/a newer Reprieve may have written it/)
  })
})

describePostgres('text that PostgreSQL has no letters for', () => {
  test('comes back as it was: NUL, half surrogates and backslashes, in names, keys and bodies', async () => {
    const place = await createPlace()
    const store = await place.open()
    const odd = 'a\u0000b\ud800c\\u0000"\u{1F680}\udfff'
    const address = 'a\ud800c\\u0000"\u{1F680}\udfff@contoso.com'
    const opened = await store.commit({
      incident: { next: createIncident(odd, { address, tenantId: odd }), expectedVersion: 0 },
      events: [{ at: 1, type: 'incident.changed', incidentId: odd, data: { odd }, texts: { note: odd } }],
      tasks: [createTask(odd, { lane: odd, duty: { kind: 'gather', incidentId: odd, tenantId: odd } })],
      cells: [{ key: odd, value: odd }],
    })
    expect(await store.findIncident(odd)).toEqual(opened)
    expect(await store.listLive({ tenantId: odd, entityKey: `sender:${address}` })).toEqual([opened])
    expect((await store.recall(odd))?.value).toBe(odd)
    expect(await store.listKeys('a\u0000b')).toEqual([odd])
    const [entry] = await store.readJournal({ incidentId: odd, limit: 9 })
    expect(entry?.event.data).toEqual({ odd })
    expect(entry?.texts?.note?.value).toBe(odd)
    expect(await store.verifyJournal()).toMatchObject({ ok: true, texts: { whole: 1 } })
    const limits = { [odd]: 1 }
    const pool = { kinds: ['gather'], limit: 9, sharedBy: 'tenant', mostPerShare: 0, limits } as const
    const [held] = await store.claimTasks({ now: 9_000, pools: [pool], leaseMilliseconds: 1 })
    expect(held?.task.key).toBe(odd)
    await place.remove()
  })
})
