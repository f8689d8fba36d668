// `policies` shows what is remembered and never waits for Exchange.
import { afterEach, describe, expect, test } from 'vitest'
import { dayMilliseconds, hourMilliseconds } from '../../../src/domain/instant.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { BackendError } from '../../../src/errors.js'
import { parsePoliciesFilter } from '../../../src/features/entrance/parse.js'
import { connectorAlert, createAlert, createOutbound, createPolicies } from '../../domain/policies.js'
import { known, unknown } from '../../domain/rules/evidence.js'
import { contoso, maya, nobody, vera } from '../people.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'

const open: Stage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})

async function openStage(settings: StageSettings = {}): Promise<Stage> {
  const stage = await createStage(settings)
  open.push(stage)
  return stage
}

async function show(stage: Stage, text = 'policies') {
  return toView(await stage.command(vera, text), 'policies')
}

const turnedOff = createPolicies({ alerts: known([connectorAlert, createAlert({ enabled: false })]) })
const down = new BackendError('Exchange Online cannot be reached.', {
  code: 'unavailable',
  outcome: 'unchanged',
})

describe('of one tenant', () => {
  test('shows every setting, the alert that everything hangs on first', async () => {
    const stage = await openStage()
    await stage.skip(3 * hourMilliseconds)
    const view = await show(stage)
    expect(view).toMatchObject({
      title: 'Settings of Contoso',
      summary: 'All 4 look fine.',
      readText: 'Read 2026-11-22 03:14 UTC, 3 h ago.',
      driftText: '',
      refreshCommand: 'policies tenant contoso refresh',
    })
    expect(view.rows.map(({ icon, name }) => `${icon} ${name}`)).toEqual([
      '✅ "User restricted from sending email"',
      '✅ "Suspicious connector activity"',
      '✅ Unified audit log',
      '✅ Outbound policy "Default"',
    ])
  })

  test('puts what could be better before what is fine, and says what changed', async () => {
    const stage = await openStage()
    stage.backend.setPolicies({
      ...turnedOff,
      audit: unknown('The app lacks a role.'),
      outbound: known([createOutbound(), createOutbound({ name: 'Sales', action: 'Alert' })]),
    })
    await stage.skip(dayMilliseconds)
    const view = await show(stage)
    expect(view.summary).toBe('2 of 5 could be better, 1 could not be checked.')
    expect(view.rows.map(({ word, name }) => `${name}: ${word}`)).toEqual([
      '"User restricted from sending email": could be better',
      'Outbound policy "Sales": could be better',
      'Unified audit log: not checked',
      '"Suspicious connector activity": looks fine',
      'Outbound policy "Default": looks fine',
    ])
    expect(view.driftText).toContain('Changed and not accepted: "User restricted from sending email" was')
  })

  test('says that the first read is under way', async () => {
    let finish = () => {}
    const stage = await openStage({
      prepare(backend) {
        finish = backend.hold('readPolicies')
      },
    })
    expect(await show(stage)).toMatchObject({
      rows: [],
      summary: 'Nothing is known yet.',
      readText: 'The first read is under way.',
    })
    finish()
  })

  test('keeps showing the last good read, and says since when it fails and why', async () => {
    const stage = await openStage()
    stage.backend.fail('readPolicies', down)
    await stage.skip(dayMilliseconds)
    const view = await show(stage)
    expect(view.rows).toHaveLength(4)
    expect(view.readText).toBe(
      '⚠️ Read 2026-11-22 03:14 UTC, 24 h ago; the read at 03:14 UTC failed: Exchange Online cannot be reached.',
    )
  })

  test('says that nothing was ever read', async () => {
    const stage = await openStage({ prepare: (backend) => backend.fail('readPolicies', down) })
    expect((await show(stage)).readText).toMatch(/^⚠️ Never read; the read at 03:14 UTC failed: /)
  })

  test('answers while Exchange does not', async () => {
    const stage = await openStage()
    const finish = stage.backend.hold('readPolicies')
    const view = await show(stage, 'policies refresh')
    const reading = {
      readText:
        'Read 2026-11-22 03:14 UTC, 0 s ago. Being read now: what is found takes the place of this within two minutes.',
      refreshCommand: '',
    }
    expect(view).toMatchObject(reading)
    expect(view.rows).toHaveLength(4)
    // Whoever asks meanwhile is told the same.
    expect(await show(stage)).toMatchObject(reading)
    finish()
  })

  test('shows what a read found in the place of what said that it is being read', async () => {
    const stage = await openStage()
    stage.backend.setPolicies(turnedOff)
    const asked = await stage.command(vera, 'policies refresh')
    expect(asked?.follows).toBe('policies tenant contoso')
    await stage.advance(3_000)
    expect(stage.slack.drawn).toContainEqual({ command: asked?.follows })
    const found = await stage.command(vera, asked?.follows ?? '')
    expect(toView(found, 'policies').summary).toBe('1 of 4 could be better.')
    expect(found?.follows).toBeUndefined()
  })

  test('reads once when asked, and keeps to its day afterwards', async () => {
    const stage = await openStage()
    const count = () => stage.backend.calls.filter((call) => call === 'readPolicies').length
    stage.backend.setPolicies(turnedOff)
    await stage.skip(hourMilliseconds)
    await show(stage, 'policies refresh')
    await stage.advance(3_000)
    expect(count()).toBe(2)
    expect((await show(stage)).summary).toBe('1 of 4 could be better.')
    await stage.skip(dayMilliseconds - hourMilliseconds)
    expect(count()).toBe(2)
    await stage.skip(hourMilliseconds)
    expect(count()).toBe(3)
  })

  test('reads once for many who ask at once', async () => {
    const stage = await openStage()
    await Promise.all(Array.from({ length: 20 }, () => show(stage, 'policies refresh')))
    await stage.advance(5_000)
    expect(stage.backend.calls.filter((call) => call === 'readPolicies').length).toBeLessThanOrEqual(3)
  })

  test('is read again with a button', async () => {
    const stage = await openStage()
    const { refreshCommand } = await show(stage)
    const pressed = await stage.press(maya, 'command', { values: { text: refreshCommand } })
    expect(toView(pressed, 'policies').readText).toContain('Being read now')
  })

  test('is for people with a role', async () => {
    const stage = await openStage()
    expect(toView(await stage.command(nobody, 'policies'), 'notice').text).toContain('"viewer"')
  })
})

describe('of several tenants', () => {
  const tenants: readonly Tenant[] = ['Contoso', 'Fabrikam', 'Northwind Traders', 'Woodgrove'].map(
    (name) => ({
      ...contoso,
      id: name.toLowerCase().replaceAll(' ', '-'),
      name,
    }),
  )

  async function openTenants(): Promise<Stage> {
    const stage = await openStage({ tenants })
    await stage.advance(20_000)
    stage.backends.get('fabrikam')?.fail('readPolicies', down)
    stage.backends.get('northwind-traders')?.setPolicies(turnedOff)
    await stage.skip(dayMilliseconds)
    await stage.advance(20_000)
    return stage
  }

  test('is a row each, the worst first', async () => {
    const stage = await openTenants()
    const view = await show(stage)
    expect(view.summary).toBe('4 tenants, 2 of them look fine.')
    expect(view.rows.map(({ word, name }) => `${name}: ${word}`)).toEqual([
      'Northwind Traders: could be better',
      'Fabrikam: not checked',
      'Contoso: looks fine',
      'Woodgrove: looks fine',
    ])
    expect(view.rows[0]?.found).toMatch(/^1 change not accepted\. 1 of 4 could be better\. Read /)
    expect(view.rows[1]?.found).toContain('failed: Exchange Online cannot be reached.')
  })

  test.each([
    'Northwind Traders',
    'tenant northwind-traders',
    'tenant=Northwind traders',
    'TENANT "northwind"',
  ])('shows one by %j', async (typed) => {
    const stage = await openTenants()
    expect((await show(stage, `policies ${typed}`)).title).toBe('Settings of Northwind Traders')
  })

  test('opens one from its row', async () => {
    const stage = await openTenants()
    const { rows } = await show(stage)
    expect((await show(stage, rows[1]?.command)).title).toBe('Settings of Fabrikam')
  })

  test('says when nobody is called that', async () => {
    const stage = await openTenants()
    const card = await stage.command(vera, `policies ${'x'.repeat(500)}`)
    expect(toView(card, 'notice').text).toMatch(/^No tenant is called "x{60}"\. There are: Contoso, /)
  })

  test('reads all of them, one after the other', async () => {
    const stage = await openTenants()
    expect((await show(stage, 'policies refresh')).readText).toContain('one after the other')
  })

  test('has pages', async () => {
    const many = Array.from({ length: 23 }, (_, index) => ({
      ...contoso,
      id: `t${index}`,
      name: `T${index}`,
    }))
    const stage = await openStage({ tenants: many })
    const first = await show(stage)
    expect(first.rows).toHaveLength(10)
    expect(first).toMatchObject({ previousCommand: '', nextCommand: 'policies page 2' })
    const last = await show(stage, 'policies page 99')
    expect(last.rows).toHaveLength(3)
    expect(last).toMatchObject({ previousCommand: 'policies page 2', nextCommand: '' })
  })
})

test.each([
  ['', { tenant: '', refresh: false, page: 1 }],
  ['refresh', { tenant: '', refresh: true, page: 1 }],
  ['contoso', { tenant: 'contoso', refresh: false, page: 1 }],
  ['tenant Contoso Ltd refresh', { tenant: 'contoso ltd', refresh: true, page: 1 }],
  ['tenant: fabrikam page 3', { tenant: 'fabrikam', refresh: false, page: 3 }],
  ['page=2', { tenant: '', refresh: false, page: 2 }],
])('reads %j', (rest, filter) => {
  expect(parsePoliciesFilter(rest)).toEqual(filter)
})

test.each(['page 0', 'page two', `page ${'9'.repeat(40)}`])('refuses %j in words', (rest) => {
  expect(() => parsePoliciesFilter(rest)).toThrow('is not a page')
})
