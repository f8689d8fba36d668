import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CmdletCall } from '../../../../src/backends/exchange/cmdlets.js'
import { refusalShapes } from '../../../fake-exchange/faults.js'
import { catchFailure, createSetup, never, type Setup } from '../setup.js'

const list: CmdletCall = { cmdlet: 'Get-BlockedSenderAddress', parameters: {} }
const removal: CmdletCall = {
  cmdlet: 'Remove-BlockedSenderAddress',
  parameters: { SenderAddress: 'laura@contoso.com' },
}
const notFound =
  "Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object 'laura@contoso.com' couldn't be found on 'DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM'."

describe('what Exchange refuses', () => {
  let setup: Setup
  beforeEach(async () => {
    setup = await createSetup()
  })
  afterEach(() => setup.close())

  const fail = (call: CmdletCall = list) => catchFailure(setup.cmdlets.run(call, never))

  test.each(refusalShapes)('is told in its own words, spelled %s', async (shape) => {
    setup.fake.setFault({
      kind: 'refused',
      status: 400,
      shape,
      message: 'Ex1|Microsoft.X|The policy says no.',
    })
    expect(await fail()).toMatchObject({
      code: 'rejected',
      outcome: 'unchanged',
      message: 'Exchange Online declined Get-BlockedSenderAddress: The policy says no.',
    })
  })

  test.each([500, 503])('is told in its own words of an unblock with status %i too', async (status) => {
    const message = 'Ex1|Microsoft.X|The service is busy.'
    setup.fake.setFault({ kind: 'refused', status, shape: 'array', message })
    expect(await fail(removal)).toMatchObject({
      code: 'unavailable',
      outcome: 'unknown',
      isAnswered: true,
      message: `Exchange Online answered with status ${status}: The service is busy.`,
    })
  })

  test.each([404, 400, 200])(
    'is "not there" when it says so, with status %i, and names no server',
    async (status) => {
      setup.fake.setFault({ kind: 'refused', status, shape: 'array', message: notFound })
      expect(await fail()).toMatchObject({
        code: 'not-found',
        outcome: 'unchanged',
        message: "The operation couldn't be performed because object 'laura@contoso.com' couldn't be found.",
      })
    },
  )

  test('is no proof that something is not there when an unknown page says 404', async () => {
    setup.fake.setFault({ kind: 'broken', status: 404 })
    const failure = await fail()
    expect(failure).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    expect(failure.message).not.toContain('DB8PR01')
  })

  test.each([
    ['Ex1|T|No.\r\n   at Microsoft.Exchange.Tasks.Run(String x)\r\n   at System.Go()', 'No.'],
    ['Ex1|T|[Server=DB8PR01,RequestId=1,TimeStamp=2] No.', 'No.'],
    ['|Microsoft.Exchange.X|No.', 'No.'],
    ['No.', 'No.'],
    ['Ex1|T|Either a|or b.', 'Either a|or b.'],
    ['Ex1|T|Try AM6PR0102DC003.EURPR01A002.prod.outlook.com later.', 'Try a server later.'],
    [`Ex1|T|${'long '.repeat(100)}`, `${'long '.repeat(100).slice(0, 299)}…`],
  ])('says of %j only %j', async (message, words) => {
    setup.fake.setFault({ kind: 'refused', status: 400, shape: 'array', message })
    expect((await fail()).message).toBe(`Exchange Online declined Get-BlockedSenderAddress: ${words}`)
  })

  test.each([
    { kind: 'forbidden', body: 'empty' },
    { kind: 'forbidden', body: 'nul' },
    { kind: 'unauthorized' },
    {
      kind: 'refused',
      status: 400,
      shape: 'array',
      message:
        "Ex1|T|The operation isn't allowed: 'Get-X' is not present in the role definition of the current user.",
    },
  ] as const)('for want of a role (%j) names the cmdlet and what to grant', async (fault) => {
    setup.fake.setFault(fault)
    expect(await fail()).toMatchObject({
      code: 'forbidden',
      outcome: 'unchanged',
      message:
        'Exchange Online does not let the app run Get-BlockedSenderAddress. Grant it the application permission Exchange.ManageAsApp, and a role that has Get-BlockedSenderAddress.',
    })
  })

  test('is the same for a cmdlet the app may not run', async () => {
    setup.tenant.state.allowedCmdlets = new Set(['Get-BlockedSenderAddress'])
    expect(await fail(removal)).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
  })

  test('changes nothing with a 4xx, and leaves a change in doubt with a 5xx', async () => {
    const refuse = (status: number) =>
      setup.fake.setFault({ kind: 'refused', status, shape: 'array', message: 'Ex1|T|No.' })
    refuse(409)
    expect(await fail(removal)).toMatchObject({ code: 'rejected', outcome: 'unchanged' })
    refuse(500)
    expect(await fail(removal)).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
    expect(await fail(list)).toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
  })
})
