// An account that somebody else is in, for the contract about taking accounts back.
import { createFakeAccount } from '../../fake-exchange/accounts.js'
import type { FakeAccount } from '../../fake-exchange/model.js'
import type { FakeTenant } from '../../fake-exchange/tenant.js'

const permissions = [
  'Directory.Read.All',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'User-PasswordProfile.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
]

/** Lets the app contain accounts. */
export function permitContainment({ state }: FakeTenant): void {
  for (const permission of permissions) state.graphPermissions.add(permission)
  state.directoryRoles.add('User Administrator')
}

export function createTakenOver(upn: string, synced: boolean): FakeAccount {
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
