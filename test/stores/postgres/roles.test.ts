// The role that docs/postgresql.md makes for the bot: all that a bot does, and nothing beyond.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { toErasedEvent } from '../../../src/domain/erase.js'
import { createEvent, createIncident, createTask, toClosed, toPools } from '../../contracts/store-records.js'
import { createPlace, describePostgres } from './place.js'

async function open() {
  const page = await readFile(new URL('../../../docs/postgresql.md', import.meta.url), 'utf8')
  const [, grants = ''] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  const role = `bot_${randomUUID().replaceAll('-', '')}`
  const place = await createPlace()
  onTestFinished(async () => {
    await place.query(`drop owned by ${role}`)
    await place.query(`drop role ${role}`)
    await place.remove()
  })
  await place.query(`create role ${role} login password 'word'`)
  await place.query(grants.replaceAll('reprieve_bot', role))
  const url = new URL(place.url)
  url.username = role
  url.password = 'word'
  return { place, role, store: await place.open({ url: url.href }) }
}

describePostgres('the role of the bot', () => {
  test('may do all that a bot does', async () => {
    const { store } = await open()
    onTestFinished(() => store.close())
    await store.commit({
      incident: { next: createIncident('one'), expectedVersion: 0 },
      events: [createEvent('one', { at: 1_000, texts: { note: 'Ines phoned' } })],
      tasks: [createTask('one'), createTask('two')],
      cells: [{ key: 'a', value: 1 }],
    })
    await store.commit({ incident: { next: toClosed(createIncident('one')), expectedVersion: 1 } })
    const [claim] = await store.claimTasks({ now: 2_000, leaseMilliseconds: 60_000, pools: toPools(1) })
    if (claim === undefined) throw new Error('nothing was handed out')
    await store.renewClaims({ now: 2_000, leaseMilliseconds: 60_000, claims: [claim] })
    await store.commit({ settle: { claim, retryAt: 3_000 }, hasten: [{ key: 'two', dueAt: 1 }] })
    await store.commit({ moveTasksMilliseconds: 5, cells: [{ key: 'a', forget: true }] })
    const erasure = { before: 9_000, days: 90 }
    await store.commit({ erase: erasure, events: [toErasedEvent(erasure, 9_000)] })
    expect(await store.verifyJournal()).toEqual({ ok: true, entries: 2, texts: { whole: 0, erased: 1 } })
  })

  test('can change neither what is in the journal nor the tables', async () => {
    const { place, role, store } = await open()
    await store.commit({ events: [createEvent('one')] })
    await store.close()
    const [found] = await place.query(
      `select has_table_privilege($1, 'reprieve.journal', 'update') or has_table_privilege($1, 'reprieve.journal', 'delete')
        or has_table_privilege($1, 'reprieve.journal', 'truncate') or has_schema_privilege($1, 'reprieve', 'create') as may`,
      [role],
    )
    expect(found).toEqual({ may: false })
  })
})
