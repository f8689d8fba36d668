// What a newer program remembers beside what this one knows is carried along when this one writes the record again.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { dayMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { createAlert, createPolicies } from '../domain/policies.js'
import { known } from '../domain/rules/evidence.js'
import { createSender } from './acts.js'
import { createStage, type Stage } from './stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const recordSchema = z.looseObject({ digestId: z.string().optional(), driftId: z.string().optional() })
const recall = async (key: string) => recordSchema.parse((await stage.store().recall(key))?.value)

/** As if a newer program had been here before. */
async function enrich(key: string): Promise<void> {
  await stage.store().remember(key, { ...(await recall(key)), ofTheFuture: { deep: [1] } })
}

async function storm(name: string): Promise<void> {
  for (let number = 1; number <= 8; number += 1)
    stage.backend.restrict(createSender(`${name}${number}@contoso.com`))
  await stage.advance(minuteMilliseconds)
}

test('on a digest that grows', async () => {
  await storm('one')
  const { digestId } = await recall('storm:contoso')
  const key = `digest:${digestId}`
  await enrich(key)
  await storm('two')
  const digest = await recall(key)
  expect(digest.incidentIds).toHaveLength(16)
  expect(digest.ofTheFuture).toEqual({ deep: [1] })
})

test('on settings that are read anew, and on a drift that ends', async () => {
  const key = 'policies:contoso'
  stage.backend.setPolicies(createPolicies({ alerts: known([createAlert({ enabled: false })]) }))
  await stage.skip(dayMilliseconds)
  const { driftId } = await recall(key)
  await enrich(key)
  await enrich(`drift:${driftId}`)
  stage.backend.setPolicies(createPolicies())
  await stage.skip(dayMilliseconds)
  expect(await recall(`drift:${driftId}`)).toMatchObject({ end: {}, ofTheFuture: { deep: [1] } })
  const record = await recall(key)
  expect(record).toMatchObject({ ofTheFuture: { deep: [1] } })
  expect(record.driftId).toBeUndefined()
})
