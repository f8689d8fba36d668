// When what is broken. Good and bad spells take turns, so that half of the time something is the matter, and what has to
// be true in quiet times is asked as well.
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Random } from '../random.js'
import type { Pace, Span } from './pace.js'
import { pagerIds } from './places.js'

const exchangeTroubles = [
  'down',
  'hangs',
  'slow',
  'throttles',
  'partial',
  'forbidden',
  'flaps',
  'loses-done',
  'loses-undone',
  'without-effect',
] as const
export type ExchangeTrouble = (typeof exchangeTroubles)[number]

const platformTroubles = [
  'down',
  'slow',
  'throttles',
  'rejects',
  'forbidden',
  'loses-answers',
  'channel-gone',
] as const
export type PlatformTrouble = (typeof platformTroubles)[number]

const pagerTroubles = ['down', 'loses-answers'] as const
export type PagerTrouble = (typeof pagerTroubles)[number]

const diskTroubles = ['full', 'scarce', 'slow'] as const
export type DiskTrouble = (typeof diskTroubles)[number]

const accidents = ['crash', 'power', 'sleep', 'clock', 'settings', 'deletion', 'storm'] as const
export type Accident = (typeof accidents)[number]

type Trouble =
  | { readonly of: 'exchange'; readonly tenant: number; readonly how: ExchangeTrouble }
  | { readonly of: 'platform'; readonly platform: 'slack' | 'teams'; readonly how: PlatformTrouble }
  | { readonly of: 'disk'; readonly how: DiskTrouble }
  | { readonly of: 'pager'; readonly pager: (typeof pagerIds)[number]; readonly how: PagerTrouble }

export interface Spell {
  readonly from: number
  readonly until: number
  readonly troubles: readonly Trouble[]
  readonly accidents: readonly { readonly at: number; readonly what: Accident }[]
}

interface Sky {
  readonly random: Random
  readonly tenants: number
  readonly pace: Pace
}

/** Bad spells, oldest first; between them all is well. */
export function foreseeWeather(sky: Sky, until: number): readonly Spell[] {
  const { random, pace } = sky
  const { goodMilliseconds: good, badMilliseconds: bad } = pace
  const spells: Spell[] = []
  for (let at = 10 * minuteMilliseconds; ; ) {
    const from = at + random.between(good.from, good.until)
    if (from >= until - hourMilliseconds) return spells
    const end = Math.min(from + random.between(bad.from, bad.until), until - hourMilliseconds)
    spells.push({ from, until: end, ...foreseeSpell(sky, { from, until: end }) })
    at = end
  }
}

function foreseeSpell({ random, tenants, pace }: Sky, span: Span) {
  const count = random.pick([1, 1, 1, 2, 2, 3])
  const foresee = pace.isLossy ? foreseeLoss : pace.isSparse ? foreseeSparse : foreseeTrouble
  const mishaps = pace.isLossy ? lossyAccidents : pace.isSparse ? sparseAccidents : accidentsByChance
  const troubles = Array.from({ length: count }, () => foresee(random, tenants))
  const accidents = Array.from({ length: random.pick(pace.isLossy ? [5, 7, 9] : [0, 1, 1, 2, 3]) }, () => ({
    at: random.between(span.from, span.until),
    what: random.pick(mishaps),
  }))
  return { troubles, accidents: accidents.toSorted((one, other) => one.at - other.at) }
}

/** A crash needs many tries to hit the one moment that matters. */
const accidentsByChance: readonly Accident[] = [
  ...accidents,
  'crash',
  'crash',
  'crash',
  'power',
  'power',
  'deletion',
  'storm',
]

/** Whoever waits for a moment waits by the clock: what a clock that is set does to it is for full days. */
const sparseAccidents: readonly Accident[] = ['crash', 'power', 'sleep', 'settings', 'deletion', 'storm']

const lossyAccidents: readonly Accident[] = ['clock', 'crash', 'sleep', 'deletion', 'deletion', 'deletion']

function foreseeLoss(random: Random): Trouble {
  return { of: 'platform', platform: random.pick(['slack', 'slack', 'teams']), how: 'loses-answers' }
}

/** What lasts and is told, rather than what passes within a poll. */
function foreseeSparse(random: Random, tenants: number): Trouble {
  const dice = random.next()
  if (dice < 0.2) return { of: 'pager', pager: random.pick(pagerIds), how: random.pick(pagerTroubles) }
  return foreseeTrouble(random, tenants)
}

function foreseeTrouble(random: Random, tenants: number): Trouble {
  const dice = random.next()
  if (dice < 0.45)
    return {
      of: 'exchange',
      tenant: Math.floor(random.next() * tenants),
      how: random.pick(exchangeTroubles),
    }
  if (dice < 0.9)
    return {
      of: 'platform',
      platform: random.pick(['slack', 'teams']),
      how: random.pick(platformTroubles),
    }
  return { of: 'disk', how: random.pick(diskTroubles) }
}
