// Rules that were made and are not there any more, and those that do something else by now.
import { BackendError } from '../../../../../errors.js'
import type { CmdletRecord } from '../../../cmdlets.js'
import type { AuditRecord } from '../../audit.js'
import type { SenderQuestion } from '../../question.js'
import { isDeedOf } from '../rule-changes.js'
import { type RuleDeed, toRuleDeed } from '../rule-deeds.js'
import { createDescribe, type Describe } from '../rule-describe.js'
import { parseRuleEffect } from '../rule-effect.js'
import { hasKnownAction } from '../rule-properties.js'
import { readRuleNames } from '../rule-records.js'
import { listDeedsElsewhere } from '../rules-elsewhere.js'
import { type Traces, toTrace } from './trace.js'

/** @param own what was done to this mailbox. */
export async function listRuleTraces(question: SenderQuestion, own: readonly AuditRecord[]): Promise<Traces> {
  const [rules, elsewhere] = await Promise.all([tryRules(question), listDeedsElsewhere(question)])
  const deeds = own.flatMap((record) => toRuleDeed(record) ?? [])
  const made = [...deeds, ...elsewhere].filter(({ what }) => what === 'made' || what === 'changed')
  const describe = await createDescribe(
    question,
    made.map(({ rule }) => rule),
  )
  return [
    ...listGone(deeds, { describe, rules }),
    ...listGone(elsewhere, { describe, rules: undefined }),
    ...listRemovedOld(deeds),
  ]
}

interface Now {
  readonly describe: Describe
  /** Those that are there; undefined when they could not be read. */
  readonly rules: readonly CmdletRecord[] | undefined
}

function listGone(deeds: readonly RuleDeed[], { describe, rules }: Now): Traces {
  const lasts = distinctRules(
    deeds.filter(({ what, rule }) => what === 'made' || (what === 'changed' && hasKnownAction(rule))),
  )
  return lasts.flatMap((deed) => {
    const removed = deeds.find(
      (one) => one.what === 'removed' && one.audit.at >= deed.audit.at && isSameRule(one, deed),
    )
    const current = deed.isSweep ? undefined : rules?.find((record) => isDeedOf(deed, readRuleNames(record)))
    const then = describe.rule(deed.name, parseRuleEffect(deed.rule))
    const isListed = rules === undefined || deed.isSweep || current !== undefined
    const isOther =
      current !== undefined &&
      then.suspicious &&
      !describe.rule(deed.name, parseRuleEffect(current)).suspicious
    if (removed === undefined && isListed && !isOther) return []
    const where = deed.mailbox === '' || rules !== undefined ? '' : ` in ${deed.mailbox}`
    const sweep = deed.isSweep ? 'sweep ' : ''
    return [
      toTrace({
        what: 'rule',
        suspicious: deed.isSweep || then.suspicious,
        thing: `${sweep}rule "${deed.name}"${where} that ${toSweepText(deed) ?? then.effect}`,
        made: deed.audit,
        removed: removed?.audit,
        isGone: !isOther,
      }),
    ]
  })
}

function toSweepText({ isSweep, audit: { values } }: RuleDeed): string | undefined {
  if (!isSweep) return undefined
  return `moves to ${values.get('destinationfolder') ?? 'a folder'}, mail from ${values.get('sender') ?? 'anybody'}`
}

/** What it was is not known: it was there before the log that was read. */
function listRemovedOld(deeds: readonly RuleDeed[]): Traces {
  return deeds
    .filter(
      (deed) =>
        deed.what === 'removed' &&
        !deeds.some((one) => one.what !== 'removed' && one.what !== 'off' && isSameRule(one, deed)),
    )
    .map((deed) =>
      toTrace({
        what: 'rule',
        suspicious: false,
        thing: `rule "${deed.name}", of which is not known what it did`,
        removed: deed.audit,
      }),
    )
}

function isSameRule(one: RuleDeed, other: RuleDeed): boolean {
  return one.isSweep === other.isSweep && isDeedOf(one, { name: other.name, id: other.id })
}

/** One that was changed several times counts as what it was first; each with its own effect would be one more. */
function distinctRules(deeds: readonly RuleDeed[]): readonly RuleDeed[] {
  return deeds.filter((deed, index) => !deeds.slice(0, index).some((one) => isSameRule(one, deed)))
}

async function tryRules({ getRuleRecords }: SenderQuestion): Promise<readonly CmdletRecord[] | undefined> {
  try {
    return (await getRuleRecords()).all
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
