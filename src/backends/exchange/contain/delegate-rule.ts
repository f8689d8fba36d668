// The rule that Exchange keeps in a mailbox whose owner has a delegate: it forwards meeting requests to somebody inside.
// Anybody can give a rule its name, so it is known by what it does.
import { findProperty } from '../../records.js'
import type { CmdletRecord } from '../cmdlets.js'
import { deletingActions, hasMeaning, sendingActions } from '../evidence/sender/rule-properties.js'
import { readFlag, readText, readTexts } from '../properties.js'

export function isDelegateRule(record: CmdletRecord): boolean {
  const recipients = sendingActions.flatMap((action) => readTexts(record, action))
  return (
    /^Delegate Rule -\d+$/.test(readText(record, 'Name')) &&
    readFlag(record, 'SupportedByTask') !== true &&
    readText(record, 'MessageTypeMatches') !== '' &&
    recipients.length > 0 &&
    recipients.every((recipient) => /\[EX:[^\]]*\]$/i.test(recipient)) &&
    !deletingActions.some((action) => hasMeaning(findProperty(record, action)))
  )
}
