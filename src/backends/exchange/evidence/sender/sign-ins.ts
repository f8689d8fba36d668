// The last week's sign-ins, newest first: people's, and those of programs, among which alone show those that send by SMTP.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { GraphRecord } from '../../graph.js'
import type { SenderQuestion } from '../question.js'
import { flag, parseAnswer, strictInstant, text } from '../values.js'
import { readSignInRecords, type SignInKind, signInsNeed } from './joint-sign-ins.js'
import type { SenderValue } from './value.js'

const signInSchema = z.object({
  createdDateTime: strictInstant,
  ipAddress: text,
  clientAppUsed: text,
  appDisplayName: text,
  location: z.object({ city: text, countryOrRegion: text }).nullish(),
  status: z.object({ errorCode: z.number() }),
  deviceDetail: z.object({ isManaged: flag, isCompliant: flag }).nullish().catch(undefined),
  /** In beta only. */
  authenticationProtocol: text,
})

type SignIns = SenderValue<'signIns'>

export interface ReadSignIns {
  readonly signIns: SignIns
  /** What of which half is missing and why, in a sentence; undefined when both were read. */
  readonly missing: string | undefined
}

export async function readSignIns(question: SenderQuestion): Promise<ReadSignIns> {
  const userId = await question.getUserId()
  const [people, programs] = await Promise.allSettled([
    read(question, userId, 'people'),
    read(question, userId, 'programs'),
  ])
  if (people.status === 'rejected' && programs.status === 'rejected') throw people.reason
  return {
    signIns: [...toList(people), ...toList(programs)].sort((one, other) => other.at - one.at),
    missing: toMissing('interactive', people) ?? toMissing('non-interactive', programs),
  }
}

async function read(question: SenderQuestion, userId: string, kind: SignInKind): Promise<ReadSignIns> {
  const { records, missing } = await readSignInRecords(question, kind, userId)
  return { signIns: records.map((record) => toSignIn(record, kind === 'people')), missing }
}

function toSignIn(record: GraphRecord, interactive: boolean): SignIns[number] {
  const signIn = parseAnswer(signInSchema, record, signInsNeed.what)
  const { city = '', countryOrRegion = '' } = signIn.location ?? {}
  const country = countryOrRegion === '' ? '' : city === '' ? countryOrRegion : ` (${countryOrRegion})`
  return {
    at: signIn.createdDateTime,
    from: `${city}${country}` || 'an unknown place',
    ipAddress: signIn.ipAddress,
    client: signIn.clientAppUsed || signIn.appDisplayName || 'an unknown program',
    succeeded: signIn.status.errorCode === 0,
    interactive,
    ...toDevice(signIn.deviceDetail),
    ...toWay(signIn),
  }
}

/** Whoever has a session can register a device: only one that the organisation manages is known. Most browsers say nothing. */
function toDevice(
  detail: { readonly isManaged: boolean; readonly isCompliant: boolean } | null | undefined,
): Pick<SignIns[number], 'device'> {
  return detail?.isManaged === true || detail?.isCompliant === true ? { device: 'known' } : {}
}

function toWay({
  authenticationProtocol,
  appDisplayName,
}: z.infer<typeof signInSchema>): Pick<SignIns[number], 'way'> {
  if (/^device ?code$/i.test(authenticationProtocol)) return { way: 'device-code' }
  return appDisplayName === 'Device Registration Service' ? { way: 'device-registration' } : {}
}

function toList(answer: PromiseSettledResult<ReadSignIns>): SignIns {
  return answer.status === 'fulfilled' ? answer.value.signIns : []
}

function toMissing(which: string, answer: PromiseSettledResult<ReadSignIns>): string | undefined {
  if (answer.status === 'fulfilled') {
    const { missing } = answer.value
    return missing === undefined ? undefined : `Only the newest ${which} sign-ins were read. ${missing}`
  }
  const reason: unknown = answer.reason
  if (!(reason instanceof BackendError)) throw reason
  return `The ${which} sign-ins were not read. ${reason.message}`
}
