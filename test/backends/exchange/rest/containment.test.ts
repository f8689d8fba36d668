import type { Trouble } from '../../../contracts/backend.js'
import { type ContainmentHarness, describeContainment } from '../../../contracts/containment.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import type { Fault, FaultOptions } from '../../../fake-exchange/faults.js'
import type { FakeAccount } from '../../../fake-exchange/model.js'
import { createRestBackend } from '../rest-backend.js'
import { createSetup } from '../setup.js'

const permissions = [
  'Directory.Read.All',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'User-PasswordProfile.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
]
const changing = { calls: ['Set-Mailbox'] }

const faults: Readonly<Record<Trouble, readonly [Fault, FaultOptions?]>> = {
  none: [{ kind: 'none' }],
  down: [{ kind: 'down' }],
  throttled: [{ kind: 'throttled', retryAfter: '7' }],
  forbidden: [{ kind: 'forbidden', body: 'nul' }],
  partial: [{ kind: 'partial', rest: 'fails' }],
  'answer-lost-done': [{ kind: 'answer-lost', done: true }, changing],
  'answer-lost-undone': [{ kind: 'answer-lost', done: false }, changing],
  hang: [{ kind: 'hang' }, changing],
}

describeContainment('Exchange over REST', async () => {
  const setup = await createSetup()
  const { fake, tenant } = setup
  for (const permission of permissions) tenant.state.graphPermissions.add(permission)
  let count = 0
  const harness: ContainmentHarness = {
    backend: await createRestBackend(fake),
    addAccount(kind) {
      count += 1
      const address = `person${count}@contoso.com`
      tenant.state.accounts.push(createTakenOver(address, kind === 'synced'))
      return { kind: 'sender', address }
    },
    restrict: tenant.restrict,
    clear: tenant.clear,
    setTrouble: (trouble) => fake.setFault(...faults[trouble]),
    countUnblocks: tenant.countRemovals,
    settle: (promise) => promise,
    arrive: fake.arrived,
    propagate: () => Promise.resolve(),
    close: setup.close,
  }
  return harness
})

function createTakenOver(upn: string, synced: boolean): FakeAccount {
  const rule = (number: number, name: string) => ({
    identity: `${upn}\\${number}`,
    name,
    enabled: true,
    hidden: false,
    properties: { DeleteMessage: true },
  })
  return createFakeAccount({
    upn,
    synced,
    forwardingSmtpAddress: 'smtp:drop@evil.example',
    rules: [rule(4711, 'Archive'), rule(4712, '.')],
    grants: [
      {
        id: `grant-of-${upn}`,
        // A grant that is given anew has no other name for its app in the fake tenant.
        clientId: 'mail-helper',
        app: 'mail-helper',
        consentType: 'Principal',
        resourceId: 'graph-1',
        scope: 'Mail.Send',
      },
    ],
  })
}
