// When a rule was made or changed: the rule has no date, the audit log may. Without the log there is no date, which is
// not worth losing the rules for.
import type { Instant } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import type { Mailbox } from '../mailbox.js'
import type { SenderQuestion } from '../question.js'
import { isAboutMailbox, type Trail } from '../trail.js'
import { type RuleDeed, toRuleDeed } from './rule-deeds.js'

interface RuleName {
  readonly name: string
  readonly id: string
}

export interface RuleChange {
  readonly changedAt?: Instant
  readonly changedFrom?: string
  /** The log was read from then on, and says nothing about it. */
  readonly unchangedSince?: Instant
}

export type FindRuleChange = (rule: RuleName) => RuleChange

export async function createFindRuleChange(question: SenderQuestion): Promise<FindRuleChange> {
  const [trail, mailbox] = await Promise.all([tryTrail(question), tryMailbox(question)])
  if (trail === undefined) return () => ({})
  const deeds = trail.records
    .filter((record) => mailbox === undefined || isAboutMailbox(record, mailbox))
    .flatMap((record) => toRuleDeed(record) ?? [])
    .filter(({ what }) => what !== 'removed')
  const isWhole = trail.missing === undefined && mailbox !== undefined && !isSilenced(trail, mailbox)
  return (rule) => {
    const last = deeds.findLast((deed) => isDeedOf(deed, rule))
    if (last !== undefined)
      return { changedAt: last.audit.at, ...(last.audit.from === '' ? {} : { changedFrom: last.audit.from }) }
    return isWhole ? { unchangedSince: trail.since } : {}
  }
}

/** Whoever switched auditing off left no more records. */
function isSilenced({ records }: Trail, mailbox: Mailbox): boolean {
  return (
    /^false$/i.test(String(mailbox.AuditEnabled)) ||
    records.some(
      (record) =>
        /^Set-(?:MailboxAuditBypassAssociation|AdminAuditLogConfig)$/i.test(record.operation) ||
        (record.values.has('auditenabled') && isAboutMailbox(record, mailbox)),
    )
  )
}

async function tryTrail({ getTrail }: SenderQuestion): Promise<Trail | undefined> {
  return getTrail().catch(withoutAnswer)
}

async function tryMailbox({ getMailbox }: SenderQuestion) {
  return getMailbox().catch(withoutAnswer)
}

function withoutAnswer(error: unknown): undefined {
  if (error instanceof BackendError) return undefined
  throw error
}

export function isDeedOf(deed: RuleDeed, { name, id }: RuleName): boolean {
  const given = [deed.name, deed.id].map((one) => one.toLowerCase())
  const wanted = [name, id, toLastPart(id)].map((one) => one.toLowerCase())
  return given.some((one) => one !== '' && wanted.includes(one))
}

/** `contoso.com\laura\123456` */
function toLastPart(path: string): string {
  return path.split('\\').at(-1) ?? path
}
