// The last week's sign-ins, newest first. Graph gives the interactive ones unless the others are asked for, which only
// beta does ("signIn resource type"); programs that send by SMTP show only among those.
import { z } from 'zod'
import { dayMilliseconds } from '../../../../domain/instant.js'
import { recentDays } from '../../../../domain/rules/window.js'
import { BackendError } from '../../../../errors.js'
import type { GraphRecord } from '../../graph.js'
import type { SenderQuestion } from '../question.js'
import { parseAnswer, strictInstant, text } from '../values.js'
import type { SenderValue } from './value.js'

const need = {
  what: 'Sign-in logs',
  permission: 'AuditLog.Read.All',
  licence: 'Microsoft Entra ID P1',
}

/** Of each of both. A program that is guessed at fails thousands of times. */
const most = 100

const signInSchema = z.object({
  createdDateTime: strictInstant,
  ipAddress: text,
  clientAppUsed: text,
  appDisplayName: text,
  location: z.object({ city: text, countryOrRegion: text }).nullish(),
  status: z.object({ errorCode: z.number() }),
})

type SignIns = SenderValue<'signIns'>

export interface ReadSignIns {
  readonly signIns: SignIns
  /** Which half is missing and why, in a sentence; undefined when both were read. */
  readonly missing: string | undefined
}

export async function readSignIns(question: SenderQuestion): Promise<ReadSignIns> {
  const userId = await question.getUserId()
  const since = new Date(question.now - recentDays * dayMilliseconds).toISOString()
  const own = `userId eq '${userId.replaceAll("'", "''")}' and createdDateTime ge ${since}`
  const [people, programs] = await Promise.allSettled([
    list(question, `/v1.0/auditLogs/signIns?$filter=${encodeURIComponent(own)}`, true),
    list(question, `/beta/auditLogs/signIns?$filter=${encodeURIComponent(toPrograms(own))}`, false),
  ])
  if (people.status === 'rejected' && programs.status === 'rejected') throw people.reason
  return {
    signIns: [...toList(people), ...toList(programs)].sort((one, other) => other.at - one.at),
    missing: toMissing('interactive', people) ?? toMissing('non-interactive', programs),
  }
}

function toPrograms(own: string): string {
  return `${own} and signInEventTypes/any(t: t eq 'nonInteractiveUser')`
}

async function list({ asking }: SenderQuestion, path: string, interactive: boolean): Promise<SignIns> {
  const records = await asking.list(`${path}&$top=${most}`, need, most)
  return records.map((record) => toSignIn(record, interactive))
}

function toSignIn(record: GraphRecord, interactive: boolean): SignIns[number] {
  const signIn = parseAnswer(signInSchema, record, need.what)
  const { city = '', countryOrRegion = '' } = signIn.location ?? {}
  const country = countryOrRegion === '' ? '' : city === '' ? countryOrRegion : ` (${countryOrRegion})`
  return {
    at: signIn.createdDateTime,
    from: `${city}${country}` || 'an unknown place',
    ipAddress: signIn.ipAddress,
    client: signIn.clientAppUsed || signIn.appDisplayName || 'an unknown program',
    succeeded: signIn.status.errorCode === 0,
    interactive,
  }
}

function toList(answer: PromiseSettledResult<SignIns>): SignIns {
  return answer.status === 'fulfilled' ? answer.value : []
}

function toMissing(which: string, answer: PromiseSettledResult<SignIns>): string | undefined {
  if (answer.status === 'fulfilled') return undefined
  const reason: unknown = answer.reason
  if (!(reason instanceof BackendError)) throw reason
  return `The ${which} sign-ins were not read. ${reason.message}`
}
