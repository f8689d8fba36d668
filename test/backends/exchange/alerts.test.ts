// Defender's alerts beside restrictions, over Graph.
import { describe, expect, test } from 'vitest'
import { createAlerts } from '../../../src/backends/exchange/alerts/index.js'
import type { AlertSubject } from '../../../src/domain/defender-alert.js'
import type { VerdictKind } from '../../../src/domain/verdict/index.js'
import { BackendError } from '../../../src/errors.js'
import { catchFailure } from '../../contracts/failure.js'
import { createFakeAccount } from '../../fake-exchange/accounts.js'
import { createInProcess } from '../../fake-exchange/in-process.js'
import type { FakeAlert } from '../../fake-exchange/model.js'
import { createFakeTenant } from '../../fake-exchange/tenant.js'

const never = new AbortController().signal
const now = Date.UTC(2026, 10, 22, 3, 14)
const since = now - 3_600_000
const laura: AlertSubject = {
  entity: { kind: 'sender', address: 'Laura@contoso.com' },
  addresses: ['laura@contoso.com', 'l.bianchi@contoso.com'],
}
const relay: AlertSubject = {
  entity: { kind: 'connector', connectorId: 'D7C0', name: 'Head office' },
  addresses: [],
}
const user = (userPrincipalName: string) => ({ userAccount: { userPrincipalName } })

function createAlert(facts: Partial<FakeAlert> = {}): FakeAlert {
  return {
    id: 'fa1',
    title: 'User restricted from sending email',
    description: '',
    serviceSource: 'microsoftDefenderForOffice365',
    status: 'new',
    assignedTo: null,
    lastUpdateDateTime: new Date(now - 60_000).toISOString(),
    resolvedDateTime: null,
    comments: [],
    evidence: [user('Laura@contoso.com')],
    ...facts,
  }
}

function createSetup(...alerts: readonly FakeAlert[]) {
  const tenant = createFakeTenant({ now: () => now })
  tenant.state.graphPermissions.add('SecurityAlert.ReadWrite.All').add('User.Read.All')
  tenant.state.alerts.push(...alerts)
  const maya = createFakeAccount({ upn: 'maya@contoso.com' })
  tenant.state.accounts.push(maya)
  return { tenant, maya, alerts: createAlerts(createInProcess(tenant)) }
}

const say = (text: string) => ({ text: `${text} [Reprieve i1 ${text}]`, mark: `[Reprieve i1 ${text}]` })

describe('the alert', () => {
  test.each([
    ['by the account', [user('LAURA@contoso.com')]],
    ['by the mailbox', [{ primaryAddress: 'l.bianchi@contoso.com', upn: 'laura@contoso.com' }]],
    ['beside what is neither', [{ emailCount: 4 }, user('laura@contoso.com')]],
  ])('is found %s', async (_, evidence) => {
    const { alerts } = createSetup(createAlert({ evidence }))
    expect(await alerts.find(laura, since, never)).toMatchObject({
      id: 'fa1',
      isShared: false,
      isResolved: false,
    })
  })

  test('of the restriction comes before its kin, whatever the case and the end of its title', async () => {
    const { alerts } = createSetup(
      createAlert({ id: 'kin', title: 'Suspicious email sending patterns detected' }),
      createAlert({ id: 'own', title: 'USER RESTRICTED from sending email (multi-stage)' }),
    )
    expect((await alerts.find(laura, since, never))?.id).toBe('own')
  })

  test.each([
    ['is about somebody else', { evidence: [user('tom@contoso.com')] }],
    ['is of another kind', { title: 'Messages have been delayed' }],
    ['is older', { lastUpdateDateTime: new Date(since - 1).toISOString() }],
    ['comes from another service', { serviceSource: 'microsoftSentinel' }],
    ['names nobody', { evidence: [] }],
  ])('is none that %s', async (_, facts) => {
    const { alerts } = createSetup(createAlert(facts))
    expect(await alerts.find(laura, since, never)).toBeUndefined()
  })

  test('that names somebody else as well is shared', async () => {
    const { alerts } = createSetup(
      createAlert({ evidence: [user('laura@contoso.com'), user('tom@contoso.com')] }),
    )
    expect(await alerts.find(laura, since, never)).toMatchObject({ isShared: true })
  })

  test('of a connector names it anywhere', async () => {
    const { alerts } = createSetup(
      createAlert({
        title: 'Suspicious connector activity',
        description: 'Connector head OFFICE',
        evidence: [],
      }),
    )
    expect((await alerts.find(relay, since, never))?.id).toBe('fa1')
  })

  test('that is gone is none, and one that may not be read says which permission is missing', async () => {
    const { alerts, tenant } = createSetup()
    expect(await alerts.read('fa1', laura, never)).toBeUndefined()
    tenant.state.graphPermissions.clear()
    expect(await catchFailure(alerts.find(laura, since, never))).toMatchObject({
      code: 'forbidden',
      message: 'The app lacks the Microsoft Graph permission SecurityAlert.ReadWrite.All.',
    })
  })
})

describe('what is written', () => {
  test('assigns whoever has an account there, once with a comment however often it is said', async () => {
    const { alerts, tenant, maya } = createSetup(createAlert())
    const change = { comment: say('taken'), begins: true, assignTo: { objectId: maya.userId } } as const
    expect(await alerts.change('fa1', change, never)).toBe('maya@contoso.com')
    expect(await alerts.change('fa1', change, never)).toBe('maya@contoso.com')
    expect(tenant.state.alerts).toMatchObject([
      { status: 'inProgress', assignedTo: 'maya@contoso.com', comments: [{ comment: change.comment.text }] },
    ])
  })

  test('assigns nobody who is not there, and says all else', async () => {
    const { alerts, tenant } = createSetup(createAlert())
    const change = { comment: say('taken'), begins: true, assignTo: { address: 'who@contoso.com' } } as const
    expect(await alerts.change('fa1', change, never)).toBeUndefined()
    expect(tenant.state.alerts).toMatchObject([{ status: 'inProgress', assignedTo: null }])
    expect(await alerts.change('gone', change, never)).toBeUndefined()
  })

  test.each<readonly [VerdictKind, object]>([
    ['compromised', { classification: 'truePositive', determination: 'compromisedAccount' }],
    ['bulk', { classification: 'informationalExpectedActivity', determination: 'lineOfBusinessApplication' }],
    ['limit-only', { classification: 'informationalExpectedActivity', determination: 'confirmedActivity' }],
    ['unclear', {}],
  ])('resolves one that looked %s', async (ends, wanted) => {
    const { alerts, tenant } = createSetup(createAlert())
    await alerts.change('fa1', { comment: say('closed'), ends }, never)
    expect(tenant.state.alerts).toMatchObject([{ status: 'resolved', ...wanted }])
    expect(Object.hasOwn(tenant.state.alerts[0] ?? {}, 'classification')).toBe(ends !== 'unclear')
  })

  test('a conclusion that Microsoft calls otherwise by now keeps nothing from being resolved', async () => {
    const { tenant } = createSetup(createAlert())
    const { graph } = createInProcess(tenant)
    const alerts = createAlerts({
      graph: {
        ...graph,
        send: async (change, signal) => {
          if (change.body !== undefined && 'determination' in change.body)
            throw new BackendError('Invalid value.', { code: 'rejected', outcome: 'unchanged' })
          return graph.send(change, signal)
        },
      },
    })
    await alerts.change('fa1', { comment: say('closed'), ends: 'compromised' }, never)
    expect(tenant.state.alerts).toMatchObject([{ status: 'resolved' }])
  })
})
