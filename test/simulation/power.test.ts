import { describe, expect, test } from 'vitest'
import { failPower } from './power.js'
import { loadProgram, type Patch } from './program/load.js'

const starts = 12
const program = await loadProgram()

const unsettled: Patch = {
  file: 'src/stores/file/index.ts',
  find: '  await settleFolder(at)\n',
  replace: '',
}

interface Found {
  readonly name: string
  readonly seed: number
  /** What makes the program as it was when this was found. */
  readonly patches: readonly Patch[]
  readonly shown: RegExp
}

/** Each was a fault of the store: killed in the middle of a write, started again, and cut off from its power. */
const found: readonly Found[] = [
  {
    name: 'the name of a new state that was not synced is not lost after the journal went on from it',
    seed: 150,
    patches: [unsettled],
    shown: /The journal goes on/,
  },
  {
    name: 'lines of the journal that were not synced are not taken as written',
    seed: 509,
    patches: [unsettled],
    shown: /The journal has a gap/,
  },
  {
    name: 'lines of the archive that were not synced are not taken as written',
    seed: 16,
    patches: [unsettled],
    shown: /The archive has a gap/,
  },
  {
    name: 'texts that a power cut tore in the middle of a write are not taken as written',
    seed: 13,
    patches: [
      unsettled,
      {
        file: 'src/stores/file/texts.ts',
        find: 'return torn < 0 ? seqs.length : torn',
        replace: 'return torn < -1 ? torn : seqs.length',
      },
      {
        file: 'src/stores/file/texts.ts',
        find: 'return seq < unsure || parseTextLine(text) !== undefined ? seq : 0',
        replace: 'return seq',
      },
    ],
    shown: /the texts of entry \d+ are gone/,
  },
]

describe('a store whose power fails', () => {
  test.each([1, 2, 3, 4])('loses and doubles nothing (seed %i)', async (seed) => {
    expect(await failPower({ seed, starts, program })).toBeUndefined()
  })

  test.each(found)('$name', async ({ seed, patches, shown }) => {
    expect(await failPower({ seed, starts, program })).toBeUndefined()
    const before = await loadProgram(patches)
    expect(await failPower({ seed, starts, program: before })).toMatch(shown)
  })
})
