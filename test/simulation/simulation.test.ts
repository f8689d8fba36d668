import { describe, expect, test } from 'vitest'
import { dayMilliseconds } from '../../src/domain/instant.js'
import { isKnown, known, knownHours } from './known.js'
import { catchMutant, createHunt } from './mutants/catch.js'
import { mutants } from './mutants/mutants.js'
import { loadProgram, patchFile } from './program/load.js'
import { toViolationText } from './report.js'
import { simulate } from './simulate.js'

const hours = 6
const shown = known.flatMap(({ name, seed }) => (seed === undefined ? [] : [{ name, seed }]))
const program = await loadProgram()

describe('a simulated day', () => {
  test('is the same day again when the seed is the same', async () => {
    const [one, other] = [
      await simulate({ seed: 3, hours: 1, program }),
      await simulate({ seed: 3, hours: 1, program }),
    ]
    expect(other).toEqual(one)
    const another = await simulate({ seed: 4, hours: 1, program })
    expect(another.digest).not.toBe(one.digest)
  }, 60_000)

  test('shows no fault that is not known', async () => {
    const { violations } = await simulate({ seed: 4, hours, program })
    const found = violations.filter(({ name }) => !isKnown(name))
    expect(found.map((violation) => toViolationText(violation, { hours })).join('\n')).toBe('')
  }, 120_000)

  // A night in which New York leaves out 02:30, and one in which London has 01:15 twice: shifts end then.
  test.each([24, 26])(
    'shows no fault that is not known where little happens and clocks change (seed %i)',
    async (seed) => {
      const world = { hours: 28, isSparse: true }
      const { violations } = await simulate({ seed, ...world, program })
      const found = violations.filter(({ name }) => !isKnown(name))
      expect(found.map((violation) => toViolationText(violation, world)).join('\n')).toBe('')
    },
    120_000,
  )

  test('is the same day again with three processes on one store', async () => {
    const run = { seed: 4, hours: 1, program, bots: 3 }
    const [one, other] = [await simulate(run), await simulate(run)]
    expect(other).toEqual(one)
    expect(one.digest).not.toBe((await simulate({ ...run, bots: 2 })).digest)
  }, 120_000)

  test('shows no fault that is not known, with three processes that die and start one by one', async () => {
    const world = { hours: 3, bots: 3 }
    const { violations, counts } = await simulate({ seed: 10, ...world, program })
    const found = violations.filter(({ name }) => !isKnown(name))
    expect(found.map((violation) => toViolationText(violation, world)).join('\n')).toBe('')
    expect(counts.starts).toBeGreaterThan(3)
  }, 120_000)

  test.each(shown)(
    'still shows $name, or else it is mended and comes off the list',
    async (one) => {
      const { violations } = await simulate({
        seed: one.seed,
        hours: knownHours,
        program,
        isEnough: (name) => name === one.name,
      })
      expect(violations.map(({ name }) => name)).toContain(one.name)
    },
    120_000,
  )
})

// Another one every day. All of them: npm run simulate -- --mutants ''
const caught = mutants.filter(({ caughtAt }) => caughtAt !== undefined)
const today = Math.floor(Date.now() / dayMilliseconds) % caught.length

test.each(caught.slice(today, today + 1))(
  'a day is missing something when $name',
  async (mutant) => {
    expect(await catchMutant(mutant, createHunt(program))).toBeDefined()
  },
  600_000,
)

test('every mutant fits the source as it is now', () => {
  for (const { patches } of mutants) for (const patch of patches) patchFile(patch.file, [patch])
})
