// What an inbox rule does, in words.
import { isDeleting, type RuleEffect, toFolderName } from './rule-effect.js'
import { isHidingAll } from './rule-verdict.js'

const mostNamed = 3

/** What rules name and what that really is. */
export interface EffectNames {
  /** Where mail goes that is sent to this recipient; undefined when it is not known. */
  findAddress?(recipient: string): string | undefined
  /** "the RSS folder"; empty for one that a person made. */
  readonly folderKind?: string
}

export function toEffectText(effect: RuleEffect, names: EffectNames = {}): string {
  const real = (recipients: readonly string[]) =>
    recipients.map((one) => toRealName(one, names.findAddress?.(one)))
  const kind = names.folderKind ?? ''
  const actions = [
    toAction('forwards to', real(effect.ForwardTo)),
    toAction('forwards as an attachment to', real(effect.ForwardAsAttachmentTo)),
    toAction('redirects to', real(effect.RedirectTo)),
    toAction('sends text messages to', effect.SendTextMessageNotificationTo),
    toDeletion(effect),
    effect.MoveToFolder === ''
      ? ''
      : `moves to ${toFolderName(effect.MoveToFolder)}${kind === '' ? '' : ` (${kind})`}`,
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

/** A contact's name with the address that mail really goes to. */
function toRealName(recipient: string, address: string | undefined): string {
  const name = toRecipientName(recipient)
  return address === undefined || address === '' || name.toLowerCase().includes(address.toLowerCase())
    ? recipient
    : `${name} (${address})`
}

/** `"Drop" [SMTP:drop@evil.example]` is an address, `"Tom Okafor" [EX:/o=ExchangeLabs/...]` somebody inside. */
function toRecipientName(recipient: string): string {
  const [, name = '', address] = /^"?(.*?)"?\s*\[(?:SMTP:([^\]]+)|EX:[^\]]*)\]$/i.exec(recipient) ?? []
  return address ?? (name || recipient)
}
