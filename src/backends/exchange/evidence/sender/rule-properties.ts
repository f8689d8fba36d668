// Every property that Get-InboxRule is known to give (learn.microsoft.com, Set-InboxRule, and public output of the
// cmdlet). Whatever else has a value is something that the rule does and nobody here knows.
import { findProperty } from '../../../records.js'
import type { CmdletRecord } from '../../cmdlets.js'

export const deletingActions = ['DeleteMessage', 'SoftDeleteMessage', 'PermanentDelete'] as const
export const sendingActions = [
  'ForwardTo',
  'ForwardAsAttachmentTo',
  'RedirectTo',
  'SendTextMessageNotificationTo',
] as const
const sortingActions = [
  'MoveToFolder',
  'CopyToFolder',
  'MarkAsRead',
  'MarkImportance',
  'PinMessage',
  'ApplyCategory',
  'ApplySystemCategory',
  'DeleteSystemCategory',
] as const

/** Lists of words, of which one has to occur. */
export const wordConditions = [
  'FromAddressContainsWords',
  'SubjectContainsWords',
  'BodyContainsWords',
  'SubjectOrBodyContainsWords',
  'HeaderContainsWords',
  'RecipientAddressContainsWords',
] as const

/** Those that leave most mail out, with whatever value but "Normal". */
export const narrowConditions = [
  'From',
  'SentTo',
  'FromSubscription',
  'MessageTypeMatches',
  'HasClassification',
  'FlaggedForAction',
  'WithSensitivity',
  'WithImportance',
  'MyNameInCcBox',
  'MyNameNotInToBox',
] as const

/** Most mail has these: the owner's name, a size, a date. */
const wideConditions = [
  'HasAttachment',
  'MyNameInToBox',
  'MyNameInToOrCcBox',
  'SentOnlyToMe',
  'ReceivedAfterDate',
  'ReceivedBeforeDate',
  'WithinSizeRangeMaximum',
  'WithinSizeRangeMinimum',
] as const

/** Neither condition nor action. That later rules are left out says nothing about this one. */
const bookkeeping = [
  'Name',
  'Enabled',
  'Priority',
  'Identity',
  'RuleIdentity',
  'Id',
  'Guid',
  'InError',
  'ErrorType',
  'SupportedByTask',
  'Legacy',
  'StopProcessingRules',
  'MailboxOwnerId',
  'Description',
  'DescriptionTimeFormat',
  'DescriptionTimeZone',
  'IsValid',
  'ObjectState',
  'ObjectClass',
  'ExchangeVersion',
  'OrganizationId',
  'RunspaceId',
  'PSComputerName',
  'PSShowComputerName',
  'PSSourceJobInstanceId',
]

const knownNames = new Set(
  [
    ...deletingActions,
    ...sendingActions,
    ...sortingActions,
    ...wordConditions,
    ...narrowConditions,
    ...wideConditions,
    ...bookkeeping,
  ].map((name) => name.toLowerCase()),
)

/** An exception only narrows a rule, whatever it is, and `X@data.type` describes the property X. */
const describing = /^ExceptIf|@/i

export function listUnknownProperties(record: CmdletRecord): readonly string[] {
  return Object.entries(record)
    .filter(([name, value]) => hasMeaning(value) && !describing.test(name))
    .map(([name]) => name)
    .filter((name) => !knownNames.has(name.toLowerCase()))
}

/** Whether the rule does anything that Exchange shows. */
export function hasKnownAction(record: CmdletRecord): boolean {
  return [...deletingActions, ...sendingActions, ...sortingActions].some((name) =>
    hasMeaning(findProperty(record, name)),
  )
}

/** Unset properties come as null, false, "False", an empty text or an empty list. */
export function hasMeaning(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0) return false
  if (typeof value === 'string') return value.trim() !== '' && value.trim().toLowerCase() !== 'false'
  if (Array.isArray(value)) return value.some(hasMeaning)
  return typeof value !== 'object' || Object.keys(value).some((name) => !name.includes('@'))
}
