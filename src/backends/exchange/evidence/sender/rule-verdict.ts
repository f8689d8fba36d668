// Whether an inbox rule does what intruders use rules for: to send mail away, or to keep the user from seeing answers and
// bounces. What a rule does that cannot be told is looked at, never taken for harmless.
import { findTelling, type Telling } from '../../../../domain/telling-words.js'
import { type Folder, isHidingName, isLookAlikeFolder } from '../folders.js'
import { isDeleting, type RuleEffect, toFolderName, unreadableFolder } from './rule-effect.js'

/** @param folder where it moves mail to; undefined when the folders of the mailbox could not be listed. */
export function isSuspiciousRule(name: string, effect: RuleEffect, folder?: Folder): boolean {
  return (
    isSendingAway(effect) ||
    isDeleting(effect) ||
    isHiding(effect, folder) ||
    isHidingAll(effect) ||
    effect.unknown.length > 0 ||
    !effect.isShown ||
    isNameless(name)
  )
}

function isSendingAway(effect: RuleEffect): boolean {
  return (
    effect.ForwardTo.length +
      effect.ForwardAsAttachmentTo.length +
      effect.RedirectTo.length +
      effect.SendTextMessageNotificationTo.length >
    0
  )
}

function isHiding(effect: RuleEffect, folder: Folder | undefined): boolean {
  const { MoveToFolder, MarkAsRead, StopProcessingRules } = effect
  if (MoveToFolder === '') return MarkAsRead && StopProcessingRules
  if (MarkAsRead || MoveToFolder === unreadableFolder || folder?.use === 'hiding') return true
  const name = toFolderName(MoveToFolder)
  if (isLookAlikeFolder(name) || (folder?.use !== 'read' && isHidingName(name))) return true
  // Nobody files warnings away.
  return findTelling(listWords(effect)) === 'warning'
}

export function isHidingAll({ isBroad, MoveToFolder, MarkAsRead }: RuleEffect): boolean {
  return isBroad && (MoveToFolder !== '' || MarkAsRead)
}

/** What mail must say to be met by it. */
function listWords(effect: RuleEffect): readonly string[] {
  return [
    ...effect.SubjectContainsWords,
    ...effect.BodyContainsWords,
    ...effect.SubjectOrBodyContainsWords,
    ...effect.HeaderContainsWords,
  ]
}

function listSenders(effect: RuleEffect): readonly string[] {
  return [...effect.From, ...effect.FromAddressContainsWords]
}

/** What the mail it is about is about; undefined when no word tells. */
export function findRuleTheme(effect: RuleEffect): Telling | undefined {
  return findTelling([...listWords(effect), ...listSenders(effect)])
}

/**
 * It only sorts or deletes what certain senders outside send, or what has certain words that tell nothing, as people do with
 * newsletters. Undefined for whatever else.
 */
export function findFiling(
  effect: RuleEffect,
  domains: ReadonlySet<string>,
): 'senders' | 'words' | undefined {
  const { MoveToFolder, isBroad, unknown } = effect
  const isSorting = isDeleting(effect) || (MoveToFolder !== '' && MoveToFolder !== unreadableFolder)
  if (!isSorting || isBroad || isSendingAway(effect) || unknown.length > 0) return undefined
  if (findRuleTheme(effect) !== undefined || isLookAlikeFolder(toFolderName(MoveToFolder))) return undefined
  const senders = listSenders(effect)
  if (senders.some((sender) => [...domains].some((domain) => sender.toLowerCase().includes(domain))))
    return undefined
  if (senders.length > 0) return 'senders'
  return listWords(effect).length > 0 ? 'words' : undefined
}

/** Some letters are invisible. */
function isNameless(name: string): boolean {
  return !/[\p{L}\p{N}]/u.test(name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''))
}
