import { describe, expect, test } from 'vitest'
import type { Entity } from '../../../src/domain/entity.js'
import { dayMilliseconds, hourMilliseconds } from '../../../src/domain/instant.js'
import { toVanishedOutcome } from '../../../src/domain/restriction.js'
import { createManualClock } from '../../clock.js'
import { began, catchFailure, createSetup, laura, priya, sender, vera } from './setup.js'

describe('an unblock', () => {
  test('takes the entry off the list later, and lets mail flow later still', async () => {
    const { sandbox, clock, unblock, list } = createSetup({ propagationSeconds: 20, holdSeconds: 40 })
    sandbox.restrict(laura)
    await unblock(laura)
    expect(await list()).toEqual([laura])
    await clock.advance(20_000)
    expect(await list()).toEqual([])
    expect(sandbox.canSend(laura)).toBe(false)
    await clock.advance(40_000)
    expect(sandbox.canSend(laura)).toBe(true)
  })

  test.each([
    ['flows', ['outside']],
    ['refused', ['refused']],
    ['none', []],
  ] as const)('shows in message trace a while later what became of mail (%s)', async (mail, seen) => {
    const { sandbox, clock, unblock, settle } = createSetup()
    sandbox.switchMail(mail)
    sandbox.restrict(laura)
    await unblock(laura)
    const since = clock.now()
    const trace = async () => {
      const told = await settle(sandbox.traceMail(laura, since, new AbortController().signal))
      return told.known ? Object.keys(told.value) : told.why
    }
    expect(await trace()).toEqual([])
    await clock.advance(5 * 60_000)
    expect(await trace()).toEqual(seen)
  })

  test('is refused once the limit of the day is reached, and possible again the next day', async () => {
    const { sandbox, clock, unblock, find } = createSetup({ unblocksPerDay: 2, propagationSeconds: 1 })
    for (let time = 0; time < 2; time += 1) {
      sandbox.restrict(laura)
      await unblock(laura)
    }
    sandbox.restrict(laura)
    const failure = await catchFailure(unblock(laura))
    expect(failure).toMatchObject({ code: 'limit-reached', outcome: 'unchanged' })
    expect(failure.message).toMatch(/laura@contoso\.com.*Microsoft Support/)
    expect(await find(laura)).toBeDefined()
    await clock.advance(dayMilliseconds)
    await unblock(laura)
    expect(await find(laura)).toBeUndefined()
  })

  test('spends nothing of the limit on an entry that is gone', async () => {
    const { sandbox, unblock, find } = createSetup({ unblocksPerDay: 1, propagationSeconds: 1 })
    await unblock(laura)
    await unblock(laura)
    sandbox.restrict(laura)
    await unblock(laura)
    expect(await find(laura)).toBeUndefined()
  })

  test('counts again while the entry is still there', async () => {
    const { sandbox, unblock } = createSetup({ unblocksPerDay: 2 })
    sandbox.restrict(laura)
    await unblock(laura)
    await unblock(laura)
    expect(sandbox.countUnblocks(laura)).toBe(2)
    expect(await catchFailure(unblock(laura))).toMatchObject({ code: 'limit-reached' })
  })

  test('asked for twice does not keep the entry any longer', async () => {
    const { sandbox, clock, unblock, list } = createSetup({ propagationSeconds: 20 })
    sandbox.restrict(laura)
    await unblock(laura)
    await clock.advance(10_000)
    await unblock(laura)
    await clock.advance(8_000)
    expect(await list()).toEqual([])
  })

  test('of a connector has no limit', async () => {
    const { sandbox, unblock, find } = createSetup({ unblocksPerDay: 0, propagationSeconds: 1 })
    const relay = {
      kind: 'connector',
      connectorId: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a01',
      name: '',
    } as const
    sandbox.restrict(relay)
    await unblock(relay)
    expect(await find(relay)).toBeUndefined()
  })
})

describe('an entry', () => {
  test('of a block for today ends at UTC midnight', async () => {
    const { sandbox, clock, list } = createSetup()
    sandbox.restrict(vera)
    await clock.advance(Date.UTC(2026, 10, 22, 23, 59, 50) - began)
    expect(await list()).toEqual([vera])
    await clock.advance(10_000)
    expect(await list()).toEqual([])
  })

  test('of an exceeded limit ends after a day', async () => {
    const { sandbox, clock, list } = createSetup()
    sandbox.restrict(priya)
    await clock.advance(dayMilliseconds - hourMilliseconds)
    expect(await list()).toEqual([priya])
    await clock.advance(hourMilliseconds)
    expect(await list()).toEqual([])
  })

  test('for spam never ends by itself', async () => {
    const { sandbox, clock, list } = createSetup()
    sandbox.restrict(laura)
    await clock.advance(30 * dayMilliseconds)
    expect(await list()).toEqual([laura])
    expect(sandbox.expire(laura)).toBe(false)
    expect(await list()).toEqual([laura])
  })

  test.each([vera, priya])(
    'told to expire shows a date by which its time is over, then goes: %j',
    async (entity) => {
      const { sandbox, clock, find } = createSetup()
      sandbox.restrict(entity)
      expect(sandbox.expire(entity)).toBe(true)
      const seen = await find(entity)
      expect(seen && toVanishedOutcome(seen, clock.now(), clock.now())).toBe('expired')
      await clock.advance(20_000)
      expect(await find(entity)).toBeUndefined()
    },
  )

  test('cleared elsewhere is gone at once', async () => {
    const { sandbox, list } = createSetup()
    sandbox.restrict(laura)
    sandbox.clearElsewhere(sender('LAURA@contoso.com'))
    expect(await list()).toEqual([])
    expect(sandbox.countUnblocks(laura)).toBe(0)
  })

  test('cleared elsewhere is in the audit log, with who did it', async () => {
    const { sandbox, clock, settle } = createSetup()
    sandbox.restrict(laura)
    sandbox.clearElsewhere(laura)
    const now = clock.now()
    const search = (entity: Entity) =>
      settle(sandbox.searchDeeds({ what: 'lift', entity, from: now, to: now }, new AbortController().signal))
    expect(await search(laura)).toMatchObject([{ at: now, who: 'nadia@contoso.com' }])
    expect(await search(priya)).toEqual([])
  })

  test('restricted again keeps when it began and says when it was changed', async () => {
    const { sandbox, clock, find } = createSetup()
    sandbox.restrict(laura)
    await clock.advance(5_000)
    sandbox.restrict(laura, 'OutboundSpamLast24Hours=500')
    expect(await find(laura)).toMatchObject({
      createdAt: began,
      changedAt: began + 5_000,
      reason: { raw: 'OutboundSpamLast24Hours=500' },
    })
  })

  test('restricted again after an unblock is a new one, even before the old one has left', async () => {
    const { sandbox, clock, find, unblock } = createSetup()
    sandbox.restrict(laura)
    await unblock(laura)
    const again = clock.now()
    sandbox.restrict(laura)
    await clock.advance(60_000)
    expect(await find(laura)).toMatchObject({ createdAt: again })
  })
})

test('calls take as long as chance has it', async () => {
  const clock = createManualClock(began)
  const { sandbox } = createSetup({ clock, random: () => 0.25, latencyMilliseconds: 100 })
  let answered = false
  void sandbox.list(new AbortController().signal).then(() => {
    answered = true
  })
  await clock.advance(74)
  expect(answered).toBe(false)
  await clock.advance(1)
  expect(answered).toBe(true)
  expect(clock.countTimers()).toBe(0)
})
