// The newest sign-ins of one of several accounts, as Graph lists them: newest first. Whatever a joint read leaves open is
// asked for alone.
import { dayMilliseconds, type Instant } from '../../../../domain/instant.js'
import { recentDays } from '../../../../domain/rules/window.js'
import type { GraphRecord } from '../../graph.js'
import type { Asking } from '../asking.js'
import type { GraphNeed } from '../failures.js'
import { createTogether, type Together, type TogetherParts } from '../together.js'

export const signInsNeed: GraphNeed = {
  what: 'Sign-in logs',
  permission: 'AuditLog.Read.All',
  licence: 'Microsoft Entra ID P1',
}

/** Graph gives the interactive ones unless the others are asked for, which only beta does ("signIn resource type"). */
export type SignInKind = 'people' | 'programs'

/** Of one account and kind. A program that is guessed at fails thousands of times. */
const most = 100
/** The largest page. */
const mostTogether = 1_000

type Records = readonly GraphRecord[]

interface JointSignIns {
  readonly records: Records
  /** Lower-cased. */
  readonly asked: ReadonlySet<string>
}

export type SignInsTogether = Readonly<Record<SignInKind, Together<string, JointSignIns>>>

export function createSignInsTogether(parts: TogetherParts): SignInsTogether {
  const toTogether = (kind: SignInKind) =>
    createTogether<string, JointSignIns>(parts, async (asking, userIds) => ({
      records: await listSignIns(asking, { kind, userIds, now: parts.clock.now() }),
      asked: new Set(userIds.map((userId) => userId.toLowerCase())),
    }))
  return { people: toTogether('people'), programs: toTogether('programs') }
}

interface SignInParts {
  /** For what is asked about this account alone. */
  readonly asking: Asking
  readonly now: Instant
  readonly signal: AbortSignal
  readonly signInsTogether: SignInsTogether
}

export async function readSignInRecords(
  { asking, now, signal, signInsTogether }: SignInParts,
  kind: SignInKind,
  userId: string,
): Promise<Records> {
  const joint = await signInsTogether[kind](userId, signal)
  if (joint?.isAlone === true) return joint.answer.records
  const own = joint === undefined ? undefined : findOwn(joint.answer, userId)
  return own ?? listSignIns(asking, { kind, userIds: [userId], now })
}

/** Undefined when there may be more, or when some of it is nobody's. */
function findOwn({ records, asked }: JointSignIns, userId: string): Records | undefined {
  if (records.some((record) => !asked.has(toUserId(record)))) return undefined
  const own = records.filter((record) => toUserId(record) === userId.toLowerCase())
  return records.length < mostTogether || own.length >= most ? own.slice(0, most) : undefined
}

function toUserId({ userId }: GraphRecord): string {
  return typeof userId === 'string' ? userId.toLowerCase() : ''
}

interface Wanted {
  readonly kind: SignInKind
  readonly userIds: readonly string[]
  readonly now: Instant
}

function listSignIns(asking: Asking, { kind, userIds, now }: Wanted): Promise<Records> {
  const since = new Date(now - recentDays * dayMilliseconds).toISOString()
  const whose = userIds.map((userId) => `userId eq '${userId.replaceAll("'", "''")}'`).join(' or ')
  const own = `${userIds.length > 1 ? `(${whose})` : whose} and createdDateTime ge ${since}`
  const filter = encodeURIComponent(kind === 'people' ? own : toPrograms(own))
  const version = kind === 'people' ? 'v1.0' : 'beta'
  const top = userIds.length > 1 ? mostTogether : most
  return asking.list(`/${version}/auditLogs/signIns?$filter=${filter}&$top=${top}`, signInsNeed, top)
}

function toPrograms(own: string): string {
  return `${own} and signInEventTypes/any(t: t eq 'nonInteractiveUser')`
}
