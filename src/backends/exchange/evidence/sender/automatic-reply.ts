// What the mailbox answers by itself: an intruder tells everybody who writes another bank account with it.
import { z } from 'zod'
import { isLookAlikeDomainOf } from '../../../../domain/look-alike-domains.js'
import { findTelling } from '../../../../domain/telling-words.js'
import { BackendError } from '../../../../errors.js'
import { findProperty } from '../../../records.js'
import { toInstant } from '../../../values.js'
import { readText } from '../../properties.js'
import type { SenderQuestion } from '../question.js'
import { isAboutMailbox } from '../trail.js'
import { parseAnswer } from '../values.js'
import type { SenderValue } from './value.js'

type AutomaticReply = SenderValue<'automaticReply'>

const stateSchema = z.object({ AutoReplyState: z.string().min(1) })

export async function readAutomaticReply(question: SenderQuestion): Promise<AutomaticReply> {
  const mailbox = await question.getMailboxName()
  const [record] = await question.asking.run({
    cmdlet: 'Get-MailboxAutoReplyConfiguration',
    parameters: { Identity: mailbox },
    mailbox,
  })
  if (record === undefined) return null
  const { AutoReplyState: state } = parseAnswer(stateSchema, record, 'The automatic reply')
  if (/^disabled$/i.test(state)) return null
  const domains = await question.getDomains()
  const message = [readText(record, 'ExternalMessage'), readText(record, 'InternalMessage')].join('\n')
  const endsAt = toInstant(findProperty(record, 'EndTime'))
  return {
    audience: toAudience(readText(record, 'ExternalAudience')),
    signs: listSigns(message, domains),
    ...(/^scheduled$/i.test(state) && endsAt !== undefined ? { endsAt } : {}),
    ...(await findChange(question)),
  }
}

function toAudience(given: string): NonNullable<AutomaticReply>['audience'] {
  if (/^none$/i.test(given)) return 'inside'
  return /^known$/i.test(given) ? 'contacts' : 'everybody'
}

const links = /\b(?:https?:\/\/|www\.)[^\s"'<>]+/gi
const addresses = /[^\s"'<>(),;:[\]]+@[^\s"'<>(),;:[\]]+\.[^\s"'<>(),;:[\]]+/g

/** What it leads to, and what it is about, when an absence does not explain it. */
function listSigns(message: string, domains: ReadonlySet<string>): readonly string[] {
  const plain = message.replaceAll(
    /<\/?[a-z][^>]*>/gi,
    (tag) => ` ${/href\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1] ?? ''} `,
  )
  const outside = [...new Set(plain.match(addresses) ?? [])]
    .map((one) => one.replace(/^mailto:/i, '').replace(/\.$/, ''))
    .filter((one) => !isOwn(toDomain(one), domains))
  const hosts = [...new Set(plain.match(links) ?? [])].map(toHost).filter((host) => !isOwn(host, domains))
  const isMoney = findTelling([plain.replaceAll(addresses, ' ')]) !== undefined
  const alike = [...outside.map(toDomain), ...hosts].find((domain) =>
    isLookAlikeDomainOf(domain, [...domains]),
  )
  return [
    ...[...new Set(hosts)].map((host) => `a link to ${host}`),
    ...outside.map((address) => `the address ${address}`),
    ...(alike === undefined ? [] : [`${alike}, a domain that only looks like the own`]),
    ...(isMoney ? ['words about money or passwords'] : []),
  ]
}

function toDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

function toHost(link: string): string {
  return (
    link
      .replace(/^https?:\/\//i, '')
      .split(/[/?#:]/)[0]
      ?.toLowerCase() ?? link
  )
}

function isOwn(domain: string, domains: ReadonlySet<string>): boolean {
  return [...domains].some((own) => domain === own || domain.endsWith(`.${own}`))
}

type Change = Pick<NonNullable<AutomaticReply>, 'changedAt' | 'changedBy' | 'changedFrom' | 'unchangedSince'>

/** Who set it last, by the audit log. Without the log the reply is still worth knowing. */
async function findChange({ getTrail, getMailbox }: SenderQuestion): Promise<Change> {
  try {
    const [trail, mailbox] = await Promise.all([getTrail(), getMailbox()])
    const last = trail.records.findLast(
      (record) =>
        /^Set-MailboxAutoReplyConfiguration$/i.test(record.operation) && isAboutMailbox(record, mailbox),
    )
    if (last === undefined) return trail.missing === undefined ? { unchangedSince: trail.since } : {}
    return {
      changedAt: last.at,
      changedBy: last.who,
      ...(last.from === '' ? {} : { changedFrom: last.from }),
    }
  } catch (error) {
    if (error instanceof BackendError) return {}
    throw error
  }
}
