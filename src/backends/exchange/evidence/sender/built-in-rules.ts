// Rules that Exchange keeps for itself. Anybody can give a rule such a name, so it alone says nothing: what a rule is and
// does decides.
import { findProperty } from '../../../records.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readFlag, readText } from '../../properties.js'
import type { Describe } from './rule-describe.js'
import { isDeleting, parseRuleEffect, type RuleEffect } from './rule-effect.js'

/** Every mailbox has these of its own: the junk mail filter, and one for each automatic reply. */
const builtInName = /^(?:Junk E-Mail Rule$|Microsoft\.Exchange\.OOF\.)/i
/** Outlook makes one for whoever lets others answer their meeting requests. */
const delegateName = /^Delegate Rule -?\d+$/i
const calendarTypes = /calendar|meeting/i

/** Those of Exchange itself are hidden, show no action, cannot be made with a cmdlet, and are there once. */
export function isOwnOfExchange(record: CmdletRecord, all: readonly CmdletRecord[]): boolean {
  const name = readText(record, 'Name').toLowerCase()
  if (!builtInName.test(name) || readFlag(record, 'SupportedByTask') !== false) return false
  const candidates = all.filter(
    (other) => readText(other, 'Name').toLowerCase() === name && !parseRuleEffect(other).isShown,
  )
  return candidates.length === 1 && candidates[0] === record
}

/** It forwards meeting requests, and nothing else, to people of the organisation. */
export function isCalendarDelegateRule(
  record: CmdletRecord,
  effect: RuleEffect,
  { isInside }: Pick<Describe, 'isInside'>,
): boolean {
  const { ForwardTo, RedirectTo, ForwardAsAttachmentTo, SendTextMessageNotificationTo } = effect
  const types = findProperty(record, 'MessageTypeMatches')
  const targets = [...ForwardTo, ...RedirectTo]
  return (
    delegateName.test(readText(record, 'Name')) &&
    readFlag(record, 'SupportedByTask') === false &&
    typeof types === 'string' &&
    calendarTypes.test(types) &&
    targets.length > 0 &&
    targets.every(isInside) &&
    ForwardAsAttachmentTo.length + SendTextMessageNotificationTo.length === 0 &&
    !isDeleting(effect) &&
    effect.MoveToFolder === '' &&
    effect.unknown.length === 0
  )
}
