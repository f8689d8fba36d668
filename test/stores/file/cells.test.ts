// Cells in the state file, and what older programs make of them.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createManualClock } from '../../clock.js'
import { createFolder, type Folder, forgetEnd, toStateBytes } from './folder.js'

let folder: Folder
let file: string
beforeEach(async () => {
  folder = await createFolder()
  file = join(folder.path, 'state.json')
})
afterEach(() => folder.remove())

const stateSchema = z.looseObject({ memory: z.array(z.tuple([z.string(), z.json()])) })
const readState = async () => stateSchema.parse(JSON.parse(await readFile(file, 'utf8')))
const later = () => folder.open({ clock: createManualClock(5_000) })

/** Two cells that end at 2,000, and one that does not. */
async function begin(): Promise<void> {
  const store = await folder.open()
  await store.remember('one', { seen: 1 }, { until: 2_000 })
  await store.remember('other', [2], { until: 2_000 })
  await store.remember('kept', 3)
  await store.close()
}

async function rewrite(change: (state: z.infer<typeof stateSchema>) => object): Promise<void> {
  await writeFile(file, toStateBytes(change(await readState())))
  await forgetEnd(folder.path)
}

test('are written as older programs read them', async () => {
  await begin()
  expect((await readState()).memory).toEqual([
    ['one', { seen: 1 }],
    ['other', [2]],
    ['kept', 3],
  ])
})

test('that have ended are gone from the file with the next write', async () => {
  await begin()
  const store = await later()
  expect(await store.listKeys('')).toEqual(['kept'])
  await store.remember('new', 4)
  expect(await readState()).toMatchObject({
    memory: [
      ['kept', 3],
      ['new', 4],
    ],
    ends: [],
  })
})

test('that an older program has written since do not end: it knew of no end', async () => {
  await begin()
  await rewrite(({ memory, ...state }) => ({
    ...state,
    memory: memory.map(([key, value]) => [key, key === 'one' ? { seen: 2 } : value]),
  }))
  const store = await later()
  expect((await store.recall('one'))?.value).toEqual({ seen: 2 })
  expect(await store.recall('other')).toBeUndefined()
})

test('of a file from before they had ends do not end', async () => {
  await begin()
  await rewrite((state) => ({ ...state, ends: undefined, format: 2 }))
  const store = await later()
  expect(await store.listKeys('')).toEqual(['one', 'other', 'kept'])
  await store.remember('kept', 4, { expectedVersion: (await store.recall('kept'))?.version ?? 0 })
  expect((await store.recall('kept'))?.value).toBe(4)
})
