import { expect, onTestFinished, test } from 'vitest'
import { examineStore } from '../../../src/features/doctor/ourselves.js'
import { createManualClock } from '../../clock.js'
import { createFolder, silentLog } from '../../stores/file/folder.js'

test('the doctor warns of a store that works, but not as well as it could, and says what to do', async () => {
  const folder = await createFolder()
  onTestFinished(() => folder.remove())
  const clock = createManualClock(1_000)
  const store = await folder.open({ clock })
  const parts = { clock, log: silentLog, createId: () => 'one' }
  expect(await examineStore({ ...parts, store })).toMatchObject({ name: 'Store', result: 'ok' })
  const warning = 'work is looked for every 2 s, because nothing is heard'
  const unheard = { ...store, isShared: true, health: () => ({ ok: true, detail: '', warning }) }
  expect(await examineStore({ ...parts, store: unheard })).toMatchObject({
    result: 'warning',
    found: expect.stringMatching(/^Writing and reading work\..* But work is looked for every 2 s/) as unknown,
    remedy: expect.stringContaining('pooler in session mode') as unknown,
  })
})
