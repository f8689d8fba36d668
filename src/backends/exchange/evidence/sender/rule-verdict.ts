// Whether an inbox rule does what intruders use rules for: to send mail away, or to keep the user from seeing answers and
// bounces. What a rule does that cannot be told is looked at, never taken for harmless.
import { isDeleting, type RuleEffect, toFolderName, unreadableFolder } from './rule-effect.js'

/** Where hardly anybody looks for mail. The names differ in other languages; those are not recognised. */
const oddFolders =
  /^(?:archive|conversation history|junk e-?mail|deleted items|sent items|drafts|notes|calendar|contacts|tasks|journal|sync issues|clutter|outbox)$|\brss\b/i

export function isSuspiciousRule(name: string, effect: RuleEffect): boolean {
  const sendsAway =
    effect.ForwardTo.length +
      effect.ForwardAsAttachmentTo.length +
      effect.RedirectTo.length +
      effect.SendTextMessageNotificationTo.length >
    0
  return (
    sendsAway ||
    isDeleting(effect) ||
    isHiding(effect) ||
    isHidingAll(effect) ||
    effect.unknown.length > 0 ||
    !effect.isShown ||
    isNameless(name)
  )
}

function isHiding({ MoveToFolder, MarkAsRead, StopProcessingRules }: RuleEffect): boolean {
  if (MoveToFolder === '') return MarkAsRead && StopProcessingRules
  return MarkAsRead || MoveToFolder === unreadableFolder || oddFolders.test(toFolderName(MoveToFolder))
}

export function isHidingAll({ isBroad, MoveToFolder, MarkAsRead }: RuleEffect): boolean {
  return isBroad && (MoveToFolder !== '' || MarkAsRead)
}

/** Some letters are invisible. */
function isNameless(name: string): boolean {
  return !/[\p{L}\p{N}]/u.test(name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''))
}
