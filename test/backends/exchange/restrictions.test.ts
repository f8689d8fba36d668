import { beforeEach, describe, expect, test } from 'vitest'
import { createRestrictions } from '../../../src/backends/exchange/restrictions.js'
import type { Entity } from '../../../src/domain/entity.js'
import { BackendError, type BackendFailure } from '../../../src/errors.js'
import { catchFailure } from '../../contracts/failure.js'
import { createFakeTenant, type FakeTenant } from '../../fake-exchange/tenant.js'
import { createScriptedCmdlets, type ScriptedCmdlets } from './scripted-cmdlets.js'

const never = new AbortController().signal
const laura: Entity = { kind: 'sender', address: 'Laura@Contoso.onmicrosoft.com' }
const tom: Entity = { kind: 'sender', address: 'tom@contoso.com' }
const relay: Entity = {
  kind: 'connector',
  connectorId: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a01',
  name: 'Head office relay',
}
const lowerLaura: Entity = { kind: 'sender', address: 'laura@contoso.onmicrosoft.com' }
const refusal = (code: BackendFailure['code'], outcome: BackendFailure['outcome'] = 'unchanged') =>
  new BackendError(`Exchange says: ${code}`, { code, outcome })

let tenant: FakeTenant
let cmdlets: ScriptedCmdlets
let restrictions: ReturnType<typeof createRestrictions>
beforeEach(() => {
  tenant = createFakeTenant({ now: () => Date.UTC(2026, 10, 22, 3, 14) })
  cmdlets = createScriptedCmdlets(tenant)
  restrictions = createRestrictions(cmdlets)
})

describe('the list', () => {
  test.each(['Get-BlockedSenderAddress', 'Get-BlockedConnector'] as const)(
    'is an error when %s fails, never the other half',
    async (cmdlet) => {
      tenant.restrict(laura, 'spam')
      tenant.restrict(relay, '')
      cmdlets.fail(cmdlet, refusal('unavailable'))
      await expect(restrictions.list(never)).rejects.toMatchObject({ code: 'unavailable' })
    },
  )

  test('has every entry that can be read, beside one without an address', async () => {
    tenant.restrict(laura, 'spam')
    tenant.state.listings.push({ key: 'sender:', record: { Reason: 'spam' } })
    tenant.restrict(tom, 'spam')
    const { restrictions: read, unreadable, notices } = await restrictions.list(never)
    expect(read.map(({ entity }) => entity)).toEqual([laura, tom])
    expect(unreadable).toMatchObject([{ kind: 'sender', what: 'SenderAddress is missing', reason: 'spam' }])
    expect(notices).toEqual([])
  })

  test('keeps what Exchange said beside it, without names of servers', async () => {
    tenant.restrict(laura, 'spam')
    const warning = 'A store on DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM did not answer.'
    cmdlets.warn('Get-BlockedSenderAddress', warning)
    cmdlets.warn('Get-BlockedConnector', warning)
    expect((await restrictions.list(never)).notices).toEqual([
      { kind: 'sender', text: 'A store did not answer.', isBesideNothing: false },
      { kind: 'connector', text: 'A store did not answer.', isBesideNothing: true },
    ])
  })
})

describe('finding one', () => {
  test('asks for the one entry', async () => {
    tenant.restrict(laura, 'spam')
    expect((await restrictions.find(lowerLaura, never))?.entity).toEqual(laura)
    expect(cmdlets.calls).toEqual([
      { cmdlet: 'Get-BlockedSenderAddress', parameters: { SenderAddress: lowerLaura.address } },
    ])
  })

  test.each(['not-found', 'rejected'] as const)(
    'looks through the whole list when Exchange says %s',
    async (code) => {
      tenant.restrict(laura, 'spam')
      cmdlets.fail('Get-BlockedSenderAddress', refusal(code), 1)
      expect((await restrictions.find(laura, never))?.entity).toEqual(laura)
      cmdlets.fail('Get-BlockedSenderAddress', refusal(code), 1)
      expect(await restrictions.find(tom, never)).toBeUndefined()
    },
  )

  test.each(['forbidden', 'timeout', 'throttled', 'unavailable', 'partial', 'malformed'] as const)(
    'is an error when Exchange says %s, never "not listed"',
    async (code) => {
      cmdlets.fail('Get-BlockedSenderAddress', refusal(code))
      await expect(restrictions.find(laura, never)).rejects.toMatchObject({ code })
    },
  )

  test('is an error beside an entry that cannot be read: it may be that one', async () => {
    tenant.restrict(laura, 'spam')
    cmdlets.answer('Get-BlockedSenderAddress', [{ SenderAddress: laura.address }, { SenderAddress: null }])
    expect((await restrictions.find(laura, never))?.entity).toEqual(laura)
    await expect(restrictions.find(tom, never)).rejects.toMatchObject({ code: 'malformed' })
  })

  test('that gives nothing but a warning is settled by the whole list, if that is not empty too', async () => {
    cmdlets.warn('Get-BlockedSenderAddress', 'A store did not answer.')
    const failure = await catchFailure(restrictions.find(tom, never))
    expect(failure).toMatchObject({ code: 'partial' })
    expect(failure.message).toContain('A store did not answer.')
    tenant.restrict(laura, 'spam')
    expect(await restrictions.find(tom, never)).toBeUndefined()
  })

  test('is not taken in by a cmdlet that ignores what it was asked for', async () => {
    tenant.restrict(laura, 'spam')
    cmdlets.answer('Get-BlockedSenderAddress', [{ SenderAddress: 'Laura@Contoso.onmicrosoft.com' }])
    expect(await restrictions.find(tom, never)).toBeUndefined()
  })
})

describe('unblocking', () => {
  test('sends the very string that Exchange lists, and no reason', async () => {
    tenant.restrict(laura, 'spam')
    expect(await restrictions.unblock(lowerLaura, never)).toEqual({ alreadyGone: false })
    expect(cmdlets.calls.at(-1)).toEqual({
      cmdlet: 'Remove-BlockedSenderAddress',
      parameters: { SenderAddress: 'Laura@Contoso.onmicrosoft.com' },
    })
  })

  test('sends nothing for an entry that is gone', async () => {
    expect(await restrictions.unblock(laura, never)).toEqual({ alreadyGone: true })
    expect(cmdlets.calls.map(({ cmdlet }) => cmdlet)).toEqual(['Get-BlockedSenderAddress'])
  })

  test('of a connector goes by its id', async () => {
    tenant.restrict(relay, '')
    await restrictions.unblock(relay, never)
    expect(cmdlets.calls.at(-1)).toEqual({
      cmdlet: 'Remove-BlockedConnector',
      parameters: { ConnectorId: relay.connectorId },
    })
    expect(tenant.state.listings).toEqual([])
  })

  test('is a success when somebody else was faster', async () => {
    tenant.restrict(laura, 'spam')
    cmdlets.before('Remove-BlockedSenderAddress', () => tenant.clear(laura))
    expect(await restrictions.unblock(laura, never)).toEqual({ alreadyGone: true })
  })

  test('that Exchange declines says why, and is sent once', async () => {
    tenant.restrict(laura, 'spam')
    cmdlets.fail('Remove-BlockedSenderAddress', refusal('rejected'))
    await expect(restrictions.unblock(laura, never)).rejects.toMatchObject({
      code: 'rejected',
      outcome: 'unchanged',
    })
    expect(cmdlets.count('Remove-BlockedSenderAddress')).toBe(1)
  })

  test.each([
    ['The unblock limit for this user has been exceeded.', 'limit-reached'],
    ['You have reached the maximum number of times.', 'limit-reached'],
    ['The sender address is invalid.', 'rejected'],
  ])('that Exchange declines with "%s" is %s', async (text, code) => {
    tenant.restrict(laura, 'spam')
    cmdlets.fail(
      'Remove-BlockedSenderAddress',
      new BackendError(text, { code: 'rejected', outcome: 'unchanged' }),
    )
    const failure = await catchFailure(restrictions.unblock(laura, never))
    expect(failure).toMatchObject({ code, outcome: 'unchanged' })
    expect(failure.message).toContain(text)
  })

  test('that Exchange declines keeps its own reason when the look after it fails too', async () => {
    tenant.restrict(laura, 'spam')
    cmdlets.fail('Remove-BlockedSenderAddress', refusal('rejected'))
    cmdlets.before('Remove-BlockedSenderAddress', () =>
      cmdlets.fail('Get-BlockedSenderAddress', refusal('unavailable')),
    )
    await expect(restrictions.unblock(laura, never)).rejects.toMatchObject({ code: 'rejected' })
  })

  test.each(['timeout', 'unavailable'] as const)(
    'whose answer is lost (%s) is unknown, is sent once and not looked into here',
    async (code) => {
      tenant.restrict(laura, 'spam')
      cmdlets.fail('Remove-BlockedSenderAddress', refusal(code, 'unknown'))
      await expect(restrictions.unblock(laura, never)).rejects.toMatchObject({ code, outcome: 'unknown' })
      expect(cmdlets.calls.map(({ cmdlet }) => cmdlet)).toEqual([
        'Get-BlockedSenderAddress',
        'Remove-BlockedSenderAddress',
      ])
    },
  )

  test('changes nothing when the look before it fails', async () => {
    tenant.restrict(laura, 'spam')
    cmdlets.fail('Get-BlockedSenderAddress', refusal('timeout'))
    await expect(restrictions.unblock(laura, never)).rejects.toMatchObject({ outcome: 'unchanged' })
    expect(cmdlets.count('Remove-BlockedSenderAddress')).toBe(0)
  })
})
