// Cmdlets that evidence, policies and the doctor read.
import { type FakeCmdlet, FakeCmdletError, findParameter } from './cmdlet.js'
import type { FakeAccount, FakeState } from './model.js'

export const readingCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Get-Mailbox': ({ state, parameters }) => {
    const account = getMailbox(state, findParameter(parameters, 'Identity'))
    return [
      {
        ExternalDirectoryObjectId: account.userId,
        UserPrincipalName: account.upn,
        PrimarySmtpAddress: account.mail,
        EmailAddresses: [`SMTP:${account.mail}`, ...account.otherAddresses.map((one) => `smtp:${one}`)],
        ForwardingAddress: account.forwardingAddress,
        ForwardingSmtpAddress: account.forwardingSmtpAddress,
        DeliverToMailboxAndForward: account.deliverToMailboxAndForward,
      },
    ]
  },
  'Get-InboxRule': ({ state, parameters }) =>
    getMailbox(state, findParameter(parameters, 'Mailbox'))
      .rules.filter(({ hidden }) => !hidden || findParameter(parameters, 'IncludeHidden') === true)
      .map(({ identity, name, enabled, properties }) => ({
        Identity: identity,
        Name: name,
        Enabled: enabled,
        ...properties,
      })),
  'Get-HostedOutboundSpamFilterPolicy': ({ state }) => state.outboundPolicies,
  'Get-HostedOutboundSpamFilterRule': ({ state }) => state.outboundRules,
}

function getMailbox(state: FakeState, identity: unknown): FakeAccount {
  const wanted = String(identity).toLowerCase()
  const account = state.accounts.find(
    (one) =>
      one.hasMailbox &&
      [one.upn, one.mail, one.displayName, ...one.otherAddresses].some(
        (name) => name.toLowerCase() === wanted,
      ),
  )
  if (account !== undefined) return account
  throw new FakeCmdletError('ManagementObjectNotFoundException', `'${wanted}' couldn't be found.`, 404)
}
