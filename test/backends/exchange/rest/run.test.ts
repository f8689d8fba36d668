import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { CmdletCall } from '../../../../src/backends/exchange/cmdlets.js'
import { identity } from '../../../fake-exchange/homes.js'
import { createScriptedTenant } from '../scripted-tenant.js'
import { catchFailure, createSetup, never, type Setup } from '../setup.js'

const system = 'SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}'
const list: CmdletCall = { cmdlet: 'Get-BlockedSenderAddress', parameters: {} }
const removal: CmdletCall = {
  cmdlet: 'Remove-BlockedSenderAddress',
  parameters: { SenderAddress: 'laura@contoso.com' },
}

describe('running a cmdlet over REST', () => {
  let setup: Setup
  const create = async (parts: Parameters<typeof createSetup>[0] = {}) => {
    setup = await createSetup(parts)
    return setup
  }
  afterEach(() => setup.close())

  const scripted = (records: readonly Readonly<Record<string, unknown>>[], pageSize = 1_000) => {
    const asked: [string, unknown][] = []
    const run = (name: string, parameters: unknown) => {
      asked.push([name, parameters])
      return records
    }
    return { asked, parts: { pageSize, home: { tenant: createScriptedTenant({ run }) } } }
  }

  test('sends the parameters as they are, and gives the records as they come', async () => {
    const record = {
      Identity: 'laura',
      Size: 3,
      Tags: ['a'],
      'Tags@odata.type': '#Collection(String)',
      None: null,
    }
    const { asked, parts } = scripted([record])
    const { cmdlets } = await create(parts)
    const parameters = {
      Identity: "o'brien $(x) ; é",
      Enabled: true,
      Size: 0,
      Names: ['a', 'b'],
      Forward: null,
    }
    const output = await cmdlets.run({ cmdlet: 'Get-Mailbox', parameters }, never)
    expect(output).toEqual({ records: [record], warnings: [] })
    expect(asked).toEqual([['Get-Mailbox', parameters]])
  })

  test('asks in the tenant, as the module does', async () => {
    const { cmdlets, fake } = await create()
    await cmdlets.run(list, never)
    await cmdlets.run(list, never)
    const [first, second] = fake.arrivals.filter(({ call }) => call === list.cmdlet)
    expect(first?.url.href).toBe(
      `https://outlook.office365.com/adminapi/beta/${identity.tenantId}/InvokeCommand`,
    )
    expect(first?.headers).toMatchObject({
      'x-anchormailbox': `APP:${system}@${identity.tenantId}`,
      'x-cmdletname': 'Get-BlockedSenderAddress',
      'x-responseformat': 'json',
      prefer: 'odata.maxpagesize=1000',
    })
    expect(second?.headers['client-request-id']).not.toBe(first?.headers['client-request-id'])
    expect(second?.headers['connection-id']).toBe(first?.headers['connection-id'])
    expect(fake.count('token')).toBe(1)
  })

  test.each([
    ['laura@contoso.com', 'UPN:laura@contoso.com'],
    [
      'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com',
      'UPN:oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    ],
    ['данные@contoso.com', `APP:${system}@${identity.tenantId}`],
    ['a@b\r\nX-Evil: 1', `APP:${system}@${identity.tenantId}`],
    ['scanner', `APP:${system}@${identity.tenantId}`],
  ])('goes to the mailbox %j by %s', async (mailbox, anchor) => {
    const { parts } = scripted([])
    const { cmdlets, fake } = await create(parts)
    await cmdlets.run({ cmdlet: 'Get-InboxRule', parameters: { Mailbox: mailbox }, mailbox }, never)
    const headers = fake.arrivals.at(-1)?.headers
    expect(headers?.['x-anchormailbox']).toBe(anchor)
    expect(headers).not.toHaveProperty('x-evil')
  })

  test('runs nothing that is not on the list of cmdlets', async () => {
    const { cmdlets, fake } = await create()
    // As it would come from a file or from the store.
    const call = z.custom<CmdletCall>().parse({ ...list, cmdlet: 'Remove-Mailbox' })
    expect(await catchFailure(cmdlets.run(call, never))).toMatchObject({
      code: 'rejected',
      outcome: 'unchanged',
    })
    expect(fake.arrivals).toEqual([])
  })

  describe('pages', () => {
    const records = Array.from({ length: 7 }, (_, index) => ({ index }))

    test('are all read, in order', async () => {
      const { cmdlets, fake } = await create(scripted(records, 3).parts)
      expect((await cmdlets.run(list, never)).records).toEqual(records)
      const asked = fake.arrivals.filter(({ call }) => call === list.cmdlet)
      expect(asked.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST'])
      expect(new Set(asked.map(({ body }) => body)).size).toBe(1)
    })

    test.each(['foreign', 'no-value', 'loop', 'no-link'] as const)(
      'that end in %s are partial, and the token goes nowhere else',
      async (rest) => {
        const { cmdlets, fake } = await create(scripted(records).parts)
        fake.setFault({ kind: 'partial', rest })
        expect(await catchFailure(cmdlets.run(list, never))).toMatchObject({
          code: 'partial',
          outcome: 'unchanged',
        })
        expect(fake.count('foreign')).toBe(0)
      },
    )

    test('that fail later fail the whole', async () => {
      const { cmdlets, fake } = await create(scripted(records).parts)
      fake.setFault({ kind: 'partial', rest: 'fails' })
      expect(await catchFailure(cmdlets.run(list, never))).toMatchObject({ code: 'unavailable' })
    })

    test('of a change are not asked for: that would run it again', async () => {
      const { cmdlets, fake } = await create(scripted(records, 3).parts)
      expect((await cmdlets.run(removal, never)).records).toEqual(records.slice(0, 3))
      expect(fake.count(removal.cmdlet)).toBe(1)
    })
  })

  describe('an answer without records', () => {
    test.each(['', '{}', '{"value":null}', '{"value":{}}', '[]', '{"val', '<html>', '\0\0'])(
      'of %j is malformed for a look, never an empty list',
      async (body) => {
        const { cmdlets, fake } = await create()
        fake.setFault({ kind: 'body', body })
        expect(await catchFailure(cmdlets.run(list, never))).toMatchObject({
          code: 'malformed',
          outcome: 'unchanged',
        })
      },
    )

    test.each(['', '\0\0', '{}', '{"value":[]}', '{"@odata.context":"x"}'])(
      'of %j is success for a change',
      async (body) => {
        const { cmdlets, fake } = await create()
        fake.setFault({ kind: 'body', body })
        expect(await cmdlets.run(removal, never)).toEqual({ records: [], warnings: [] })
      },
    )

    test('leaves a change in doubt when it cannot be read', async () => {
      const { cmdlets, fake } = await create()
      fake.setFault({ kind: 'body', body: '<html>Please sign in to the proxy</html>' })
      expect(await catchFailure(cmdlets.run(removal, never))).toMatchObject({
        code: 'malformed',
        outcome: 'unknown',
      })
    })

    test('is no success when Exchange wants to be sure first', async () => {
      const { cmdlets, fake } = await create()
      fake.setFault({ kind: 'body', body: '{"@adminapi.confirmationmessage":"Are you sure?","value":[]}' })
      expect(await catchFailure(cmdlets.run(removal, never))).toMatchObject({
        code: 'rejected',
        outcome: 'unchanged',
      })
    })
  })

  test.each([
    ['{"value":[],"@adminapi.warnings":["Old mailbox."]}', ['Old mailbox.']],
    ['{"value":[],"adminapi.warnings":["One.","Two."],"@adminapi.warnings":["One."]}', ['One.', 'Two.']],
    ['{"value":[],"@adminapi.warnings":"Just one."}', ['Just one.']],
    ['{"value":[],"@adminapi.warnings":null}', []],
    ['{"value":[],"@adminapi.errors":["It failed."]}', ['It failed.']],
    ['{"value":[],"@adminapi.errors":[{"message":"Ex1|Some.Exception|It failed."}]}', ['It failed.']],
  ])('reads the warnings of %s', async (body, warnings) => {
    const { cmdlets, fake } = await create()
    fake.setFault({ kind: 'body', body })
    const output = await cmdlets.run(list, never)
    expect([...output.warnings].sort()).toEqual([...warnings].sort())
  })

  test('gives what is no record among the entries of the list, and of nothing else', async () => {
    const { cmdlets, fake } = await create()
    fake.setFault({
      kind: 'body',
      body: '{"value":["laura@contoso.com",null,{"SenderAddress":"tom@contoso.com"}]}',
    })
    expect((await cmdlets.run(list, never)).records).toEqual([
      { value: 'laura@contoso.com' },
      { value: null },
      { SenderAddress: 'tom@contoso.com' },
    ])
    const mailbox: CmdletCall = { cmdlet: 'Get-Mailbox', parameters: {} }
    await expect(cmdlets.run(mailbox, never)).rejects.toMatchObject({ code: 'malformed' })
  })

  test.each([
    ['["From a header."]', ['From a header.']],
    ['From a header.', ['From a header.']],
  ])('reads the warnings of the header %s', async (header, warnings) => {
    const { cmdlets } = await create({
      wrap: (send) => async (request) => {
        const response = await send(request)
        return { ...response, headers: { ...response.headers, 'x-warnings': header } }
      },
    })
    expect((await cmdlets.run(list, never)).warnings).toEqual(warnings)
  })
})
