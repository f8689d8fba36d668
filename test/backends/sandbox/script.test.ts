import { describe, expect, test } from 'vitest'
import { dayMilliseconds } from '../../../src/domain/instant.js'
import { began, createSetup, laura } from './setup.js'

const script = { openingSeconds: 5 }
const lively = { openingSeconds: 5, everySeconds: 240 }

describe('the script', () => {
  test('restricts Laura a few seconds after the start, and then lets be', async () => {
    const { sandbox, clock, list, find } = createSetup({ script })
    sandbox.start()
    expect(await list()).toEqual([])
    await clock.advance(3_000)
    expect(await list()).toEqual([laura])
    expect((await find(laura))?.reason.raw).toMatch(
      /^OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;/,
    )
    await clock.advance(dayMilliseconds)
    expect(await list()).toEqual([laura])
  })

  test('does nothing before the start and after the stop', async () => {
    const { sandbox, clock, list } = createSetup({ script })
    await clock.advance(60_000)
    expect(await list()).toEqual([])
    sandbox.start()
    sandbox.stop()
    await clock.advance(60_000)
    expect(await list()).toEqual([])
    sandbox.start()
    expect(await list()).toEqual([laura])
  })

  test('restricts somebody else now and then, never floods, and never ends up with everybody', async () => {
    const { sandbox, clock, list } = createSetup({ script: lively })
    sandbox.start()
    await clock.advance(5_000)
    expect(await list()).toEqual([laura])
    await clock.advance(230_000)
    expect((await list()).length).toBe(1)
    await clock.advance(20_000)
    expect((await list()).length).toBe(2)
    await clock.advance(8 * 3_600_000)
    expect((await list()).length).toBe(3)
    for (let turn = 0; turn < 30; turn += 1) {
      await clock.advance(400_000)
      expect((await list()).length).toBeLessThanOrEqual(6)
    }
  })

  test('catches an account again that was unblocked and not secured', async () => {
    const { sandbox, clock, list, unblock, find } = createSetup({ script: lively, random: () => 0.29 })
    sandbox.start()
    await clock.advance(5_000)
    await list()
    await unblock(laura)
    await clock.advance(20_000)
    expect(await find(laura)).toBeUndefined()
    await clock.advance(300_000)
    const caught = await find(laura)
    expect(caught?.createdAt).toBeGreaterThan(began + 240_000)
    await clock.advance(30_000)
    expect(await find(laura)).toEqual(caught)
  })

  test('leaves it at the unblock when chance has it', async () => {
    const { sandbox, clock, list, unblock, find } = createSetup({ script: lively, random: () => 0.99 })
    sandbox.start()
    await clock.advance(5_000)
    await list()
    await unblock(laura)
    await clock.advance(300_000)
    expect(await find(laura)).toBeUndefined()
  })
})
