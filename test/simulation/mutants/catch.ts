// Whether the simulation notices that a guard is missing: a fault that the whole program does not show on the same day.
import { practiceMutants } from '../practice/mutants.js'
import { loadProgram, type Program } from '../program/load.js'
import { type Run, simulate } from '../simulate.js'
import { type Mutant, mutants } from './mutants.js'

const mostSeeds = 100
const usualHours = 6

type Day = Pick<Run, 'seed' | 'hours' | 'bots' | 'isSparse' | 'isLossy' | 'isPractice' | 'isWanted'>

interface Hunt {
  /** What the whole program shows on that day. */
  readonly readKnown: (day: Day) => Promise<ReadonlySet<string>>
}

interface Caught {
  readonly seed: number
  readonly name: string
  readonly words: string
}

/** Days are simulated once, however many mutants are held against them. */
export function createHunt(program: Program): Hunt {
  const days = new Map<string, Promise<ReadonlySet<string>>>()
  return {
    readKnown(day) {
      const key = JSON.stringify(day)
      const known =
        days.get(key) ??
        simulate({ ...day, program }).then(({ violations }) => new Set(violations.map(({ name }) => name)))
      days.set(key, known)
      return known
    },
  }
}

/** Undefined when none of these seeds shows it. */
export async function catchMutant(
  mutant: Mutant,
  { readKnown }: Hunt,
  seeds: readonly number[] = listSeeds(mutant),
): Promise<Caught | undefined> {
  const program = await loadProgram(mutant.patches)
  for (const seed of seeds) {
    const day = { seed, hours: mutant.hours ?? usualHours, ...mutant.world }
    const { violations } = await simulate({
      ...day,
      program,
      isEnough: (name) => mutant.noticedBy.includes(name),
    })
    const found = violations.find(({ name }) => mutant.noticedBy.includes(name))
    // What the whole program shows on the same day is no news.
    if (found !== undefined && !(await readKnown(day)).has(found.name))
      return { seed, name: found.name, words: found.words }
  }
  return undefined
}

/** All that count, and first the one that showed it before. */
function listSeeds({ wasCaughtAt, caughtAt = wasCaughtAt }: Mutant): readonly number[] {
  const all = Array.from({ length: mostSeeds }, (_, index) => index + 1)
  return caughtAt === undefined ? all : [caughtAt, ...all.filter((seed) => seed !== caughtAt)]
}

export async function catchMutants(say: (text: string) => void, wanted = ''): Promise<boolean> {
  const hunt = createHunt(await loadProgram())
  let areAllCaught = true
  for (const mutant of [...mutants, ...practiceMutants].filter(({ name }) => name.includes(wanted))) {
    const caught = await catchMutant(mutant, hunt)
    areAllCaught &&= caught !== undefined
    say(
      caught === undefined
        ? `NOT CAUGHT within ${mostSeeds} seeds: ${mutant.name}`
        : `caught at seed ${caught.seed} by ${caught.name}: ${mutant.name}\n  ${caught.words}`,
    )
  }
  return areAllCaught
}
