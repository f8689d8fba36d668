// What the journal keeps of refusals that come again and again.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { StoreError } from '../../../src/errors.js'
import { createSender, restrict } from '../acts.js'
import { laura, maya, nobody, stranger, vera } from '../people.js'
import { createStage, type Stage } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const listRefusals = async () =>
  (await stage.journal()).filter(({ type }) => type.endsWith('.refused') || type === 'refusals.counted')
const countEntries = async (type: string) => (await listRefusals()).filter((one) => one.type === type).length

async function repeat(times: number, act: (time: number) => Promise<unknown>): Promise<void> {
  for (let time = 0; time < times; time += 1) await act(time)
}

describe('refusals that come again', () => {
  test('are one entry at once, and one that counts the others when the hour is over', async () => {
    const { id } = await restrict(stage, createSender('sam@contoso.com'))
    await repeat(50, () => stage.press(nobody, 'unblock', { incidentId: id }))
    expect((await listRefusals()).map(({ type }) => type)).toEqual(['press.refused'])
    const from = stage.clock.now()
    await stage.advance(20 * minuteMilliseconds)
    await repeat(2, () => stage.press(nobody, 'unblock', { incidentId: id }))
    const until = stage.clock.now()
    await stage.skip(hourMilliseconds)
    await stage.advance(hourMilliseconds)
    expect((await listRefusals()).slice(1)).toMatchObject([
      {
        type: 'refusals.counted',
        by: { platform: 'slack', id: nobody.id },
        incidentId: id,
        data: { via: 'press', action: 'unblock', times: 51, from, until, reasons: { 'no-role': 51 } },
      },
    ])
  })

  test('begin anew after the hour, with the count before them', async () => {
    await repeat(3, () => stage.command(nobody, 'list'))
    await stage.skip(hourMilliseconds + minuteMilliseconds)
    await repeat(2, () => stage.command(nobody, 'list'))
    expect((await listRefusals()).map(({ type, data }) => [type, data.times])).toEqual([
      ['command.refused', undefined],
      ['refusals.counted', 2],
      ['command.refused', undefined],
    ])
  })

  test('for another reason, action, incident or person are entries of their own', async () => {
    const own = await restrict(stage, createSender('laura@contoso.com'))
    const other = await restrict(stage, createSender('sam@contoso.com'))
    const acts: readonly (() => Promise<unknown>)[] = [
      () => stage.press(laura, 'confirm', { incidentId: own.id, values: { note: 'let me' } }),
      () => stage.press({ ...laura, isMember: false }, 'confirm', { incidentId: own.id }),
      () => stage.press(laura, 'unblock', { incidentId: own.id }),
      () => stage.press(vera, 'unblock', { incidentId: own.id }),
      () => stage.press(vera, 'unblock', { incidentId: other.id }),
    ]
    for (const act of acts) await repeat(3, act)
    expect(await countEntries('press.refused')).toBe(5)
    await stage.advance(hourMilliseconds + minuteMilliseconds)
    const counted = (await listRefusals()).filter(({ type }) => type === 'refusals.counted')
    expect(counted.map(({ data }) => data.reasons)).toEqual([
      { 'own-mailbox': 2, 'not-home': 2 },
      { 'own-mailbox': 2 },
      { 'no-role': 2 },
      { 'no-role': 2 },
    ])
  })

  test('of a thousand different texts are one kind', async () => {
    await repeat(1_000, (time) => stage.command(stranger, `word-${time} my secret`))
    expect(await listRefusals()).toMatchObject([{ data: { action: 'unknown' } }])
  })

  test('on a thousand made-up incidents fill no journal', async () => {
    await repeat(1_000, (time) => stage.press(stranger, 'show', { incidentId: `made-up-${time}` }))
    expect(await countEntries('press.refused')).toBe(21)
    await stage.advance(hourMilliseconds + minuteMilliseconds)
    expect((await listRefusals()).slice(21)).toMatchObject([
      { type: 'refusals.counted', by: { id: stranger.id }, data: { action: 'others', times: 979 } },
    ])
  })

  test('by more people than are kept in mind are written early, and none is forgotten', async () => {
    const toStranger = (number: number): Actor => ({ ...stranger, id: `U9-${number}` })
    for (let number = 0; number < 1_010; number += 1)
      await repeat(2, () => stage.command(toStranger(number), 'list'))
    expect(await countEntries('refusals.counted')).toBe(10)
    await stage.advance(hourMilliseconds + minuteMilliseconds)
    expect(await countEntries('refusals.counted')).toBe(1_010)
  })
})

describe('refusals that were only counted', () => {
  test('are written when the bot stops', async () => {
    const other = await createStage()
    const events: unknown[] = []
    await repeat(4, () => other.command(nobody, 'list'))
    other.store().beforeCommit((commit) => {
      events.push(...(commit.events ?? []).map(({ type, data }) => [type, data.times]))
    })
    await other.close()
    expect(events).toEqual([['refusals.counted', 3]])
    expect(other.countTimers()).toBe(0)
  })

  test('are in the log when the store cannot take them', async () => {
    await repeat(4, () => stage.command(nobody, 'list'))
    stage.store().beforeCommit(({ events = [] }) => {
      if (events.length > 0) throw new StoreError('ENOSPC: no space left on device', false)
    })
    await stage.advance(hourMilliseconds + minuteMilliseconds)
    stage.store().beforeCommit(() => {})
    expect(stage.log.filter(({ event }) => event === 'refusals.count-not-journalled')).toMatchObject([
      { level: 'error', fields: { lost: [{ by: { id: nobody.id }, data: { times: 3 } }] } },
    ])
  })

  test('are told of a first one that could not be written: the next one is', async () => {
    stage.store().beforeCommit(() => {
      throw new StoreError('ENOSPC: no space left on device', false)
    })
    await stage.command(nobody, 'list')
    stage.store().beforeCommit(() => {})
    await stage.command(nobody, 'list')
    expect(await countEntries('command.refused')).toBe(1)
  })

  test('are entries again when the clock was set back, rather than counted for longer', async () => {
    await repeat(3, () => stage.command(maya, 'list page=x'))
    await stage.skip(-10 * minuteMilliseconds)
    await stage.command(maya, 'list page=x')
    expect((await listRefusals()).map(({ type }) => type)).toEqual([
      'command.refused',
      'refusals.counted',
      'command.refused',
    ])
  })
})
