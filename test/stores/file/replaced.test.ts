// Another state in the place of the one that was left, as after a backup that was copied over a folder.
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEvent, createIncident, createTask, toPools } from '../../contracts/store-records.js'
import { createFolder, type Folder, forgetEnd } from './folder.js'

let folder: Folder
let file: string
beforeEach(async () => {
  folder = await createFolder()
  file = join(folder.path, 'state.json')
  const store = await folder.open()
  await store.commit({
    incident: { next: createIncident('one', { changedAt: 700 }), expectedVersion: 0 },
    events: [createEvent('one')],
    tasks: [
      createTask('one', { dueAt: 500 }),
      createTask('watch', { duty: { kind: 'watch', tenantId: 'a' } }),
    ],
  })
  await store.close()
  await copyFile(file, `${file}.backup`)
})
afterEach(() => folder.remove())

async function goOn(): Promise<void> {
  const store = await folder.open()
  await store.remember('key', 'newer')
  await store.close()
}

test('an older state that was put back is noticed, also by whoever opens it only later for the second time', async () => {
  await goOn()
  await copyFile(`${file}.backup`, file)
  await (await folder.open()).close()
  const store = await folder.open()
  expect((await store.recall('gap'))?.value).toEqual({ noticedAt: 1_000, why: 'replaced', knownUntil: 700 })
  const claim = (now: number) => store.claimTasks({ now, pools: toPools(9), leaseMilliseconds: 1 })
  expect((await claim(1_000)).map(({ task }) => task.key)).toEqual(['watch'])
  expect((await claim(61_000)).map(({ task }) => task.key)).toEqual(['watch', 'one'])
})

test('the state that was left is no gap, nor is one after a kill', async () => {
  await goOn()
  await goOn()
  expect(await (await folder.open()).recall('gap')).toBeUndefined()
  await folder.remove()
  folder = await createFolder()
  file = join(folder.path, 'state.json')
  await goOn()
  await forgetEnd(folder.path)
  await writeFile(file, await readFile(file))
  expect(await (await folder.open()).recall('gap')).toBeUndefined()
})
