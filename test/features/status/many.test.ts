// A thousand tenants: one line for each kind of problem, and a way to see each of them.
import { expect, onTestFinished, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { BackendError } from '../../../src/errors.js'
import type { HealthPart } from '../../../src/features/feature.js'
import { toGrouped } from '../../../src/features/status/group.js'
import { contoso, maya, vera } from '../people.js'
import { createStage, toView } from '../stage.js'

const toPart = (at: number, ok: boolean, text: string): HealthPart => ({
  ok,
  name: `Polls of Customer ${at}`,
  detail: `detail ${at}`,
  reason: 'poll-overdue',
  tenantIds: [`c${at}`],
  group: { what: 'Polls', tenant: `Customer ${at}`, text },
})

test('a thousand parts become a line for each kind, most tenants first, and few stay as they are', () => {
  const own: HealthPart = { ok: true, name: 'Slack', detail: '', reason: '' }
  const all = [
    ...Array.from({ length: 980 }, (_, at) => toPart(at, true, 'read in time')),
    ...Array.from({ length: 14 }, (_, at) =>
      toPart(1_000 + at, false, `the certificate has expired (AADSTS${at})`),
    ),
    ...Array.from({ length: 4 }, (_, at) => toPart(2_000 + at, false, 'no answer')),
    ...Array.from({ length: 2 }, (_, at) => toPart(3_000 + at, false, 'throttled')),
    own,
  ]
  expect(toGrouped(all).map(({ name, detail }) => [name, detail])).toEqual([
    ['Slack', ''],
    ['Polls of 980 tenants', 'read in time'],
    [
      'Polls of 14 tenants',
      'the certificate has expired (AADSTS0): Customer 1000, Customer 1001, Customer 1002, Customer 1003, Customer 1004 and 9 more',
    ],
    ['Polls of 4 tenants', 'no answer: Customer 2000, Customer 2001, Customer 2002, Customer 2003'],
    ['Polls of Customer 3000', 'detail 3000'],
    ['Polls of Customer 3001', 'detail 3001'],
  ])
})

test('status, list, Home and the doctor say once what many tenants have alike', async () => {
  const tenants = Array.from(
    { length: 40 },
    (_, at): Tenant => ({ ...contoso, id: `c${at}`, name: `Customer ${at}` }),
  )
  const stage = await createStage({ tenants })
  onTestFinished(() => stage.close())
  await stage.advance(minuteMilliseconds)
  const failing = tenants.slice(0, 14)
  const error = new BackendError('The certificate has expired.', {
    code: 'forbidden',
    outcome: 'unchanged',
  })
  for (const { id } of failing) {
    const backend = stage.backends.get(id)
    backend?.fail('list', error)
    backend?.diagnose([
      { name: 'Sign-in', result: 'problem', found: 'The certificate has expired.', remedy: 'Renew it.' },
    ])
  }
  await stage.advance(12 * minuteMilliseconds)

  const told = toView(await stage.command(vera, 'status'), 'status')
  const names = 'Customer 0, Customer 1, Customer 2, Customer 3, Customer 4 and 9 more'
  expect(told.rows.map(({ name, detail }) => `${name}: ${detail}`)).toContain(
    `Polls of 14 tenants: The certificate has expired: ${names}`,
  )
  expect(told.allText).toContain('status all')
  const all = toView(await stage.command(vera, 'status all'), 'status')
  expect(all.nextCommand).toBe('status all page=2')
  expect(all.rows.filter(({ name }) => name.startsWith('Polls of Customer'))).not.toEqual([])
  const one = toView(await stage.command(vera, 'status tenant Customer 3'), 'status')
  expect([one.title, one.rows.map(({ name }) => name)]).toEqual([
    'Status of Customer 3',
    ['Polls of Customer 3'],
  ])

  expect(toView(await stage.command(vera, 'list'), 'list').pollText).toContain(`(${names})`)
  const home = toView(await stage.slack.handlers().onHome(maya), 'home')
  expect(home.summary).toContain('14 tenants are not watched.')
  expect(home.notWatched.map(({ name, text }) => [name, text])).toEqual([
    ['14 tenants', 'The certificate has expired. · Customer 0, Customer 1 and 12 more'],
  ])

  await stage.command(maya, 'doctor')
  await stage.advance(minuteMilliseconds)
  const found = toView(await stage.command(maya, 'doctor results'), 'doctor')
  expect(found.rows).toContainEqual(
    expect.objectContaining({
      name: '14 tenants: Sign-in',
      found: `The certificate has expired. (${names})`,
    }),
  )
})
