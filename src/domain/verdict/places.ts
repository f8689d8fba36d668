// Where sign-ins come from, held against where they usually come from. Countries are only ever compared with each other:
// none is worse than another.
import type { SenderEvidence } from '../evidence.js'
import { dayMilliseconds, hourMilliseconds, type Instant } from '../instant.js'
import type { SenderCase } from './types.js'

export type SignIn = Extract<SenderEvidence['signIns'], { known: true }>['value'][number]

interface Usual {
  readonly places: readonly string[]
  /** For "never seen in ...". */
  readonly memory: string
}

/** The log read without the history: what is older than this is what it is compared with. */
const freshDays = 2
/** So many colleagues do not share a stranger's address. */
const fewestColleagues = 20

export function readSignIns({ evidence }: SenderCase): readonly SignIn[] {
  return evidence.signIns.known ? evidence.signIns.value : []
}

export function listSuccesses(given: SenderCase): readonly SignIn[] {
  return readSignIns(given).filter(({ succeeded }) => succeeded)
}

/** Of those that one entry stands for, all. */
export function countFailures(signIns: readonly SignIn[]): number {
  return signIns.filter(({ succeeded }) => !succeeded).reduce((total, { count = 1 }) => total + count, 0)
}

/** Undefined when there is nothing to compare with. */
export function findUsual(given: SenderCase): Usual | undefined {
  const { evidence, restriction } = given
  if (evidence.usualPlaces?.known === true) return { places: evidence.usualPlaces.value, memory: '30 days' }
  const from =
    Math.min(restriction.createdAt ?? evidence.gatheredAt, evidence.gatheredAt) - freshDays * dayMilliseconds
  const places = [
    ...new Set(listSuccesses(given).flatMap(({ at, from: place }) => (at < from ? [place] : []))),
  ]
  return places.length === 0 ? undefined : { places, memory: 'the days before' }
}

/** "CH" of "Zurich (CH)" and "Zurich, CH". Without one the place stands for itself. */
function toCountry(place: string): string {
  return /(?:\(|,\s*)([A-Za-z]{2})\)?$/.exec(place)?.[1]?.toUpperCase() ?? place
}

/** `foreign` is another country than ever, `elsewhere` another place of a usual country. */
export type Distance = 'usual' | 'elsewhere' | 'foreign' | 'not-comparable'

export function toDistance(place: string, usual: Usual | undefined): Distance {
  if (usual === undefined || place === 'an unknown place') return 'not-comparable'
  if (usual.places.includes(place)) return 'usual'
  return usual.places.some((one) => toCountry(one) === toCountry(place)) ? 'elsewhere' : 'foreign'
}

export function isSmtp({ client }: SignIn): boolean {
  return /\bsmtp\b/i.test(client)
}

/** The organisation's own device or network, or an address that many colleagues have: the place says nothing then. */
function isExplained({ device, network, sharedBy = 0 }: SignIn): boolean {
  if (device === 'known') return true
  if (network === 'hosting' || network === 'hidden') return false
  return network === 'organisation' || sharedBy >= fewestColleagues
}

export interface Doubtful {
  readonly signIn: SignIn
  readonly distance: Distance
  /** By a network that tells nothing of where a person is. */
  readonly isHidden: boolean
}

/** Successful sign-ins that need an explanation, oldest first. Programs at their usual place send from hosting networks for years. */
export function listDoubtful(given: SenderCase): readonly Doubtful[] {
  const usual = findUsual(given)
  return listSuccesses(given)
    .filter((signIn) => !isExplained(signIn))
    .map((signIn) => ({
      signIn,
      distance: toDistance(signIn.from, usual),
      isHidden: signIn.network === 'hosting' || signIn.network === 'hidden',
    }))
    .filter(({ signIn, distance, isHidden }) => {
      if (distance === 'elsewhere' && signIn.network === 'roaming') return false
      if (distance === 'foreign' || distance === 'elsewhere') return true
      if (isSmtp(signIn)) return false
      return isHidden || signIn.device === 'unknown'
    })
    .toSorted((one, other) => one.signIn.at - other.signIn.at)
}

/** Whether it happened within hours after a doubtful sign-in. */
export function followsDoubt(at: Instant | undefined, doubtful: readonly Doubtful[], hours = 6): boolean {
  if (at === undefined) return false
  return doubtful.some(
    ({ signIn, distance, isHidden }) =>
      (distance !== 'elsewhere' || isHidden) &&
      at >= signIn.at - hourMilliseconds / 2 &&
      at - signIn.at <= hours * hourMilliseconds,
  )
}

/** Whether it was done from the very address of a doubtful sign-in. */
export function isFromDoubtful(ipAddress: string | undefined, doubtful: readonly Doubtful[]): boolean {
  return ipAddress !== undefined && doubtful.some(({ signIn }) => signIn.ipAddress === ipAddress)
}

/** For a shared card: "Lagos", or "another country" where the settings say so. */
export function toShortPlace(
  place: string,
  distance: Distance,
  { places }: Pick<SenderCase, 'places'>,
): string {
  if (places === 'another-country') return distance === 'foreign' ? 'another country' : 'another place'
  return place.replace(/\s*(?:\(|,\s*)[A-Za-z]{2}\)?$/, '')
}
