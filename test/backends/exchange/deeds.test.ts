import { describe, expect, test } from 'vitest'
import type { CloudName } from '../../../src/backends/exchange/clouds.js'
import { createSearchDeeds } from '../../../src/backends/exchange/deeds.js'
import type { DeedsAsked } from '../../../src/domain/deed.js'
import type { Entity } from '../../../src/domain/entity.js'
import { catchFailure } from '../../contracts/failure.js'
import { createInProcess } from '../../fake-exchange/in-process.js'
import { createFakeTenant } from '../../fake-exchange/tenant.js'

const never = new AbortController().signal
const now = Date.UTC(2026, 10, 22, 3, 14)
const window = { from: now - 3_600_000, to: now }
const laura: Entity = { kind: 'sender', address: 'Laura@contoso.com' }
const relay: Entity = { kind: 'connector', connectorId: 'D7C0', name: 'Head office' }

function createSetup(cloud: CloudName = 'worldwide') {
  const tenant = createFakeTenant({ now: () => now })
  const searchDeeds = createSearchDeeds({ ...createInProcess(tenant), cloud })
  const log = (operation: string, data: Readonly<Record<string, unknown>>) =>
    tenant.state.audit.push({
      creationDate: new Date(now - 60_000).toISOString(),
      operation,
      user: 'nadia@contoso.com',
      data,
    })
  return { tenant, log, search: (asked: DeedsAsked) => searchDeeds(asked, never) }
}

describe('who did it', () => {
  test('is found for the entity that was taken off the list, and for no other', async () => {
    const { log, search } = createSetup()
    const toData = (address: string) => ({
      ClientIP: '203.0.113.4:51432',
      Parameters: [{ Name: 'SenderAddress', Value: address }],
    })
    log('Remove-BlockedSenderAddress', toData('laura@contoso.com'))
    log('Remove-BlockedSenderAddress', toData('tom@contoso.com'))
    expect(await search({ what: 'lift', entity: laura, ...window })).toEqual([
      {
        at: now - 60_000,
        who: 'nadia@contoso.com',
        operation: 'Remove-BlockedSenderAddress',
        object: '',
        from: '203.0.113.4',
      },
    ])
    log('Remove-BlockedConnector', { ObjectId: 'd7c0', ClientIP: '[2001:db8::7]:443' })
    expect(await search({ what: 'lift', entity: relay, ...window })).toMatchObject([
      { object: 'd7c0', from: '2001:db8::7' },
    ])
  })

  test('is found for the settings, whatever cmdlet changed them', async () => {
    const { log, search } = createSetup()
    for (const operation of ['Set-HostedOutboundSpamFilterPolicy', 'Set-ProtectionAlert', 'New-InboxRule'])
      log(operation, { ObjectId: 'Default' })
    const found = await search({ what: 'policies', ...window })
    expect(found.map(({ operation, object }) => [operation, object])).toEqual([
      ['Set-HostedOutboundSpamFilterPolicy', 'Default'],
      ['Set-ProtectionAlert', 'Default'],
    ])
  })

  test('is nobody when the log is on and has nothing', async () => {
    const { search } = createSetup()
    expect(await search({ what: 'policies', ...window })).toEqual([])
  })

  test('is not known while the log is off', async () => {
    const { tenant, search } = createSetup()
    tenant.state.unifiedAuditLogIngestionEnabled = false
    const failure = await catchFailure(search({ what: 'policies', ...window }))
    expect(failure.message).toBe('Audit logging is off in this tenant.')
  })

  test('is not known in a cloud whose log cannot be searched', async () => {
    const { log, search } = createSetup('china')
    log('Set-ProtectionAlert', {})
    const failure = await catchFailure(search({ what: 'policies', ...window }))
    expect(failure.message).toBe('The audit log cannot be searched in this cloud.')
  })
})
