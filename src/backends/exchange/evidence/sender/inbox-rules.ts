// All inbox rules with the hidden ones, sweep rules, and the rules that the account made in other mailboxes. What a rule is
// called never keeps it off the list: only what is really Exchange's own is left out.
import { BackendError } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readFlag, readText } from '../../properties.js'
import type { SenderQuestion } from '../question.js'
import { isCalendarDelegateRule, isOwnOfExchange } from './built-in-rules.js'
import { createFindRuleChange, type FindRuleChange, type RuleChange } from './rule-changes.js'
import { createDescribe } from './rule-describe.js'
import { parseRuleEffect, type RuleEffect } from './rule-effect.js'
import { readRuleNames } from './rule-records.js'
import { readRulesElsewhere } from './rules-elsewhere.js'
import { readSweepRules } from './sweep-rules.js'
import type { SenderValue } from './value.js'

type InboxRules = SenderValue<'inboxRules'>

export interface ReadInboxRules {
  readonly rules: InboxRules
  /** Why sweep rules are missing among them, in a sentence; undefined when they are there. */
  readonly missing: string | undefined
}

export async function readInboxRules(question: SenderQuestion): Promise<ReadInboxRules> {
  const [{ all, isHidden }, findChange] = await Promise.all([
    question.getRuleRecords(),
    createFindRuleChange(question),
  ])
  const describe = await createDescribe(question, all)
  const own = all.flatMap((record) => {
    const hidden = isHidden(record)
    if (hidden && isOwnOfExchange(record, all)) return []
    const effect = parseRuleEffect(record)
    if (hidden && isCalendarDelegateRule(record, effect, describe)) return []
    return [toRule(record, { hidden, effect, describe, change: findChange(readRuleNames(record)) })]
  })
  const [sweep, elsewhere] = await Promise.all([
    trySweepRules(question, findChange),
    readRulesElsewhere(question),
  ])
  return { rules: [...own, ...sweep.rules, ...elsewhere], missing: sweep.missing }
}

/** Without them the others are still worth knowing. */
async function trySweepRules(question: SenderQuestion, findChange: FindRuleChange): Promise<ReadInboxRules> {
  try {
    return { rules: await readSweepRules(question, findChange), missing: undefined }
  } catch (error) {
    if (error instanceof BackendError) return { rules: [], missing: error.message }
    throw error
  }
}

interface About {
  readonly hidden: boolean
  readonly effect: RuleEffect
  readonly describe: Awaited<ReturnType<typeof createDescribe>>
  readonly change: RuleChange
}

function toRule(record: CmdletRecord, { hidden, effect, describe, change }: About): InboxRules[number] {
  const { name, id } = readRuleNames(record)
  return {
    ...(id === '' ? {} : { id }),
    name,
    // Whatever is not said to be off may be on.
    enabled: readFlag(record, 'Enabled') !== false,
    hidden,
    ...describe.rule(readText(record, 'Name'), effect),
    ...change,
  }
}
