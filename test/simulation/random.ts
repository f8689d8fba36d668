// Chance that comes from the seed alone. Every part of the world has a stream of its own, so that a change in what one
// of them asks for leaves the others as they were, and a failing seed stays the same seed.

export interface Random {
  /** In [0, 1). */
  next(): number
  chance(probability: number): boolean
  between(from: number, until: number): number
  /** Exponentially distributed, as the time until something happens that happens once in `mean`. */
  around(mean: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Hexadecimal, never the same twice. */
  createId(): string
  /** A stream of its own. */
  fork(name: string): Random
}

export function createRandom(seed: string): Random {
  const next = createStream(seed)
  let ids = 0
  const random: Random = {
    next,
    chance: (probability) => next() < probability,
    between: (from, until) => from + next() * (until - from),
    around: (mean) => -Math.log(1 - next()) * mean,
    pick(items) {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('There is nothing to pick from.')
      return item
    },
    createId() {
      ids += 1
      return `${Math.floor(next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0')}-${ids}`
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  }
  return random
}

/** sfc32 by Chris Doty-Humphrey, which passes PractRand; seeded with four words of FNV-1a over the text. */
function createStream(seed: string): () => number {
  let [a, b, c, counter] = [hash(`${seed}a`), hash(`${seed}b`), hash(`${seed}c`), 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 15; round += 1) next()
  return next
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value | 0
}
