// What an inbox rule does, in words.
import { isDeleting, type RuleEffect, toFolderName } from './rule-effect.js'
import { isHidingAll } from './rule-verdict.js'

const mostNamed = 3

export function toEffectText(effect: RuleEffect): string {
  const actions = [
    toAction('forwards to', effect.ForwardTo),
    toAction('forwards as an attachment to', effect.ForwardAsAttachmentTo),
    toAction('redirects to', effect.RedirectTo),
    toAction('sends text messages to', effect.SendTextMessageNotificationTo),
    toDeletion(effect),
    effect.MoveToFolder === '' ? '' : `moves to ${toFolderName(effect.MoveToFolder)}`,
    effect.CopyToFolder === '' ? '' : `copies to ${toFolderName(effect.CopyToFolder)}`,
    effect.MarkAsRead ? 'marks as read' : '',
    effect.MarkImportance ? 'changes the importance' : '',
    effect.PinMessage ? 'pins' : '',
    effect.ApplyCategory || effect.ApplySystemCategory || effect.DeleteSystemCategory
      ? 'changes the category'
      : '',
    toAction('does something Reprieve does not know', effect.unknown, (names) => `(${names})`),
    effect.isShown ? '' : 'does something that Exchange does not show',
  ].filter((action) => action !== '')
  return `${actions.join(', ')}${toConditionText(effect)}`
}

function toAction(verb: string, objects: readonly string[], wrap = (list: string) => list): string {
  return objects.length === 0 ? '' : `${verb} ${wrap(toShortList(objects.map(toRecipientName)))}`
}

function toDeletion(effect: RuleEffect): string {
  if (effect.PermanentDelete) return 'deletes for good'
  return isDeleting(effect) ? 'deletes' : ''
}

function toConditionText(effect: RuleEffect): string {
  const words = [
    ...effect.SubjectContainsWords,
    ...effect.BodyContainsWords,
    ...effect.SubjectOrBodyContainsWords,
  ]
  const senders = [...effect.From.map(toRecipientName), ...effect.FromAddressContainsWords]
  return [
    words.length === 0 ? '' : `, mail with ${toShortList(words.map((word) => `"${word}"`))}`,
    senders.length === 0 ? '' : `, mail from ${toShortList(senders)}`,
    isHidingAll(effect) ? ', nearly all mail' : '',
  ].join('')
}

function toShortList(items: readonly string[]): string {
  const more = items.length - mostNamed
  return `${items.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `"Drop" [SMTP:drop@evil.example]` is an address, `"Tom Okafor" [EX:/o=ExchangeLabs/...]` somebody inside. */
function toRecipientName(recipient: string): string {
  const [, name = '', address] = /^"?(.*?)"?\s*\[(?:SMTP:([^\]]+)|EX:[^\]]*)\]$/i.exec(recipient) ?? []
  return address ?? (name || recipient)
}
