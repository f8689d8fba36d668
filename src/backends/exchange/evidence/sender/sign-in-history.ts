// What listed sign-ins are held against: where this account was used in the 30 days before and with which systems, and who
// else came from an address that is none of those.
import type { Fact } from '../../../../domain/evidence.js'
import { dayMilliseconds, hourMilliseconds } from '../../../../domain/instant.js'
import { recentDays } from '../../../../domain/rules/window.js'
import { BackendError } from '../../../../errors.js'
import type { GraphRecord } from '../../graph.js'
import type { SenderQuestion } from '../question.js'
import { countColleagues, readEarlierPrograms, readEarlierRecords } from './earlier-sign-ins.js'
import { type SignIn, toSignIn } from './sign-in-record.js'

interface History {
  readonly usualPlaces: Fact<readonly string[]>
  /** The listed ones, with what only the history tells. */
  readonly signIns: readonly SignIn[]
  /** Of where it was used otherwise. */
  readonly usualAddresses: ReadonlySet<string>
}

/** The organisation's own device shows where its person is, unless it is this very incident. */
const settledHours = 6
/** One more query each. */
const mostAddresses = 3
const unknownPlace = 'an unknown place'

/** @param people the earlier ones of a person, asked for while the listed ones were. */
export async function addHistory(
  question: SenderQuestion,
  listed: readonly SignIn[],
  people: Promise<Fact<readonly SignIn[]>>,
): Promise<History> {
  const userId = await question.getUserId()
  const earlier = await withPrograms(question, listed, await people)
  const usual = [...(earlier.known ? earlier.value : []), ...listed].filter((one) => isUsual(one, question))
  const places = [...new Set(usual.map(({ from }) => from))].filter((place) => place !== unknownPlace)
  const systems = new Set(usual.map(toFamily).filter((family) => family !== ''))
  const isAlwaysManaged = usual.length > 0 && usual.every(({ device }) => device === 'known')
  const signIns = listed.map((one) => toDevice(one, systems, isAlwaysManaged))
  const isOdd = ({ succeeded, from, device }: SignIn) =>
    succeeded && (device === 'unknown' || !places.includes(from))
  const shared = await countShared(question, userId, signIns.filter(isOdd))
  return {
    usualPlaces: earlier.known ? { known: true, value: places } : earlier,
    usualAddresses: new Set(usual.map(({ ipAddress }) => ipAddress)),
    signIns: signIns.map((one) => {
      const sharedBy = shared.get(one.ipAddress) ?? 0
      return sharedBy > 0 ? { ...one, sharedBy } : one
    }),
  }
}

export function findEarlierPeople(
  question: SenderQuestion,
  userId: string,
): Promise<Fact<readonly SignIn[]>> {
  return toFact(readEarlierRecords(question, userId), true)
}

/** What signs in without a person has its places too; nobody else's are asked for. */
async function withPrograms(
  question: SenderQuestion,
  listed: readonly SignIn[],
  people: Fact<readonly SignIn[]>,
): Promise<Fact<readonly SignIn[]>> {
  const successes = listed.filter(({ succeeded }) => succeeded)
  const isProgram =
    successes.some(({ client }) => /\bsmtp\b/i.test(client)) ||
    !successes.some(({ interactive }) => interactive === true)
  if (!people.known || !isProgram) return people
  const programs = await toFact(readEarlierPrograms(question, await question.getUserId()), false)
  return programs.known ? { known: true, value: [...people.value, ...programs.value] } : programs
}

async function toFact(
  reading: Promise<readonly GraphRecord[]>,
  interactive: boolean,
): Promise<Fact<readonly SignIn[]>> {
  try {
    return { known: true, value: (await reading).map((record) => toSignIn(record, interactive)) }
  } catch (error) {
    if (error instanceof BackendError) return { known: false, why: error.message }
    throw error
  }
}

function isUsual({ at, succeeded, device }: SignIn, { anchor }: SenderQuestion): boolean {
  if (!succeeded) return false
  if (at <= anchor - recentDays * dayMilliseconds) return true
  return device === 'known' && at <= anchor - settledHours * hourMilliseconds
}

/** "Windows11" and "Windows10" are the same machine in two programs. */
function toFamily({ system = '' }: SignIn): string {
  return /^[a-z]+/i.exec(system)?.[0].toLowerCase() ?? ''
}

/**
 * Of a person whose devices are all the organisation's, or of a system that was never seen of this account; without anything
 * to compare with it says nothing.
 */
function toDevice(signIn: SignIn, systems: ReadonlySet<string>, isAlwaysManaged: boolean): SignIn {
  if (signIn.device !== 'unknown') return signIn
  const family = toFamily(signIn)
  const isNewSystem = systems.size > 0 && family !== '' && !systems.has(family)
  if (signIn.interactive === true && (isAlwaysManaged || isNewSystem)) return signIn
  const { device: _, ...rest } = signIn
  return rest
}

async function countShared(
  question: SenderQuestion,
  userId: string,
  odd: readonly SignIn[],
): Promise<ReadonlyMap<string, number>> {
  const addresses = [...new Set(odd.map(({ ipAddress }) => ipAddress))].filter((one) => one !== '')
  const own = [userId, question.address, await findName(question)]
  const counts = await Promise.all(
    addresses
      .slice(0, mostAddresses)
      .map(async (address) => [address, await countAt(question, address, own)] as const),
  )
  return new Map(counts)
}

/** Whether colleagues share it is worth no failure: without it the address stays doubtful. */
async function countAt(question: SenderQuestion, address: string, own: readonly string[]): Promise<number> {
  try {
    return (await countColleagues(question, address, own)) ?? 0
  } catch (error) {
    if (error instanceof BackendError) return 0
    throw error
  }
}

async function findName({ getUser }: SenderQuestion): Promise<string> {
  try {
    return (await getUser()).userPrincipalName
  } catch (error) {
    if (error instanceof BackendError) return ''
    throw error
  }
}
