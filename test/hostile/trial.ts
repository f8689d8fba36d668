// How much is tried and from which seed: HOSTILE_RUNS multiplies it, HOSTILE_SEED tries the same again.
import fc from 'fast-check'
import { measureCpu } from '../cpu-time.js'
import { hostileScale, toRuns } from '../long.js'

/** Of one property. A run that has found something still has to shrink it. */
export const longestMilliseconds = 60_000 * Math.max(1, hostileScale)

/** Of one case; a second besides for what else runs in this thread. Above it one person could keep all others waiting. */
const mostCpuMilliseconds = 250

/** Requests under way at the same time. */
const mostAtOnce = 32

export interface Trial {
  /** Every batch of cases must hold and cost little; `run` says what is wrong with a batch, case by case. */
  batches<Case>(
    cases: fc.Arbitrary<Case>,
    count: number,
    run: (batch: readonly Case[]) => Promise<readonly unknown[]>,
  ): Promise<void>
  /** Tells the seed and how many cases there were. */
  report(): void
}

export function createTrial(name: string): Trial {
  const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31)
  let tried = 0
  return {
    async batches(cases, count, run) {
      const batch = fc.array(cases, { minLength: 1, maxLength: mostAtOnce, size: 'max' })
      const property = fc.asyncProperty(batch, async (given) => {
        tried += given.length
        let problems: readonly unknown[] = []
        const cpu = await measureCpu(async () => {
          problems = await run(given)
        })
        if (problems.length > 0) throw new Error(`not as it should be: ${toShown(problems)}`)
        if (cpu > 1_000 + mostCpuMilliseconds * given.length)
          throw new Error(`${Math.round(cpu)} ms of CPU time for ${given.length} cases: ${toShown(given)}`)
      })
      await fc.assert(property, { seed, numRuns: toRuns(count) })
    },
    report: () =>
      console.info(`${name}: ${tried} hostile cases; the same ones again with HOSTILE_SEED=${seed}`),
  }
}

function toShown(problems: readonly unknown[]): string {
  return problems
    .slice(0, 3)
    .map((problem) => (JSON.stringify(problem) ?? '').slice(0, 3_000))
    .join('\n')
}
