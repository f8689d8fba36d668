import { describe, expect, it } from 'vitest'
import { createPace, postLimit } from '../../../src/platforms/slack/pace.js'
import { createReplays } from '../../../src/platforms/slack/replays.js'
import { toModal, toSurface } from '../../../src/platforms/slack/surface.js'
import { createManualClock } from '../../clock.js'
import { createRecorder, startedAt } from './rig.js'

describe('the pace', () => {
  it('lets a short burst go and then one a second, and leaves long waits to the caller', async () => {
    const clock = createManualClock(startedAt)
    const pace = createPace(clock)
    const goneAt: number[] = []
    const refusals: unknown[] = []
    const turns = Array.from({ length: 11 }, async () => {
      await pace.takeTurn('lane', postLimit)
      goneAt.push(clock.now() - startedAt)
    }).map((turn) => turn.catch((error: unknown) => refusals.push(error)))
    await clock.advance(5_000)
    await Promise.all(turns)
    expect(goneAt).toEqual([0, 0, 0, 0, 1_000, 2_000, 3_000, 4_000, 5_000])
    // Each comes back at a time of its own.
    expect(refusals).toMatchObject([
      { code: 'throttled', isPaced: true, retryAfterMilliseconds: 6_000 },
      { code: 'throttled', isPaced: true, retryAfterMilliseconds: 7_000 },
    ])
  })

  it('sends back who was waiting when Slack asked to wait', async () => {
    const clock = createManualClock(startedAt)
    const pace = createPace(clock)
    for (let turn = 0; turn < postLimit.burst; turn += 1) await pace.takeTurn('lane', postLimit)
    const waiting = pace.takeTurn('lane', postLimit).catch((error: unknown) => error)
    pace.close('lane', 30_000)
    await clock.advance(1_000)
    expect(await waiting).toMatchObject({ code: 'throttled', retryAfterMilliseconds: 29_000 })
  })
})

describe('a clock that is set back by two hours', () => {
  const twoHours = 2 * 3_600_000

  it('closes no lane: turns come as they would have', async () => {
    const clock = createManualClock(startedAt)
    const pace = createPace(clock)
    for (let turn = 0; turn < postLimit.burst; turn += 1) await pace.takeTurn('lane', postLimit)
    pace.close('other', 30_000)
    clock.step(-twoHours)
    await clock.advance(30_000)
    await expect(pace.takeTurn('lane', postLimit)).resolves.toBeUndefined()
    await expect(pace.takeTurn('other', postLimit)).resolves.toBeUndefined()
  })
})

it('a lane is closed for five minutes at most, whatever Slack, or a proxy before it, asks for', async () => {
  const clock = createManualClock(startedAt)
  const pace = createPace(clock)
  pace.close('lane', 2 * 24 * 3_600_000)
  await clock.advance(5 * 60_000)
  await expect(pace.takeTurn('lane', postLimit)).resolves.toBeUndefined()
})

describe('replays', () => {
  it('are known for as long as a signature can be believed', async () => {
    const clock = createManualClock(startedAt)
    const isReplay = createReplays({ clock, log: createRecorder().log, shared: undefined })
    expect(await isReplay('a')).toBe(false)
    await clock.advance(6 * 60_000)
    expect(await isReplay('a')).toBe(true)
    await clock.advance(1)
    expect(await isReplay('b')).toBe(false)
    expect(await isReplay('a')).toBe(false)
  })

  it('are remembered up to a bound, the latest ones', async () => {
    const clock = createManualClock(startedAt)
    const isReplay = createReplays({ clock, log: createRecorder().log, shared: undefined })
    for (let id = 0; id < 20_001; id += 1) await isReplay(String(id))
    expect(await isReplay('20000')).toBe(true)
    expect(await isReplay('0')).toBe(false)
  })
})

describe('a message inside a window', () => {
  it('is none when it is a Home tab', () => {
    expect(() => toModal(toSurface({ type: 'home', blocks: [] }))).toThrow('no window')
  })

  const divider = { type: 'divider' }

  it('brings the blocks of its attachments, at most 100', () => {
    const attachments = [{ color: '#123456', blocks: Array(150).fill(divider) }]
    const view = toModal(toSurface({ text: 't', blocks: [{ type: 'header' }], attachments }))
    expect(view.blocks).toHaveLength(100)
    expect(view.blocks.map(({ type }) => type).slice(0, 2)).toEqual(['header', 'divider'])
    expect(view).toMatchObject({ title: { text: 'Reprieve' }, close: { text: 'Close' } })
  })

  it('is its text when it has no blocks', () => {
    const view = toModal(toSurface({ text: 'only text', blocks: [] }))
    expect(view.blocks).toMatchObject([{ type: 'section', text: { type: 'plain_text', text: 'only text' } }])
  })

  it.each([{}, { type: 'modal' }, { text: 'no blocks' }, { type: 'home' }])(
    'is not made of %o',
    (rendered) => {
      expect(() => toSurface(rendered)).toThrow('neither')
    },
  )
})
