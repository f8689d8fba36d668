// What an inbox rule does, in words, and whether that is what intruders use rules for: to send mail away, or to keep the
// user from seeing answers and bounces.
import { z } from 'zod'
import type { CmdletRecord } from '../../cmdlets.js'
import { flag, parseAnswer, text, texts } from '../values.js'

const effectSchema = z.object({
  ForwardTo: texts,
  ForwardAsAttachmentTo: texts,
  RedirectTo: texts,
  DeleteMessage: flag,
  SoftDeleteMessage: flag,
  MoveToFolder: text,
  CopyToFolder: text,
  MarkAsRead: flag,
  From: texts,
  FromAddressContainsWords: texts,
  SubjectContainsWords: texts,
  BodyContainsWords: texts,
  SubjectOrBodyContainsWords: texts,
})
export type RuleEffect = z.infer<typeof effectSchema>

export function parseRuleEffect(record: CmdletRecord): RuleEffect {
  return parseAnswer(effectSchema, record, 'An inbox rule')
}

const mostNamed = 3

export function toEffectText(effect: RuleEffect): string {
  const actions = [
    toAction('forwards to', effect.ForwardTo),
    toAction('forwards as an attachment to', effect.ForwardAsAttachmentTo),
    toAction('redirects to', effect.RedirectTo),
    isDeleting(effect) ? 'deletes' : '',
    effect.MoveToFolder === '' ? '' : `moves to ${toFolderName(effect.MoveToFolder)}`,
    effect.CopyToFolder === '' ? '' : `copies to ${toFolderName(effect.CopyToFolder)}`,
    effect.MarkAsRead ? 'marks as read' : '',
  ].filter((action) => action !== '')
  const deed = actions.length === 0 ? 'does something else' : actions.join(', ')
  return `${deed}${toConditionText(effect)}`
}

function toAction(verb: string, recipients: readonly string[]): string {
  return recipients.length === 0 ? '' : `${verb} ${toShortList(recipients.map(toRecipientName))}`
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

/** `laura:\Inbox\RSS Feeds` */
function toFolderName(folder: string): string {
  return folder.split(/[\\/]/).at(-1)?.trim() || folder
}

/** Where hardly anybody looks. The names differ in other languages; those are not recognised. */
const oddFolders =
  /^(?:rss|rss feeds|rss subscriptions|archive|conversation history|junk e-?mail|deleted items|notes|sync issues|clutter|outbox)$/i

export function isSuspiciousRule(name: string, effect: RuleEffect): boolean {
  const sendsAway =
    effect.ForwardTo.length + effect.ForwardAsAttachmentTo.length + effect.RedirectTo.length > 0
  const moves = effect.MoveToFolder !== ''
  return (
    sendsAway ||
    isDeleting(effect) ||
    (moves && (effect.MarkAsRead || oddFolders.test(toFolderName(effect.MoveToFolder)))) ||
    !/[\p{L}\p{N}]/u.test(name)
  )
}

function isDeleting({ DeleteMessage, SoftDeleteMessage }: RuleEffect): boolean {
  return DeleteMessage || SoftDeleteMessage
}
