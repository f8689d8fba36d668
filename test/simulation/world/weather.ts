// When what is broken. Good and bad spells take turns, so that half of the time something is the matter, and what has to
// be true in quiet times is asked as well.
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Random } from '../random.js'

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

const diskTroubles = ['full', 'scarce', 'slow'] as const
export type DiskTrouble = (typeof diskTroubles)[number]

const accidents = ['crash', 'power', 'sleep', 'clock', 'settings', 'deletion', 'storm'] as const
export type Accident = (typeof accidents)[number]

type Trouble =
  | { readonly of: 'exchange'; readonly tenant: number; readonly how: ExchangeTrouble }
  | { readonly of: 'platform'; readonly platform: 'slack' | 'teams'; readonly how: PlatformTrouble }
  | { readonly of: 'disk'; readonly how: DiskTrouble }

export interface Spell {
  readonly from: number
  readonly until: number
  readonly troubles: readonly Trouble[]
  readonly accidents: readonly { readonly at: number; readonly what: Accident }[]
}

/** Bad spells, oldest first; between them all is well. */
export function foreseeWeather(random: Random, tenants: number, until: number): readonly Spell[] {
  const spells: Spell[] = []
  for (let at = 10 * minuteMilliseconds; ; ) {
    const from = at + random.between(15, 60) * minuteMilliseconds
    if (from >= until - hourMilliseconds) return spells
    const end = Math.min(from + random.between(10, 70) * minuteMilliseconds, until - hourMilliseconds)
    spells.push({ from, until: end, ...foreseeSpell(random, tenants, { from, until: end }) })
    at = end
  }
}

function foreseeSpell(random: Random, tenants: number, span: { from: number; until: number }) {
  const count = random.pick([1, 1, 1, 2, 2, 3])
  const troubles = Array.from({ length: count }, () => foreseeTrouble(random, tenants))
  const accidents = Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => ({
    at: random.between(span.from, span.until),
    what: random.pick(accidentsByChance),
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
