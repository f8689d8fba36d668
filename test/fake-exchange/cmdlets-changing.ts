// Cmdlets that containment runs. Of their real parameters only those that are looked at here exist: a misspelt one is an
// error, as it is in Exchange. None of them has output.
import { z } from 'zod'
import { type FakeCall, type FakeCmdlet, FakeCmdletError, findParameter, refuseUnknown } from './cmdlet.js'
import type { FakeAccount, FakeRule } from './model.js'
import { findText, findTexts } from './parameters.js'

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
  'Add-MailboxPermission': (call) => changePermission(call, true),
  'Remove-MailboxPermission': (call) => changePermission(call, false),
  'Add-RecipientPermission': (call) => changeTrustee(call, true),
  'Remove-RecipientPermission': (call) => changeTrustee(call, false),
}

function setMailbox({ state, parameters }: FakeCall) {
  refuseUnknown(parameters, [
    'Identity',
    'ForwardingAddress',
    'ForwardingSmtpAddress',
    'DeliverToMailboxAndForward',
    'GrantSendOnBehalfTo',
    'Force',
    'Confirm',
  ])
  const account = getMailbox(state.accounts, findParameter(parameters, 'Identity'))
  for (const [key, value] of Object.entries(parameters)) {
    const name = key.toLowerCase()
    if (name === 'forwardingaddress') account.forwardingAddress = toRecipient(state.accounts, value)
    if (name === 'forwardingsmtpaddress') account.forwardingSmtpAddress = toProxyAddress(value)
    if (name === 'grantsendonbehalfto') changeList(account.sendOnBehalf, entrySchema.parse(value))
    if (name === 'delivertomailboxandforward') account.deliverToMailboxAndForward = value === true
  }
  return []
}

/** Over REST a hashtable says that it is one. */
const entrySchema = z.strictObject({
  '@odata.type': z.literal('#Exchange.GenericHashTable').optional(),
  Add: z.string().optional(),
  Remove: z.string().optional(),
})

function changeList(list: string[], { Add, Remove }: z.infer<typeof entrySchema>): void {
  if (Add !== undefined && !list.includes(Add)) list.push(Add)
  if (Remove !== undefined && list.includes(Remove)) list.splice(list.indexOf(Remove), 1)
}

// The documentation: removing asks, and nobody is there to answer.
function refuseToAsk({ parameters }: FakeCall): void {
  if (findParameter(parameters, 'Confirm') !== false)
    throw new FakeCmdletError(
      'System.Management.Automation.PSInvalidOperationException',
      'A command that prompts the user failed because the host program does not support user interaction.',
    )
}

function changePermission(call: FakeCall, isGiven: boolean) {
  const { state, parameters } = call
  refuseUnknown(parameters, ['Identity', 'User', 'AccessRights', 'InheritanceType', 'Confirm'])
  if (!isGiven) refuseToAsk(call)
  const account = getMailbox(state.accounts, findParameter(parameters, 'Identity'))
  const user = findText(parameters, 'User')
  const rights = findTexts(parameters, 'AccessRights')
  const at = account.mailboxPermissions.findIndex((one) => one.user === user)
  const had = account.mailboxPermissions[at]?.rights ?? []
  const now = isGiven ? [...had, ...rights] : had.filter((right) => !rights.includes(right))
  if (at !== -1) account.mailboxPermissions.splice(at, 1)
  if (now.length > 0) account.mailboxPermissions.push({ user, rights: now })
  return []
}

function changeTrustee(call: FakeCall, isGiven: boolean) {
  const { state, parameters } = call
  refuseUnknown(parameters, ['Identity', 'Trustee', 'AccessRights', 'Confirm'])
  refuseToAsk(call)
  const account = getMailbox(state.accounts, findParameter(parameters, 'Identity'))
  const who = findText(parameters, 'Trustee')
  changeList(account.sendAs, isGiven ? { Add: who } : { Remove: who })
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
