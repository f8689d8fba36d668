// Two processes that answer one Slack app, and have one memory.
import { expect, it, onTestFinished } from 'vitest'
import type { PlatformError } from '../../../src/errors.js'
import { createPace, postLimit } from '../../../src/platforms/slack/pace.js'
import { createManualClock } from '../../clock.js'
import { createMemory } from '../teams/bot.js'
import { createClick, createTyped } from './payloads.js'
import { createRig, notice, startedAt } from './rig.js'

type Parts = Parameters<typeof createRig>[0]
const never = new AbortController().signal

async function openTwo(parts: Parts = {}) {
  const shared = { memory: createMemory(), peers: { count: async () => 2 } }
  const one = await createRig({ ...parts, shared })
  const other = await createRig({ ...parts, shared, apiUrl: one.fake.apiUrl })
  onTestFinished(async () => {
    await one.close()
    await other.close()
  })
  return { one, other, shared }
}

const C1 = { kind: 'channel', channel: { platform: 'slack', channel: 'C1' } } as const

it('a captured press that is sent to the other process does nothing', async () => {
  const { one, other } = await openTwo()
  const click = createClick({ trigger_id: 'trigger-1' })
  await one.sendInteraction(click)
  await one.idle()
  await other.sendInteraction(click)
  await other.idle()
  expect([one.presses.length, other.presses.length]).toEqual([1, 0])
  await other.sendInteraction(createClick({ trigger_id: 'trigger-2' }))
  await other.idle()
  expect(other.presses).toHaveLength(1)
})

it('a command that Slack sends to both at one moment runs once', async () => {
  const { one, other } = await openTwo()
  const typed = createTyped({ trigger_id: 'trigger-1' })
  await Promise.all([one.sendCommand(typed), other.sendCommand(typed)])
  await Promise.all([one.idle(), other.idle()])
  expect(one.commands.length + other.commands.length).toBe(1)
})

it('a press is taken although the memory does not answer', async () => {
  const broken = {
    recall: () => Promise.reject(new Error('gone')),
    remember: () => Promise.reject(new Error('gone')),
  }
  const rig = await createRig({ shared: { memory: broken, peers: { count: async () => 2 } } })
  onTestFinished(() => rig.close())
  await rig.sendInteraction(createClick({ trigger_id: 'trigger-1' }))
  await rig.idle()
  expect(rig.presses).toHaveLength(1)
})

it('one that is alone asks the memory nothing', async () => {
  const refuse = () => Promise.reject(new Error('asked'))
  const shared = { memory: { recall: refuse, remember: refuse }, peers: { count: async () => 1 } }
  const rig = await createRig({ shared })
  onTestFinished(() => rig.close())
  await rig.sendInteraction(createClick({ trigger_id: 'trigger-1' }))
  await rig.idle()
  await rig.platform.post(C1, notice)
  expect(rig.presses).toHaveLength(1)
  expect(rig.log.filter(({ event }) => event === 'slack.not-shared')).toEqual([])
})

it('both together post to a channel no faster than one may', async () => {
  const clock = createManualClock(startedAt)
  const commons = { count: async () => 2, close: async () => {}, readClosed: async () => 0 }
  const paces = [createPace(clock, commons), createPace(clock, commons)]
  const went: number[] = []
  for (const pace of [...paces, ...paces, ...paces])
    void pace.takeTurn('chat.postMessage C1', postLimit).then(() => went.push(clock.monotonic()))
  await clock.advance(10_000)
  // Two each at once of the four that Slack lets through, and then one in two seconds for each.
  expect(went).toEqual([0, 0, 0, 0, 2_000, 2_000])
})

it('when Slack asks one to slow down, the other waits as well', async () => {
  const { one, other } = await openTwo()
  one.fake.script('chat.postMessage', { status: 429, headers: { 'retry-after': '30' }, body: { ok: false } })
  const failure = (rig: typeof one) => rig.platform.post(C1, notice).catch((error: PlatformError) => error)
  expect(await failure(one)).toMatchObject({ code: 'throttled' })
  expect(await failure(other)).toMatchObject({
    code: 'throttled',
    isPaced: true,
    retryAfterMilliseconds: 30_000,
  })
  await other.clock.advance(31_000)
  await expect(other.platform.post(C1, notice)).resolves.toMatchObject({ channel: 'C1' })
})

it('the doctor of one says that requests arrive when the other took them', async () => {
  const { one, other } = await openTwo()
  await one.sendCommand(createTyped({ trigger_id: 'trigger-1' }))
  await one.idle()
  const checks = await other.platform.examine(never)
  const check = checks.find(({ name }) => name === 'Signing secret')
  expect(check?.result).toBe('ok')
  expect(check?.found).toContain('Last genuine request')
})
