// Whether "within a minute" holds is seen in chat: how long people waited in the last day.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dayMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { createSender, restrict } from '../acts.js'
import { maya, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

async function readSpeed(): Promise<string | undefined> {
  const { rows } = toView(await stage.command(vera, 'status'), 'status')
  return rows.find(({ name }) => name === 'Speed in the last day')?.detail
}

/** Some people by number. */
function restrictMany(from: number, to: number): void {
  for (let number = from; number <= to; number += 1)
    stage.backend.restrict(createSender(`person${number}@contoso.com`))
}

test('status says how long cards took after the restriction, and answers after the press', async () => {
  await stage.advance(minuteMilliseconds)
  const createdAt = stage.clock.now() + 25_000
  const { id } = await restrict(stage, { ...sam, createdAt })
  await stage.press(maya, 'review', { incidentId: id })
  expect(await readSpeed()).toBe(
    'From restriction to card: half within 35 s, 99 of 100 within 35 s (2 cards). From press to answer: half within 10 ms, 99 of 100 within 10 ms (1 answer).',
  )
})

test('status shows that Slack was slow, for a day', async () => {
  stage.slack.slow(20_000)
  await restrict(stage, { ...sam, createdAt: stage.clock.now() + 30_000 })
  await stage.advance(minuteMilliseconds)
  expect(await readSpeed()).toContain(
    'From restriction to card: half within 30 s, 99 of 100 within 50 s (2 cards).',
  )
  await stage.skip(dayMilliseconds)
  expect((await readSpeed()) ?? '').not.toContain('card')
})

test.each([
  ['does not say when it began', undefined],
  ['is older than the poll that did not show it', -7 * dayMilliseconds],
  ['began later than now by the clock of Microsoft', 7 * dayMilliseconds],
])('a restriction that %s is measured from poll to poll', async (_, ago) => {
  await stage.advance(minuteMilliseconds)
  const { createdAt: __, ...bare } = sam
  const card = { ...bare, ...(ago === undefined ? {} : { createdAt: stage.clock.now() + ago }) }
  await restrict(stage, card)
  const within = (ago ?? 0) > 0 ? '10 ms' : '60 s'
  expect(await readSpeed()).toContain(`half within ${within}, 99 of 100 within ${within} (2 cards)`)
})

test('what was restricted before Reprieve looked for the first time is no delay of a card', async () => {
  await stage.close()
  stage = await createStage({ prepare: (backend) => backend.restrict(sam) })
  await stage.advance(minuteMilliseconds)
  expect(await stage.incidents()).toHaveLength(1)
  expect((await readSpeed()) ?? '').not.toContain('card')
})

test('every row of a digest counts once in each channel, also those that come later', async () => {
  await stage.advance(minuteMilliseconds)
  restrictMany(1, 8)
  await stage.advance(minuteMilliseconds + 5_000)
  expect(await readSpeed()).toContain('(16 cards)')
  restrictMany(9, 11)
  await stage.advance(2 * minuteMilliseconds)
  expect(await readSpeed()).toContain('(22 cards)')
})

test('a card that takes the place of a deleted one is no delay', async () => {
  const incident = await restrict(stage, sam)
  stage.slack.delete(incident.cards.find(({ platform }) => platform === 'slack')?.message ?? '')
  await stage.press(maya, 'review', { incidentId: incident.id })
  await stage.advance(minuteMilliseconds)
  expect(await readSpeed()).toContain('(2 cards)')
})

test('a process that is killed loses a few minutes of it at most', async () => {
  await restrict(stage, sam)
  await stage.advance(6 * minuteMilliseconds)
  await stage.crash()
  await restrict(stage, createSender('kim@contoso.com'))
  expect(await readSpeed()).toContain('(4 cards)')
})

test('a process that is stopped loses none of it', async () => {
  await restrict(stage, sam)
  await stage.bot().stop()
  await stage.crash()
  expect(await readSpeed()).toContain('(2 cards)')
})
