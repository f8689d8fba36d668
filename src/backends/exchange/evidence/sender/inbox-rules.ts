// All inbox rules, with the hidden ones. No property of a rule says that it is hidden: it is when it shows only with
// -IncludeHidden.
import { BackendError } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readFlag, readText } from '../../properties.js'
import type { SenderQuestion } from '../question.js'
import { createFindRuleChange } from './rule-changes.js'
import { parseRuleEffect } from './rule-effect.js'
import { isSuspiciousRule } from './rule-verdict.js'
import { toEffectText } from './rule-words.js'
import type { SenderValue } from './value.js'

type InboxRules = SenderValue<'inboxRules'>

/** Every mailbox has these of its own: the junk mail filter, and one for each automatic reply. */
const builtInName = /^(?:Junk E-Mail Rule$|Microsoft\.Exchange\.OOF\.)/i

export async function readInboxRules(question: SenderQuestion): Promise<InboxRules> {
  const name = await question.getMailboxName()
  const run = (parameters: Record<string, true>) =>
    question.asking.run({
      cmdlet: 'Get-InboxRule',
      parameters: { Mailbox: name, ...parameters },
      mailbox: name,
    })
  const [all, shown, findChange] = await Promise.all([
    run({ IncludeHidden: true }),
    run({}),
    createFindRuleChange(question, name),
  ])
  const visible = new Set(shown.map(toKey))
  return all.flatMap((record) => {
    const { name: ruleName, id } = readNames(record)
    const effect = parseRuleEffect(record)
    const hidden = !visible.has(toKey(record))
    if (hidden && isBuiltIn(record, all)) return []
    const changedAt = findChange({ name: ruleName, id })
    return [
      {
        ...(id === '' ? {} : { id }),
        name: ruleName,
        // Whatever is not said to be off may be on.
        enabled: readFlag(record, 'Enabled') !== false,
        hidden,
        effect: toEffectText(effect),
        suspicious: isSuspiciousRule(ruleName, effect),
        ...(changedAt === undefined ? {} : { changedAt }),
      },
    ]
  })
}

/** @throws BackendError `malformed` for what has neither name nor id: that is no rule. */
function readNames(record: CmdletRecord): { readonly name: string; readonly id: string } {
  const name = readText(record, 'Name')
  const id = readText(record, 'Identity') || readText(record, 'RuleIdentity')
  if (name === '' && id === '')
    throw new BackendError('An inbox rule came in a form that Reprieve cannot read.', {
      code: 'malformed',
      outcome: 'unchanged',
    })
  return { name, id }
}

function toKey(record: CmdletRecord): string {
  const { name, id } = readNames(record)
  return id || name
}

/**
 * Anybody can give a rule such a name, so it alone says nothing. Those of Exchange itself are hidden, show no action,
 * cannot be made with a cmdlet, and are there once.
 */
function isBuiltIn(record: CmdletRecord, all: readonly CmdletRecord[]): boolean {
  const name = readText(record, 'Name').toLowerCase()
  if (!builtInName.test(name) || readFlag(record, 'SupportedByTask') !== false) return false
  const candidates = all.filter(
    (other) => readText(other, 'Name').toLowerCase() === name && !parseRuleEffect(other).isShown,
  )
  return candidates.length === 1 && candidates[0] === record
}
