import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { createPlaygroundClock } from '../../src/run/playground-clock.js'
import { createSavedFile } from '../../src/stores/saved-file.js'
import { createManualClock } from '../clock.js'

const day = 86_400_000

/** Taken away when all is over: one that was killed may be at its last write when its test ends. */
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function inFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reprieve-clock-'))
  folders.push(folder)
  return join(folder, 'clock.json')
}

test('goes on from where it was after a restart', async () => {
  const path = inFolder()
  const real = createManualClock(1_000)
  const first = await createPlaygroundClock(real, createSavedFile(path))
  await first.controls.jump(day)
  await first.stop()
  await real.advance(5_000)

  const second = await createPlaygroundClock(real, createSavedFile(path))
  expect(second.clock.now()).toBe(1_000 + day + 5_000)
  expect(second.controls.rate()).toBe(1)
})

test('is never behind what was shown, when the process was killed while time was hurried', async () => {
  const path = inFolder()
  const real = createManualClock(0)
  const killed = await createPlaygroundClock(real, createSavedFile(path))
  await killed.controls.setRate(60)
  await real.advance(9_000)
  const shown = killed.clock.now()
  expect(shown).toBe(540_000)

  const next = await createPlaygroundClock(real, createSavedFile(path))
  expect(next.clock.now()).toBeGreaterThanOrEqual(shown)
  expect(next.clock.now()).toBeLessThan(shown + 15 * 60_000)
})

test('saves a jump before it is made', async () => {
  const written: unknown[] = []
  const real = createManualClock(0)
  const { controls, clock } = await createPlaygroundClock(real, {
    name: 'memory',
    read: () => undefined,
    async write(value) {
      written.push([clock.now(), structuredClone(value)])
    },
  })
  await controls.jump(day)
  expect(written).toEqual([[0, { version: 1, aheadMilliseconds: day }]])
})

test('leaves nothing running after a stop', async () => {
  const real = createManualClock(0)
  const time = await createPlaygroundClock(real, createSavedFile(inFolder()))
  await time.controls.setRate(60)
  await time.stop()
  expect(real.countTimers()).toBe(0)
})

test('says which file it cannot read, and does not begin anew', async () => {
  const path = inFolder()
  writeFileSync(path, '{"version":1}')
  const opening = createPlaygroundClock(createManualClock(0), createSavedFile(path))
  await expect(opening).rejects.toThrow(ConfigError)
})
