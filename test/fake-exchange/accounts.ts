// Accounts for the fake tenant: all is well with them unless a test says otherwise.
import type { FakeAccount } from './model.js'

type AccountFacts = Partial<FakeAccount> & Pick<FakeAccount, 'upn'>

/** The mail address is the name it signs in with, unless it is another. */
export function createFakeAccount(facts: AccountFacts): FakeAccount {
  const name = facts.upn.split('@')[0] ?? facts.upn
  return {
    userId: toUserId(facts.upn),
    displayName: name,
    mail: facts.upn,
    otherAddresses: [],
    hasMailbox: true,
    accountEnabled: true,
    synced: false,
    lastPasswordChangeDateTime: '2026-08-01T09:00:00Z',
    forceChangePasswordNextSignIn: false,
    forwardingAddress: null,
    forwardingSmtpAddress: null,
    deliverToMailboxAndForward: false,
    rules: [],
    mailboxPermissions: [],
    sendAs: [],
    sendOnBehalf: [],
    methods: [],
    signIns: [],
    risk: undefined,
    grants: [],
    roles: [],
    groups: [],
    sent: [],
    sessionsRevokedAt: undefined,
    ...facts,
  }
}

/** A GUID that is always the same for one name, and another for another. */
function toUserId(upn: string): string {
  const hex = Buffer.from(upn.toLowerCase()).toString('hex').padEnd(32, '0').slice(-32)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
