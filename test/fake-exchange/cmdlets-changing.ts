// Cmdlets that containment runs. Of their real parameters only those that are looked at here exist: a misspelt one is an
// error, as it is in Exchange. None of them has output.
import { type FakeCall, type FakeCmdlet, FakeCmdletError, findParameter, refuseUnknown } from './cmdlet.js'
import type { FakeAccount, FakeRule } from './model.js'

const notFound = 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException'
const onServer = "on 'DB8PR01A02DC001.EURPR01A002.PROD.OUTLOOK.COM'"
const ruleParameters = ['Identity', 'Mailbox', 'Confirm', 'Force', 'AlwaysDeleteOutlookRulesBlob']

export const changingCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Set-Mailbox': setMailbox,
  'Disable-InboxRule': (call) => {
    // The documentation: this cmdlet has a built-in pause, and nobody is there to answer.
    if (findParameter(call.parameters, 'Confirm') !== false)
      throw new FakeCmdletError(
        'System.Management.Automation.PSInvalidOperationException',
        'A command that prompts the user failed because the host program does not support user interaction.',
      )
    return switchRule(call, false)
  },
  'Enable-InboxRule': (call) => switchRule(call, true),
}

function setMailbox({ state, parameters }: FakeCall) {
  refuseUnknown(parameters, [
    'Identity',
    'ForwardingAddress',
    'ForwardingSmtpAddress',
    'DeliverToMailboxAndForward',
    'Force',
    'Confirm',
  ])
  const account = getMailbox(state.accounts, findParameter(parameters, 'Identity'))
  for (const [key, value] of Object.entries(parameters)) {
    const name = key.toLowerCase()
    if (name === 'forwardingaddress') account.forwardingAddress = toRecipient(state.accounts, value)
    if (name === 'forwardingsmtpaddress') account.forwardingSmtpAddress = toProxyAddress(value)
    if (name === 'delivertomailboxandforward') account.deliverToMailboxAndForward = value === true
  }
  return []
}

function switchRule({ state, parameters }: FakeCall, enabled: boolean) {
  refuseUnknown(parameters, ruleParameters)
  const account = getMailbox(state.accounts, findParameter(parameters, 'Mailbox'))
  const identity = findParameter(parameters, 'Identity')
  const rule: FakeRule | undefined = account.rules.find((one) => one.identity === identity)
  if (rule === undefined)
    throw new FakeCmdletError(notFound, `The Inbox rule '${String(identity)}' wasn't found.`, 404)
  if (/^Delegate Rule -\d+$/.test(rule.name))
    throw new FakeCmdletError(
      'Microsoft.Exchange.Management.RulesException',
      'The rule cannot be changed because it is managed by delegation.',
    )
  rule.enabled = enabled
  return []
}

function getMailbox(accounts: readonly FakeAccount[], identity: unknown): FakeAccount {
  const account = accounts.find((one) => one.hasMailbox && isNamed(one, identity))
  if (account !== undefined) return account
  throw new FakeCmdletError(
    notFound,
    `The operation couldn't be performed because object '${String(identity)}' couldn't be found ${onServer}.`,
    404,
  )
}

function isNamed(account: FakeAccount, identity: unknown): boolean {
  if (typeof identity !== 'string') return false
  const wanted = identity.toLowerCase()
  const names = [account.upn, account.mail, account.userId, account.displayName, ...account.otherAddresses]
  return names.some((name) => name.toLowerCase() === wanted)
}

function toRecipient(accounts: readonly FakeAccount[], value: unknown): string | null {
  if (value === null) return null
  if (typeof value === 'string' && accounts.some((one) => isNamed(one, value))) return value
  throw new FakeCmdletError(
    notFound,
    `Couldn't find object ${JSON.stringify(value)}. Please make sure that it was spelled correctly.`,
    404,
  )
}

function toProxyAddress(value: unknown): string | null {
  if (value === null) return null
  if (typeof value !== 'string' || !/^(smtp:)?[^@\s]+@[^@\s]+$/i.test(value))
    throw new FakeCmdletError(
      'System.Management.Automation.ParameterBindingException',
      `Cannot process argument transformation on parameter 'ForwardingSmtpAddress'.`,
    )
  return value.startsWith('smtp:') ? value : `smtp:${value}`
}
