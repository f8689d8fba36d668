// Sign-ins of the 30 days before the week that evidence lists, for what is usual; and who else came from an address. Both are
// asked for several senders at once, in slower rounds than what every verdict needs. Entra keeps the log for 30 days
// (learn.microsoft.com, "Microsoft Entra data retention").
import { dayMilliseconds, type Instant } from '../../../../domain/instant.js'
import { recentDays } from '../../../../domain/rules/window.js'
import type { GraphRecord } from '../../graph.js'
import type { Asking } from '../asking.js'
import { createTogether, type Together, type TogetherParts } from '../together.js'
import { signInsNeed, toPrograms, toWhose } from './joint-sign-ins.js'

const earlierDays = 30
/** The largest page. */
const most = 1_000
const mostOfPrograms = 100
const pace = { slower: 2, most: 20 }

type Records = readonly GraphRecord[]

interface EarlierQuestion {
  readonly userId: string
  readonly anchor: Instant
}

export interface EarlierTogether {
  readonly people: Together<EarlierQuestion, Records>
  readonly addresses: Together<{ readonly ipAddress: string; readonly anchor: Instant }, Records>
}

export function createEarlierTogether(parts: TogetherParts): EarlierTogether {
  return {
    people: createTogether<EarlierQuestion, Records>(
      parts,
      (asking, questions) => {
        const anchors = questions.map(({ anchor }) => anchor)
        return list(asking, 'v1.0', toFilter([...new Set(questions.map(({ userId }) => userId))], anchors))
      },
      pace,
    ),
    addresses: createTogether<{ readonly ipAddress: string; readonly anchor: Instant }, Records>(
      parts,
      (asking, questions) => {
        const since = toText(
          Math.min(...questions.map(({ anchor }) => anchor)) - recentDays * dayMilliseconds,
        )
        const addresses = [...new Set(questions.map(({ ipAddress }) => ipAddress))]
        const whose = addresses.map((one) => `ipAddress eq '${one.replaceAll("'", "''")}'`).join(' or ')
        return list(
          asking,
          'v1.0',
          `${addresses.length > 1 ? `(${whose})` : whose} and createdDateTime ge ${since}`,
        )
      },
      pace,
    ),
  }
}

interface EarlierParts {
  /** For what is asked about this account alone. */
  readonly asking: Asking
  readonly anchor: Instant
  readonly signal: AbortSignal
  readonly earlierTogether: EarlierTogether
}

/** @throws BackendError when none were read. */
export async function readEarlierRecords(parts: EarlierParts, userId: string): Promise<Records> {
  const { asking, anchor, signal, earlierTogether } = parts
  const joint = await earlierTogether.people({ userId, anchor }, signal)
  const own = joint?.answer.filter((record) => toUserId(record) === userId.toLowerCase()) ?? []
  if (joint !== undefined && (joint.isAlone || own.length > 0 || joint.answer.length < most))
    return joint.isAlone ? joint.answer : own
  return list(asking, 'v1.0', toFilter([userId], [anchor]))
}

/** Of what signs in without a person: the newest are enough to tell where it usually is. */
export function readEarlierPrograms({ asking, anchor }: EarlierParts, userId: string): Promise<Records> {
  return list(asking, 'beta', toPrograms(toFilter([userId], [anchor])), mostOfPrograms)
}

/** Undefined when nothing can be said of it. */
export async function countColleagues(
  { anchor, signal, earlierTogether }: EarlierParts,
  ipAddress: string,
  own: readonly string[],
): Promise<number | undefined> {
  const joint = await earlierTogether.addresses({ ipAddress, anchor }, signal)
  if (joint === undefined) return undefined
  const mine = new Set(own.map((one) => one.toLowerCase()))
  const people = joint.answer
    .filter((record) => joint.isAlone || record.ipAddress === ipAddress)
    .filter((record) => !mine.has(toUserId(record)) && !mine.has(toName(record)))
    .map((record) => toName(record) || toUserId(record))
  return new Set(people.filter((one) => one !== '')).size
}

function toFilter(userIds: readonly string[], anchors: readonly Instant[]): string {
  const from = toText(Math.min(...anchors) - (recentDays + earlierDays) * dayMilliseconds)
  const to = toText(Math.max(...anchors) - recentDays * dayMilliseconds)
  return `${toWhose(userIds)} and createdDateTime ge ${from} and createdDateTime le ${to}`
}

function list(asking: Asking, version: 'v1.0' | 'beta', filter: string, top = most): Promise<Records> {
  return asking.list(
    `/${version}/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=${top}`,
    signInsNeed,
    top,
  )
}

function toText(at: Instant): string {
  return new Date(at).toISOString()
}

function toUserId({ userId }: GraphRecord): string {
  return typeof userId === 'string' ? userId.toLowerCase() : ''
}

function toName({ userPrincipalName }: GraphRecord): string {
  return typeof userPrincipalName === 'string' ? userPrincipalName.toLowerCase() : ''
}
