// npm run simulate -- [--seeds N] [--from S] [--hours H] [--bots N] [--sparse] [--lossy] [--practice] [--wanted] [--trace] [--known] [--mutants NAME] [--power N]
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { known, knownHours, mended } from './known.js'
import { catchMutants } from './mutants/catch.js'
import { failPower } from './power.js'
import { loadProgram } from './program/load.js'
import { listNew, toSeedText, toSummary, toViolationText } from './report.js'
import { type Outcome, simulate } from './simulate.js'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    from: { type: 'string', default: '1' },
    hours: { type: 'string', default: '24' },
    /** So many processes on one store. */
    bots: { type: 'string', default: '1' },
    /** Weeks in which little happens, with ladders, pagers and shifts. */
    sparse: { type: 'boolean', default: false },
    /** Days in which answers are lost. */
    lossy: { type: 'boolean', default: false },
    /** Days with reviews of many, drills, cards before the block, questions to owners and Defender. */
    practice: { type: 'boolean', default: false },
    /** Days in which most of what is restricted is wanted, and muted. */
    wanted: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    known: { type: 'boolean', default: false },
    /** Only those whose name has this in it; all when empty. */
    mutants: { type: 'string' },
    /** So many stores alone, each cut off from its power again and again. */
    power: { type: 'string' },
  },
})
const count = z.coerce.number().int().positive()
const [seeds, from, hours] = [values.seeds, values.from, values.hours].map((text) => count.parse(text))
const bots = count.parse(values.bots)

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Every seed says by itself what it found: a long run may be cut short. */
async function runSeeds(first: number, many: number, length: number): Promise<void> {
  const program = await loadProgram()
  const world = {
    hours: length,
    bots,
    isSparse: values.sparse,
    isLossy: values.lossy,
    isPractice: values.practice,
    isWanted: values.wanted,
  }
  const outcomes: Outcome[] = []
  const told = new Set<string>()
  for (let seed = first; seed < first + many; seed += 1) {
    const outcome = await simulate({
      seed,
      program,
      ...world,
      ...(values.trace ? { trace: say } : {}),
    })
    outcomes.push(outcome)
    say(toSeedText(outcome))
    for (const violation of outcome.violations) {
      if (!told.has(violation.name)) say(toViolationText(violation, world))
      told.add(violation.name)
    }
  }
  say(toSummary(outcomes, length))
  if (listNew(outcomes).length > 0) process.exitCode = 1
}

/** Whether what is known is still there. */
async function runKnown(): Promise<void> {
  const program = await loadProgram()
  for (const { name, seed, why } of known) {
    if (seed === undefined) continue
    const { violations } = await simulate({
      seed,
      hours: knownHours,
      program,
      isEnough: (one) => one === name,
    })
    const isThere = violations.some((violation) => violation.name === name)
    say(`${isThere ? 'still there' : 'HEALED'} ${name}, seed ${seed}: ${why}`)
    if (!isThere) process.exitCode = 1
  }
}

/** Whether what was mended has stayed so. */
async function runMended(): Promise<void> {
  const program = await loadProgram()
  for (const { name, ...day } of mended) {
    const { violations } = await simulate({ ...day, program })
    const isBack = violations.some((violation) => violation.name === name)
    say(`${isBack ? 'BACK' : 'still mended'} ${name}, seed ${day.seed}`)
    if (isBack) process.exitCode = 1
  }
}

async function runPower(first: number, many: number): Promise<void> {
  const program = await loadProgram()
  let failed = 0
  for (let seed = first; seed < first + many; seed += 1) {
    const problem = await failPower({ seed, starts: 12, program })
    if (problem === undefined) continue
    say(`seed ${seed}, ${problem}`)
    failed += 1
  }
  say(`${many} stores, ${failed} of them lost or doubled something, or did not open any more.`)
  if (failed > 0) process.exitCode = 1
}

if (values.power !== undefined) await runPower(from ?? 1, count.parse(values.power))
else if (values.known) {
  await runKnown()
  await runMended()
} else if (values.mutants !== undefined) process.exitCode = (await catchMutants(say, values.mutants)) ? 0 : 1
else await runSeeds(from ?? 1, seeds ?? 10, hours ?? 24)
