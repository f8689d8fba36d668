// Rules that this account made in mailboxes of others that it can open: there they do the same, and no list of its own
// rules shows them.
import { BackendError } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readFlag, readText } from '../../properties.js'
import type { SenderQuestion } from '../question.js'
import { isMailbox } from '../trail.js'
import { isDeedOf } from './rule-changes.js'
import { type RuleDeed, toRuleDeed } from './rule-deeds.js'
import { createDescribe } from './rule-describe.js'
import { parseRuleEffect } from './rule-effect.js'
import { readRuleNames } from './rule-records.js'
import type { SenderValue } from './value.js'

type InboxRules = SenderValue<'inboxRules'>

const mostMailboxes = 3

export async function readRulesElsewhere(question: SenderQuestion): Promise<InboxRules> {
  const deeds = (await listDeedsElsewhere(question)).filter(
    ({ what, isSweep }) => what !== 'removed' && !isSweep,
  )
  const mailboxes = [...new Set(deeds.map(({ mailbox }) => mailbox))].slice(0, mostMailboxes)
  const rules = await Promise.all(
    mailboxes.map((mailbox) =>
      readMailbox(
        question,
        mailbox,
        deeds.filter((deed) => deed.mailbox === mailbox),
      ),
    ),
  )
  return rules.flat()
}

/** Done by this account to rules of others; none when the log cannot be read. */
export async function listDeedsElsewhere(question: SenderQuestion): Promise<readonly RuleDeed[]> {
  try {
    const [trail, mailbox] = await Promise.all([question.getTrail(), question.getMailbox()])
    return trail.records
      .filter(({ who }) => isMailbox(who, mailbox))
      .flatMap((record) => toRuleDeed(record) ?? [])
      .filter(({ mailbox: target }) => target !== '' && !isMailbox(target, mailbox))
  } catch (error) {
    if (error instanceof BackendError) return []
    throw error
  }
}

/** What is there now of what it made; by the log alone when the mailbox cannot be read. */
async function readMailbox(
  question: SenderQuestion,
  mailbox: string,
  deeds: readonly RuleDeed[],
): Promise<InboxRules> {
  const listed = await findRules(question, mailbox)
  const isMade = (record: CmdletRecord) => deeds.some((deed) => isDeedOf(deed, readRuleNames(record)))
  const records = (listed ?? deeds.map(({ rule }) => rule)).filter(
    (record) => listed === undefined || isMade(record),
  )
  const describe = await createDescribe(question, records)
  return records.map((record) => {
    const names = listed === undefined ? { name: readText(record, 'Name'), id: '' } : readRuleNames(record)
    const deed = deeds.findLast((one) => isDeedOf(one, names)) ?? deeds.at(-1)
    const about = describe.rule(names.name, parseRuleEffect(record))
    return {
      name: names.name,
      mailbox,
      enabled: readFlag(record, 'Enabled') !== false,
      hidden: false,
      ...about,
      effect: `in ${mailbox}: ${about.effect}`,
      ...(deed === undefined ? {} : { changedAt: deed.audit.at }),
      ...(deed === undefined || deed.audit.from === '' ? {} : { changedFrom: deed.audit.from }),
    }
  })
}

async function findRules(
  { asking }: SenderQuestion,
  mailbox: string,
): Promise<readonly CmdletRecord[] | undefined> {
  try {
    return await asking.run({
      cmdlet: 'Get-InboxRule',
      parameters: { Mailbox: mailbox, IncludeHidden: true },
      mailbox,
    })
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
