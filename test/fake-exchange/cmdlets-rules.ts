// Get-InboxRule: hidden rules only with -IncludeHidden, and then also those that Exchange keeps for itself. No property
// says that a rule is hidden.
import { type FakeCall, type FakeCmdlet, findParameter } from './cmdlet.js'
import { getMailboxAccount } from './find-account.js'
import type { FakeRule } from './model.js'

export const ruleCmdlets: Readonly<Record<string, FakeCmdlet>> = { 'Get-InboxRule': listRules }

function listRules(call: FakeCall) {
  const account = getMailboxAccount(call, 'Mailbox')
  const isAll = findParameter(call.parameters, 'IncludeHidden') === true
  const own = account.rules.filter(({ hidden }) => isAll || !hidden)
  return [...own, ...(isAll ? builtIn : [])].map((rule) => toRecord(rule, account.mail))
}

const builtIn: readonly FakeRule[] = [
  'Junk E-Mail Rule',
  'Microsoft.Exchange.OOF.KnownExternalSenders.Global',
].map((name, index) => ({
  identity: `built-in\\${index}`,
  name,
  enabled: true,
  hidden: true,
  properties: { SupportedByTask: false },
}))

/** As a rule gives whatever it does not use (public output of the cmdlet). */
const unset = {
  InError: false,
  ErrorType: 'None',
  SupportedByTask: true,
  Legacy: null,
  IsValid: true,
  ObjectState: 'Unchanged',
  Description: 'If the message:\n\tis for everybody\nTake the following actions:\n\tnothing\n',
  From: null,
  SentTo: null,
  SubjectContainsWords: [],
  SubjectOrBodyContainsWords: [],
  'SubjectOrBodyContainsWords@odata.type': '#Collection(String)',
  ExceptIfSubjectContainsWords: ['urgent'],
  HasAttachment: false,
  MessageTypeMatches: null,
  WithinSizeRangeMinimum: null,
  ApplyCategory: [],
  ApplySystemCategory: [],
  CopyToFolder: null,
  DeleteMessage: false,
  'DeleteMessage@data.type': 'System.Boolean',
  DeleteSystemCategory: [],
  ForwardAsAttachmentTo: null,
  ForwardTo: null,
  MarkAsRead: false,
  MarkImportance: null,
  MoveToFolder: null,
  PinMessage: false,
  RedirectTo: null,
  SendTextMessageNotificationTo: [],
  SoftDeleteMessage: false,
  StopProcessingRules: false,
}

function toRecord(rule: FakeRule, mail: string): Record<string, unknown> {
  return {
    Name: rule.name,
    Enabled: rule.enabled,
    Identity: rule.identity,
    RuleIdentity: rule.identity.split('\\').at(-1),
    MailboxOwnerId: mail,
    Priority: 1,
    ...unset,
    ...rule.properties,
  }
}
