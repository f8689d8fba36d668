// Whose evidence is gathered first while many wait for it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toEntityName } from '../../../src/domain/entity.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import { createSender, getLive } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

/** So many of one tenant are gathered at once. */
const atOnce = 10
const reason = parseReason('ExceedingLimitType=Recipient;RecipientCountLast24Hours=12000;RcptRateLimit=10000')
const mild = Array.from({ length: 40 }, (_, index) => createSender(`mild${index}@contoso.com`, { reason }))
const spammers = Array.from({ length: 6 }, (_, index) => createSender(`spammer${index}@contoso.com`))

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ tenants: [contoso] })
  stage.backend.take('gather', 60_000)
  for (const restriction of mild) stage.backend.restrict(restriction)
})
afterEach(async () => {
  const closing = stage.close()
  await stage.advance(minuteMilliseconds)
  await closing
})

const listGathered = () =>
  stage.backend.calls.filter((call) => call.startsWith('gather ')).map((call) => call.replace('gather ', ''))
const namesOf = (restrictions: typeof mild) => restrictions.map(({ entity }) => toEntityName(entity))

test('in a storm the spammers come before those who sent too much, wherever the list has them', async () => {
  for (const restriction of spammers) stage.backend.restrict(restriction)
  await stage.advance(minuteMilliseconds + 10_000)
  expect(listGathered()).toHaveLength(atOnce)
  expect(listGathered().slice(0, spammers.length).toSorted()).toEqual(namesOf(spammers))
})

test('a spammer who is restricted later comes before those who still wait', async () => {
  await stage.advance(minuteMilliseconds + 10_000)
  expect(listGathered()).toHaveLength(atOnce)
  const [late] = spammers
  if (late === undefined) throw new Error('no spammer')
  stage.backend.restrict(late)
  await stage.advance(minuteMilliseconds + 10_000)
  expect(listGathered().slice(atOnce)).toContain('spammer0@contoso.com')
})

test('whoever is reviewed comes before all that nobody has asked for', async () => {
  for (const restriction of spammers) stage.backend.restrict(restriction)
  await stage.advance(minuteMilliseconds + 10_000)
  const last = (await stage.incidents()).findLast(
    ({ evidence, entity }) => evidence === undefined && !listGathered().includes(toEntityName(entity)),
  )
  if (last === undefined) throw new Error('nobody waits')
  toView(await stage.press(maya, 'review', { incidentId: last.id }), 'overview')
  await stage.advance(minuteMilliseconds)
  expect(listGathered()[atOnce]).toBe(toEntityName(last.entity))
  await stage.advance(minuteMilliseconds + 5_000)
  expect((await getLive(stage, last)).evidence).toBeDefined()
})
