// All inbox rules, with the hidden ones. No property of a rule says that it is hidden: it is when it shows only with
// -IncludeHidden.
import { z } from 'zod'
import type { CmdletRecord } from '../../cmdlets.js'
import type { SenderQuestion } from '../question.js'
import { flag, parseAnswer, text } from '../values.js'
import { createFindRuleChange } from './rule-changes.js'
import { isSuspiciousRule, parseRuleEffect, toEffectText } from './rule-effect.js'
import type { SenderValue } from './value.js'

type InboxRules = SenderValue<'inboxRules'>

const ruleSchema = z.object({ Name: z.string(), Identity: text, RuleIdentity: text, Enabled: flag })

/** Every mailbox has these of its own: the junk mail filter, and one for each automatic reply. */
const builtIn = /^(?:Junk E-Mail Rule$|Microsoft\.Exchange\.OOF\.)/i

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
    const rule = parseAnswer(ruleSchema, record, 'An inbox rule')
    if (builtIn.test(rule.Name)) return []
    const effect = parseRuleEffect(record)
    const id = rule.Identity || rule.RuleIdentity
    const changedAt = findChange({ name: rule.Name, id })
    return [
      {
        ...(id === '' ? {} : { id }),
        name: rule.Name,
        enabled: rule.Enabled,
        hidden: !visible.has(toKey(record)),
        effect: toEffectText(effect),
        suspicious: isSuspiciousRule(rule.Name, effect),
        ...(changedAt === undefined ? {} : { changedAt }),
      },
    ]
  })
}

function toKey(record: CmdletRecord): string {
  const { Identity, RuleIdentity, Name } = parseAnswer(ruleSchema, record, 'An inbox rule')
  return Identity || RuleIdentity || Name
}
