import { afterEach, describe, expect, test } from 'vitest'
import { clouds } from '../../../../src/backends/exchange/clouds.js'
import type { CmdletCall } from '../../../../src/backends/exchange/cmdlets.js'
import { identity } from '../../../fake-exchange/homes.js'
import { createScriptedTenant } from '../scripted-tenant.js'
import { catchFailure, createSetup, never, type Setup } from '../setup.js'

const alerts: CmdletCall = { cmdlet: 'Get-ProtectionAlert', parameters: {} }

describe('Security & Compliance over REST', () => {
  const setups: Setup[] = []
  const create = async (parts: Parameters<typeof createSetup>[0] = {}) => {
    const tenant = createScriptedTenant({ run: () => [{ Name: 'User restricted from sending email' }] })
    const setup = await createSetup({ home: { tenant }, ...parts })
    setups.push(setup)
    return setup
  }
  afterEach(async () => {
    await Promise.all(setups.splice(0).map((setup) => setup.close()))
  })

  test.each(Object.values(clouds))(
    'is asked in the region of the tenant, in $powershellEnvironment',
    async (cloud) => {
      const { cmdlets, fake } = await create({ cloud })
      expect((await cmdlets.run(alerts, never)).records).toEqual([
        { Name: 'User restricted from sending email' },
      ])
      const last = fake.arrivals.at(-1)
      expect(last?.url.origin).toBe(`https://eur02b.${cloud.complianceHosts}`)
      expect(last?.headers['x-anchormailbox']).toBe(
        `UPN:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${identity.organization}`,
      )
      const banner = fake.arrivals.find(({ call }) => call === 'banner')
      expect(banner?.url.href).toBe(
        `${cloud.compliance}/adminapi/beta/${identity.tenantId}/EXOBanner('AutogenSession')?Version=3.9.2`,
      )
      expect(fake.count('foreign')).toBe(0)
    },
  )

  test('looks the region up once', async () => {
    const { cmdlets, fake } = await create()
    await cmdlets.run(alerts, never)
    await cmdlets.run(alerts, never)
    expect(fake.count('banner')).toBe(1)
  })

  test('looks it up again after a failure', async () => {
    const { cmdlets, fake } = await create()
    await cmdlets.run(alerts, never)
    fake.setFault({ kind: 'broken', status: 500 }, { calls: [alerts.cmdlet], times: 1 })
    await catchFailure(cmdlets.run(alerts, never))
    await cmdlets.run(alerts, never)
    expect(fake.count('banner')).toBe(2)
  })

  test.each([
    ['https://evil.test/adminapi', 'evil'],
    ['https://eur03b.ps.compliance.protection.outlook.com/x', 'eur03b'],
    ['http://nam01b.admin.protection.outlook.com:446/x', 'nam01b'],
  ])('takes the token to no host but its own, sent to %s', async (location, label) => {
    const { cmdlets, fake } = await create()
    fake.setFault({ kind: 'redirect', location }, { calls: ['banner'] })
    await cmdlets.run(alerts, never)
    expect(fake.arrivals.at(-1)?.url.origin).toBe(`https://${label}.ps.compliance.protection.outlook.com`)
    expect(fake.count('foreign')).toBe(0)
  })

  test.each(['', '/relative', 'https://[::1]/x', 'https://a_b.test/'])(
    'cannot read a redirect to %j',
    async (location) => {
      const { cmdlets, fake } = await create()
      fake.setFault({ kind: 'redirect', location }, { calls: ['banner'] })
      expect(await catchFailure(cmdlets.run(alerts, never))).toMatchObject({
        code: 'malformed',
        outcome: 'unchanged',
      })
      expect(fake.count(alerts.cmdlet)).toBe(0)
    },
  )

  test('refuses in the words of its own service', async () => {
    const { cmdlets, fake } = await create()
    fake.setFault({ kind: 'forbidden', body: 'empty' }, { calls: ['Get-ProtectionAlert'] })
    expect(await catchFailure(cmdlets.run(alerts, never))).toMatchObject({
      code: 'forbidden',
      message:
        'Security & Compliance does not let the app run Get-ProtectionAlert. Grant it the application permission Exchange.ManageAsApp, and a role that has Get-ProtectionAlert.',
    })
  })
})

describe('the cmdlets that may be run', () => {
  let setup: Setup
  afterEach(() => setup.close())

  test('are those that Exchange lists', async () => {
    setup = await createSetup()
    setup.tenant.state.allowedCmdlets = new Set(['Get-BlockedSenderAddress', 'Get-BlockedConnector'])
    const allowed = await setup.cmdlets.listAllowed('exchange', never)
    expect([...allowed].sort()).toEqual(['get-blockedconnector', 'get-blockedsenderaddress'])
    expect(setup.fake.arrivals.at(-1)).toMatchObject({ method: 'GET', headers: { commandname: '*' } })
  })

  test('are asked for where they are run', async () => {
    setup = await createSetup({ home: { tenant: createScriptedTenant({}) } })
    expect(await setup.cmdlets.listAllowed('compliance', never)).toEqual(new Set(['get-protectionalert']))
    expect(setup.fake.arrivals.at(-1)?.url.host).toBe('eur02b.ps.compliance.protection.outlook.com')
  })

  test.each([
    [
      '{"value":[{"exportedCmdlets":["Get-A"," Get-B "]},{"exportedCmdlets":["Get-C"]}]}',
      ['get-a', 'get-b', 'get-c'],
    ],
    ['{"value":[{"ExportedCmdlets":"Get-A, Get-B\\r\\nGet-C"}]}', ['get-a', 'get-b', 'get-c']],
    ['{"value":[{"exportedCmdlets":[]}]}', []],
  ])('are read from %s', async (body, names) => {
    setup = await createSetup()
    setup.fake.setFault({ kind: 'body', body })
    expect([...(await setup.cmdlets.listAllowed('exchange', never))]).toEqual(names)
  })

  test.each(['{}', '{"value":[]}', '{"value":[{}]}', '{"value":[{"exportedCmdlets":7}]}', '<html>'])(
    'are not "none" when the answer is %s',
    async (body) => {
      setup = await createSetup()
      setup.fake.setFault({ kind: 'body', body })
      expect(await catchFailure(setup.cmdlets.listAllowed('exchange', never))).toMatchObject({
        code: 'malformed',
      })
    },
  )

  test('are refused to an app without a role', async () => {
    setup = await createSetup()
    setup.fake.setFault({ kind: 'forbidden', body: 'nul' })
    expect(await catchFailure(setup.cmdlets.listAllowed('exchange', never))).toMatchObject({
      code: 'forbidden',
      message:
        'Exchange Online does not let the app in. Grant it the application permission Exchange.ManageAsApp, and a role.',
    })
  })
})
