import { describe, expect, test } from 'vitest'
import type { SandboxSaved } from '../../../src/backends/sandbox/keeper.js'
import { ConfigError } from '../../../src/errors.js'
import { catchFailure, createSetup, laura, priya, vera } from './setup.js'

/** Keeps text, as a file would. */
function createSaved(text?: string) {
  let kept = text
  let broken = false
  const saved: SandboxSaved = {
    name: 'sandbox.json',
    read: () => (kept === undefined ? undefined : (JSON.parse(kept) as unknown)),
    async write(value) {
      await Promise.resolve()
      if (broken) throw new Error('disk full')
      kept = JSON.stringify(value)
    },
  }
  return {
    saved,
    setBroken: (is: boolean) => {
      broken = is
    },
  }
}

describe('after a restart', () => {
  test('the tenant is as it was, and what was on its way has arrived', async () => {
    const { saved } = createSaved()
    const before = createSetup({ saved, unblocksPerDay: 1 })
    before.sandbox.restrict(laura)
    before.sandbox.restrict(priya)
    await before.unblock(laura)
    const listed = await before.find(priya)
    await before.clock.advance(60_000)

    const after = createSetup({ saved, unblocksPerDay: 1, clock: before.clock })
    expect(await after.list()).toEqual([priya])
    expect(await after.find(priya)).toEqual(listed)
    after.sandbox.restrict(laura)
    expect(await catchFailure(after.unblock(laura))).toMatchObject({ code: 'limit-reached' })
  })

  test('the script does not open again', async () => {
    const { saved } = createSaved()
    const script = { openingSeconds: 5 }
    const before = createSetup({ saved, script })
    before.sandbox.start()
    await before.clock.advance(5_000)
    expect(await before.list()).toEqual([laura])
    before.sandbox.clearElsewhere(laura)
    await before.list()

    const after = createSetup({ saved, script, clock: before.clock })
    after.sandbox.start()
    await after.clock.advance(60_000)
    expect(await after.list()).toEqual([])
  })

  test('the opening keeps its time', async () => {
    const { saved } = createSaved()
    const script = { openingSeconds: 10 }
    const before = createSetup({ saved, script })
    before.sandbox.start()
    await before.clock.advance(5_000)

    const after = createSetup({ saved, script, clock: before.clock })
    after.sandbox.start()
    await after.clock.advance(5_000)
    expect(await after.list()).toEqual([laura])
  })

  test('everything that was answered is there', async () => {
    const { saved } = createSaved()
    const { sandbox, unblock } = createSetup({ saved })
    sandbox.restrict(laura)
    sandbox.restrict(vera)
    await unblock(laura)
    expect(createSetup({ saved }).sandbox.countUnblocks(laura)).toBe(1)
    expect(createSetup({ saved }).sandbox.isListed(vera)).toBe(true)
  })
})

describe('a tenant that cannot be saved', () => {
  test('answers nothing that would be forgotten', async () => {
    const { saved, setBroken } = createSaved()
    const { sandbox, list, unblock } = createSetup({ saved })
    sandbox.restrict(laura)
    expect(await list()).toEqual([laura])
    setBroken(true)
    expect(await catchFailure(unblock(laura))).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
    expect(await catchFailure(list())).toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    setBroken(false)
    expect(await list()).toEqual([laura])
    expect(createSetup({ saved }).sandbox.countUnblocks(laura)).toBe(1)
  })
})

test('a disk that fails at once does not end all saving', async () => {
  let broken = true
  let kept: unknown
  const saved: SandboxSaved = {
    name: 'memory',
    read: () => undefined,
    write(value) {
      if (broken) throw new Error('disk full')
      kept = value
    },
  }
  const { sandbox, list } = createSetup({ saved })
  sandbox.restrict(laura)
  expect(await catchFailure(list())).toMatchObject({ code: 'unavailable' })
  broken = false
  expect(await list()).toEqual([laura])
  expect(kept).toMatchObject({ listings: [{ entity: laura }] })
})

test.each([
  ['something else', '{"version":2}'],
  ['half a file', '{"version":1,'],
  ['a list', '[]'],
])('refuses to start on %s, and says where it is', (_, text) => {
  const { saved } = createSaved(text)
  expect(() => createSetup({ saved })).toThrow(ConfigError)
  expect(() => createSetup({ saved })).toThrow(/sandbox\.json: repair it, or delete it/)
})
