// Days in which people practise, review many at once and ask owners: what may never be seen of that.
import { describe, expect, test } from 'vitest'
import { isKnown } from './known.js'
import { practiceMutants } from './practice/mutants.js'
import { loadProgram, patchFile } from './program/load.js'
import { toViolationText } from './report.js'
import { simulate } from './simulate.js'

const hours = 2
const program = await loadProgram()

describe('a simulated day of practice', () => {
  test('shows no fault that is not known', async () => {
    const world = { hours, isPractice: true }
    const { violations, counts } = await simulate({ seed: 3, ...world, program })
    const found = violations.filter(({ name }) => !isKnown(name))
    expect(found.map((violation) => toViolationText(violation, world)).join('\n')).toBe('')
    expect(counts.early).toBeGreaterThan(0)
  }, 240_000)
})

test('every mutant of what is practised fits the source as it is now', () => {
  for (const { patches } of practiceMutants)
    for (const { file } of patches)
      patchFile(
        file,
        patches.filter((patch) => patch.file === file),
      )
})
