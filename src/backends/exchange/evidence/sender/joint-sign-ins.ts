// The newest sign-ins of one of several accounts, as Graph lists them: newest first. Whatever a joint read leaves open is
// asked for alone.
import { dayMilliseconds, type Instant } from '../../../../domain/instant.js'
import { recentDays } from '../../../../domain/rules/window.js'
import { BackendError } from '../../../../errors.js'
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

/** Whose, and from when on: a week before the restriction. */
interface SignInsQuestion {
  readonly userId: string
  readonly anchor: Instant
}

export type SignInsTogether = Readonly<Record<SignInKind, Together<SignInsQuestion, JointSignIns>>>

export function createSignInsTogether(parts: TogetherParts): SignInsTogether {
  const toTogether = (kind: SignInKind) =>
    createTogether<SignInsQuestion, JointSignIns>(parts, async (asking, questions) => {
      const userIds = [...new Set(questions.map(({ userId }) => userId))]
      const anchor = Math.min(...questions.map((question) => question.anchor))
      return {
        records: await listSignIns(asking, { kind, userIds, anchor }),
        asked: new Set(userIds.map((userId) => userId.toLowerCase())),
      }
    })
  return { people: toTogether('people'), programs: toTogether('programs') }
}

interface SignInParts {
  /** For what is asked about this account alone. */
  readonly asking: Asking
  readonly anchor: Instant
  readonly signal: AbortSignal
  readonly signInsTogether: SignInsTogether
}

export interface SignInRecords {
  readonly records: Records
  /** Why older ones were not read, in a sentence; undefined when nothing is missing. */
  readonly missing?: string
}

/** @throws BackendError when none were read. */
export async function readSignInRecords(
  { asking, anchor, signal, signInsTogether }: SignInParts,
  kind: SignInKind,
  userId: string,
): Promise<SignInRecords> {
  const joint = await signInsTogether[kind]({ userId, anchor }, signal)
  if (joint?.isAlone === true) return { records: joint.answer.records }
  const own = joint === undefined ? [] : listOwn(joint.answer, userId)
  if (joint !== undefined && isWhole(joint.answer, own)) return { records: own.slice(0, most) }
  try {
    return { records: await listSignIns(asking, { kind, userIds: [userId], anchor }) }
  } catch (error) {
    if (error instanceof BackendError && own.length > 0) return { records: own, missing: error.message }
    throw error
  }
}

function listOwn({ records }: JointSignIns, userId: string): Records {
  return records.filter((record) => toUserId(record) === userId.toLowerCase())
}

/** Not when there may be more, nor when some of it is nobody's. */
function isWhole({ records, asked }: JointSignIns, own: Records): boolean {
  if (records.some((record) => !asked.has(toUserId(record)))) return false
  return records.length < mostTogether || own.length >= most
}

function toUserId({ userId }: GraphRecord): string {
  return typeof userId === 'string' ? userId.toLowerCase() : ''
}

interface Wanted {
  readonly kind: SignInKind
  readonly userIds: readonly string[]
  readonly anchor: Instant
}

function listSignIns(asking: Asking, { kind, userIds, anchor }: Wanted): Promise<Records> {
  const since = new Date(anchor - recentDays * dayMilliseconds).toISOString()
  const own = `${toWhose(userIds)} and createdDateTime ge ${since}`
  const filter = encodeURIComponent(kind === 'people' ? own : toPrograms(own))
  const version = kind === 'people' ? 'v1.0' : 'beta'
  const top = userIds.length > 1 ? mostTogether : most
  return asking.list(`/${version}/auditLogs/signIns?$filter=${filter}&$top=${top}`, signInsNeed, top)
}

export function toWhose(userIds: readonly string[]): string {
  const whose = userIds.map((userId) => `userId eq '${userId.replaceAll("'", "''")}'`).join(' or ')
  return userIds.length > 1 ? `(${whose})` : whose
}

export function toPrograms(own: string): string {
  return `${own} and signInEventTypes/any(t: t eq 'nonInteractiveUser')`
}
