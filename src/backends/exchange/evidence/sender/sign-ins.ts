// The last week's sign-ins, newest first: people's, and those of programs, among which alone show those that send by SMTP.
import type { Fact } from '../../../../domain/evidence.js'
import { BackendError } from '../../../../errors.js'
import type { SenderQuestion } from '../question.js'
import { readSignInRecords, type SignInKind } from './joint-sign-ins.js'
import { addHistory, findEarlierPeople } from './sign-in-history.js'
import { toSignIn } from './sign-in-record.js'
import type { SenderValue } from './value.js'

type SignIns = SenderValue<'signIns'>

export interface ReadSignIns {
  readonly signIns: SignIns
  /** What of which half is missing and why, in a sentence; undefined when both were read. */
  readonly missing: string | undefined
  /** Where it came from in the 30 days before. */
  readonly usualPlaces: Fact<readonly string[]>
  readonly usualAddresses: ReadonlySet<string>
}

type Half = Pick<ReadSignIns, 'signIns' | 'missing'>

export async function readSignIns(question: SenderQuestion): Promise<ReadSignIns> {
  const userId = await question.getUserId()
  const earlier = findEarlierPeople(question, userId)
  const [people, programs] = await Promise.allSettled([
    read(question, userId, 'people'),
    read(question, userId, 'programs'),
  ])
  if (people.status === 'rejected' && programs.status === 'rejected') throw people.reason
  const listed = [...toList(people), ...toList(programs)].sort((one, other) => other.at - one.at)
  return {
    ...(await addHistory(question, listed, earlier)),
    missing: toMissing('interactive', people) ?? toMissing('non-interactive', programs),
  }
}

async function read(question: SenderQuestion, userId: string, kind: SignInKind): Promise<Half> {
  const { records, missing } = await readSignInRecords(question, kind, userId)
  return { signIns: records.map((record) => toSignIn(record, kind === 'people')), missing }
}

function toList(answer: PromiseSettledResult<Half>): SignIns {
  return answer.status === 'fulfilled' ? answer.value.signIns : []
}

function toMissing(which: string, answer: PromiseSettledResult<Half>): string | undefined {
  if (answer.status === 'fulfilled') {
    const { missing } = answer.value
    return missing === undefined ? undefined : `Only the newest ${which} sign-ins were read. ${missing}`
  }
  const reason: unknown = answer.reason
  if (!(reason instanceof BackendError)) throw reason
  return `The ${which} sign-ins were not read. ${reason.message}`
}
