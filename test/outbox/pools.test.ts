// What waits for whom when much is slow at once.
import { afterEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { toOpenRoute } from '../../src/domain/route.js'
import type { Tenant } from '../../src/domain/tenant.js'
import { PlatformError } from '../../src/errors.js'
import { confirm, createSender, getLive, pressYes, restrict } from '../features/acts.js'
import { contoso, maya } from '../features/people.js'
import { createStage, type Stage, type StageSettings, toView } from '../features/stage.js'

const sam = createSender('sam@contoso.com')
const forEver = 60 * minuteMilliseconds

let stage: Stage
afterEach(async () => {
  // What never answers is waited for no longer than a stop lasts.
  const closing = stage.close()
  await stage.advance(30_000)
  await closing
})

function createTenants(count: number): readonly Tenant[] {
  const routes = [toOpenRoute({ platform: 'slack', channel: 'C1' })]
  const others = Array.from({ length: count - 1 }, (_, at) => ({
    id: `tenant-${at}`,
    name: `Tenant ${at}`,
    pollSeconds: 60,
    portals: contoso.portals,
    routes,
  }))
  return [{ ...contoso, routes }, ...others]
}

const open = async (settings: StageSettings) => {
  stage = await createStage(settings)
}
const others = () => [...stage.backends.values()].filter((backend) => backend !== stage.backend)
const toGaps = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? at))

describe('299 organisations whose Exchange does not answer, and a healthy one', () => {
  test('its Yes is sent within a second, it is polled as ever, and its card comes right after its poll', async () => {
    await open({ tenants: createTenants(300) })
    await stage.advance(minuteMilliseconds)
    for (const backend of others()) backend.take('list', forEver)
    await stage.advance(2 * minuteMilliseconds)
    const incident = await restrict(stage, sam)
    await stage.advance(2_000)
    const polls = stage.backend.timesOf('list')
    expect(Math.max(...toGaps(polls))).toBeLessThanOrEqual(72_000)
    const [card] = stage.slack.sent.filter(({ call }) => call === 'post')
    expect((card?.at ?? 0) - (polls.findLast((at) => at <= incident.openedAt) ?? 0)).toBeLessThanOrEqual(
      1_000,
    )

    const page = await confirm(stage, maya, incident)
    const pressedAt = stage.clock.now()
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.advance(1_000)
    expect((stage.backend.timesOf('unblock')[0] ?? 0) - pressedAt).toBeLessThanOrEqual(1_000)
    expect(stage.backend.timesOf('unblock')).toHaveLength(1)
  }, 120_000)
})

describe('1,400 organisations whose Exchange does not answer, and a healthy one', () => {
  test('it is polled as ever, though all of them are due before it', async () => {
    await open({ tenants: createTenants(1_401).toReversed() })
    await stage.advance(minuteMilliseconds)
    const healthy = stage.backends.get(contoso.id)
    for (const backend of stage.backends.values()) if (backend !== healthy) backend.take('list', forEver)
    await stage.advance(4 * minuteMilliseconds)
    const polls = healthy?.timesOf('list') ?? []
    expect(stage.clock.now() - (polls.at(-1) ?? 0)).toBeLessThanOrEqual(61_000)
    expect(Math.max(...toGaps(polls))).toBeLessThanOrEqual(61_000)
  }, 240_000)
})

describe('a storm of 320 whose evidence takes 6 s each', () => {
  test('is told within 5 s, and polls go on', async () => {
    await open({ tenants: [contoso] })
    stage.backend.take('gather', 6_000)
    for (let number = 1; number <= 320; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(minuteMilliseconds)
    await stage.advance(6_000)
    const savedAt = Math.max(...(await stage.incidents()).map(({ openedAt }) => openedAt))
    const told = stage.slack.sent.find(({ card }) => card.name === 'digest')
    expect((told?.at ?? Number.POSITIVE_INFINITY) - savedAt).toBeLessThanOrEqual(5_000)
    const before = stage.backend.timesOf('list').length
    await stage.advance(3 * minuteMilliseconds)
    expect(stage.backend.timesOf('list').length - before).toBeGreaterThanOrEqual(2)
    expect(Math.max(...toGaps(stage.backend.timesOf('list')))).toBeLessThanOrEqual(72_000)
  }, 120_000)

  test('keeps nobody else from their evidence', async () => {
    const tenants = createTenants(2)
    await open({ tenants })
    stage.backend.take('gather', 80_000)
    for (let number = 1; number <= 40; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(minuteMilliseconds)
    await stage.advance(3_000)
    expect(stage.backend.timesOf('gather')).toHaveLength(10)
    const [other] = others()
    other?.restrict(createSender('kim@fabrikam.com'))
    await stage.advance(minuteMilliseconds + 2_000)
    expect((await getLive(stage, createSender('kim@fabrikam.com'))).evidence).toBeDefined()
  })
})

describe('a thousand organisations whose lists take 4 s', () => {
  test('are polled about every minute all the same', async () => {
    await open({ tenants: createTenants(1_000), prepare: (backend) => backend.take('list', 4_000) })
    await stage.advance(4 * minuteMilliseconds)
    const gaps = [...stage.backends.values()].map((backend) => Math.max(...toGaps(backend.timesOf('list'))))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(66_000)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000)
  }, 180_000)

  test('do not all begin in one moment', async () => {
    await open({ tenants: createTenants(100) })
    expect([...stage.backends.values()].filter((one) => one.timesOf('list').length > 0)).toHaveLength(32)
    await stage.advance(2_000)
    expect([...stage.backends.values()].filter((one) => one.timesOf('list').length > 0)).toHaveLength(100)
  })
})

describe('evidence', () => {
  test('is not asked for before people can see what it is about', async () => {
    await open({})
    stage.slack.slow(4_000)
    stage.teams.slow(6_000)
    stage.backend.restrict(sam)
    await stage.advance(minuteMilliseconds)
    await stage.advance(10_000)
    const [card] = stage.slack.sent.filter(({ call }) => call === 'post')
    const asked = stage.backend.timesOf('gather')
    expect(asked).toHaveLength(1)
    expect((asked[0] ?? 0) - (card?.at ?? 0)).toBeGreaterThanOrEqual(4_000)
    expect((asked[0] ?? 0) - (card?.at ?? 0)).toBeLessThanOrEqual(5_000)
  })

  test('does not wait for a platform that never answers, nor for a channel that nobody named', async () => {
    await open({ tenants: [contoso, { ...contoso, id: 'fabrikam', routes: [] }] })
    for (const platform of [stage.slack, stage.teams]) platform.slow(forEver)
    for (const backend of stage.backends.values()) backend.restrict(sam)
    await stage.advance(minuteMilliseconds)
    const [opened] = await stage.incidents()
    await stage.advance(31_000)
    expect(others()[0]?.timesOf('gather')[0]).toBe(opened?.openedAt)
    const waited = (stage.backend.timesOf('gather')[0] ?? 0) - (opened?.openedAt ?? 0)
    expect(waited).toBeGreaterThanOrEqual(30_000)
    expect(waited).toBeLessThanOrEqual(32_000)
  })

  test('does not wait when no platform takes the card', async () => {
    await open({})
    for (const platform of [stage.slack, stage.teams]) {
      platform.refuse(() => new PlatformError('It does not answer', { code: 'unavailable' }))
      platform.sicken('It does not answer')
    }
    stage.backend.restrict(sam)
    await stage.advance(minuteMilliseconds)
    const [opened] = await stage.incidents()
    await stage.advance(2_000)
    expect((stage.backend.timesOf('gather')[0] ?? 0) - (opened?.openedAt ?? 0)).toBeLessThanOrEqual(1_000)
  })

  test('is asked for at once by whoever opens a review, though no card could be posted', async () => {
    await open({})
    for (const platform of [stage.slack, stage.teams]) platform.slow(forEver)
    stage.backend.restrict(sam)
    await stage.advance(minuteMilliseconds)
    expect(stage.backend.timesOf('gather')).toEqual([])
    const [incident] = await stage.incidents()
    toView(await stage.press(maya, 'review', { incidentId: incident?.id ?? '' }), 'overview')
    await stage.advance(1_000)
    expect(stage.backend.timesOf('gather')).toHaveLength(1)
  })
})

describe('a platform that does not answer', () => {
  test('keeps no card of the other waiting', async () => {
    const tenants = createTenants(12).map((tenant) => ({ ...tenant, routes: contoso.routes }))
    await open({ tenants })
    stage.slack.slow(forEver)
    for (const backend of stage.backends.values())
      for (let number = 1; number <= 5; number += 1)
        backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(minuteMilliseconds + 2_000)
    expect(stage.teams.sent.filter(({ call }) => call === 'post')).toHaveLength(60)
    expect(stage.slack.sent).toHaveLength(0)
  })
})

describe('evidence that takes for ever', () => {
  test('keeps no Yes waiting', async () => {
    await open({ tenants: [contoso] })
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    stage.backend.take('gather', forEver)
    for (let number = 1; number <= 60; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(minuteMilliseconds + 5_000)
    const pressedAt = stage.clock.now()
    await pressYes(stage, maya, page)
    await stage.advance(1_000)
    expect((stage.backend.timesOf('unblock')[0] ?? 0) - pressedAt).toBeLessThanOrEqual(1_000)
    expect(stage.backend.timesOf('unblock')).toHaveLength(1)
  })
})
