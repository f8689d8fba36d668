// What is over is forgotten some time later, and what somebody may still need is not.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { createAlert, createPolicies } from '../../domain/policies.js'
import { known } from '../../domain/rules/evidence.js'
import { createSender } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const fabrikam: Tenant = {
  id: 'fabrikam',
  name: 'Fabrikam',
  portals: contoso.portals,
  pollSeconds: 60,
  routes: [toOpenRoute({ platform: 'slack', channel: 'C9' })],
}

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ tenants: [contoso, fabrikam] })
  await stage.advance(2 * minuteMilliseconds)
})
afterEach(async () => {
  await stage.close()
})

const senders = Array.from({ length: 8 }, (_, at) => createSender(`person${at}@contoso.com`))
const list = (beginning: string) => stage.store().listKeys(beginning)

async function passDays(days: number): Promise<void> {
  for (let day = 1; day <= days; day += 1) await stage.skip(dayMilliseconds)
}

async function storm(): Promise<void> {
  for (const sender of senders) stage.backend.restrict(sender)
  await stage.advance(minuteMilliseconds)
}

describe('a digest', () => {
  test('and its cards are forgotten a month after its last incident is over', async () => {
    await storm()
    for (const sender of senders) stage.backend.clear(sender.entity)
    await stage.advance(80_000)
    await passDays(2)
    expect(await stage.incidents()).toEqual([])
    expect(await list('digest:')).toHaveLength(1)
    expect(await list('digest-card:')).toHaveLength(2)
    await passDays(28)
    expect(await list('digest:')).toHaveLength(1)
    await passDays(3)
    expect(await list('digest')).toEqual([])
  })

  test('stays as long as one of its incidents goes on', async () => {
    await storm()
    for (const sender of senders.slice(1)) stage.backend.clear(sender.entity)
    await passDays(40)
    expect(await stage.incidents()).toHaveLength(1)
    expect(await list('digest:')).toHaveLength(1)
    expect(await list('digest-card:')).toHaveLength(2)
  })

  test('that older programs left behind is found', async () => {
    const digest = { id: 'old', tenantId: 'contoso', openedAt: 1, lastAt: 1, incidentIds: ['gone'] }
    await stage.store().remember('digest:old', digest)
    await stage
      .store()
      .remember('digest-card:old:slack:C1', { platform: 'slack', channel: 'C1', message: '1' })
    await passDays(1)
    expect(await list('digest')).toHaveLength(2)
    await passDays(31)
    expect(await list('digest')).toEqual([])
  })
})

test('that there was a storm is forgotten when it is over', async () => {
  await storm()
  expect(await list('storm:')).toEqual(['storm:contoso'])
  await stage.skip(15 * minuteMilliseconds)
  expect(await list('storm:')).toEqual([])
})

test('a change of the settings that has ended is forgotten with its cards, and its button says so', async () => {
  stage.backend.setPolicies(createPolicies({ alerts: known([createAlert({ enabled: false })]) }))
  await passDays(1)
  const { acceptId } = toView(stage.slack.sent.findLast(({ card }) => card.name === 'drift')?.card, 'drift')
  await passDays(40)
  expect(await list('drift')).toHaveLength(3)
  stage.backend.setPolicies(createPolicies())
  await passDays(29)
  expect(await list('drift')).toHaveLength(3)
  await passDays(4)
  expect(await list('drift')).toEqual([])
  const answer = await stage.press(maya, 'accept-policies', { values: { acceptId } })
  expect(toView(answer, 'notice').text).toContain('nothing to accept any more')
  expect(await list('policies:')).toHaveLength(2)
})

describe('a tenant that was taken out of the settings', () => {
  const without = { tenantIds: ['contoso'] }
  const readLeft = async () => (await Promise.all(['look:', 'policies:'].map(list))).flat().toSorted()
  const all = ['look:contoso', 'look:fabrikam', 'policies:contoso', 'policies:fabrikam']

  test('is forgotten a month later', async () => {
    await stage.crash(without)
    await passDays(29)
    expect(await readLeft()).toEqual(all)
    await passDays(3)
    expect(await readLeft()).toEqual(['look:contoso', 'policies:contoso'])
  })

  test('and put back before is as if it had not been', async () => {
    await stage.crash(without)
    await passDays(20)
    await stage.crash()
    await passDays(40)
    expect(await readLeft()).toEqual(all)
  })
})

test('what older programs left of lines, storms and tests of the store goes too, and nothing else', async () => {
  const { store } = stage
  await store().remember('doctor:store', 5)
  await store().remember('line-posted:x', [])
  await store().remember('storm:contoso', { openedAt: [1] })
  await store().remember('asks:evidence', [])
  await store().remember('of-the-future', { deep: [1] })
  await passDays(1)
  await stage.skip(15 * minuteMilliseconds)
  expect([...(await list('doctor:store')), ...(await list('storm:'))]).toEqual([])
  await passDays(31)
  expect(await list('line-posted:')).toEqual([])
  expect(await list('asks:')).toHaveLength(1)
  expect(await list('of-the-future')).toHaveLength(1)
})
