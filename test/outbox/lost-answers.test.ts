// Whatever is posted takes one way when its answer is lost: waited for, and posted once more. Twice at most, and never not at
// all; what is kept up to date goes on where it is pressed, and what nobody can edit any more has its end said by itself.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError } from '../../src/errors.js'
import { createSender, readLines, restrict } from '../features/acts.js'
import { contoso, maya, olga } from '../features/people.js'
import type { Sent } from '../features/platform.js'
import { createStage, type Stage, toView } from '../features/stage.js'

const sam = createSender('sam@contoso.com')
const refused = new BackendError('Refused.', { code: 'forbidden', outcome: 'unchanged' })

let stage: Stage
beforeEach(async () => {
  stage = await createStage({
    tenants: [
      {
        ...contoso,
        timeZone: 'America/New_York',
        // A quarter and three quarters of an hour after the stage begins.
        routes: contoso.routes.map((route) => ({
          ...route,
          handover: [
            { hour: 22, minute: 30 },
            { hour: 23, minute: 0 },
          ],
        })),
      },
    ],
  })
})
afterEach(() => stage.close())

/** Of what is no edit, on Slack. */
const loseAll = (name: string) =>
  stage.slack.loseAnswer(({ call, card }) => call !== 'update' && card.name === name)
const list = (name: string): readonly Sent[] => stage.slack.sent.filter(({ card }) => card.name === name)
const listPosts = (name: string) => list(name).filter(({ call }) => call !== 'update')

test('a line in a thread whose answers are lost is said twice, and the second time a minute later', async () => {
  const { id } = await restrict(stage, sam)
  await stage.press(maya, 'claim', { incidentId: id })
  const before = readLines(stage.slack).length
  loseAll('line')
  await stage.advance(5 * hourMilliseconds)
  const said = listPosts('line').slice(before)
  const ended = said.filter(({ card }) => JSON.stringify(card.view).includes('quiet'))
  expect(ended).toHaveLength(2)
  const [first, second] = ended
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(minuteMilliseconds)
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(2 * minuteMilliseconds)
})

describe('the card of a list that is not read, posted twice without an answer,', () => {
  const readStatus = () =>
    list('blind').map(({ call, card }) => `${call}: ${toView(card, 'blind').statusWord}`)
  const goBlind = async () => {
    loseAll('blind')
    stage.backend.fail('list', refused)
    await stage.advance(2 * hourMilliseconds)
    expect(listPosts('blind')).toHaveLength(2)
  }

  test('is posted no third time, and its end is said by itself', async () => {
    await goBlind()
    stage.slack.loseAnswer(() => false)
    stage.backend.fail('list', undefined)
    await stage.advance(hourMilliseconds)
    expect(readStatus()).toEqual([
      'post: Not watching Contoso',
      'post: Not watching Contoso',
      'post: Watching Contoso again',
    ])
  })

  test('is kept up to date where somebody presses it', async () => {
    await goBlind()
    stage.slack.loseAnswer(() => false)
    const { blindnessId } = toView(list('blind')[0]?.card, 'blind')
    const on = { platform: 'slack', channel: 'C1', message: list('blind')[0]?.message ?? '' } as const
    await stage.press(olga, 'blind-take', { values: { blindnessId }, on })
    await stage.advance(minuteMilliseconds)
    expect(list('blind').at(-1)).toMatchObject({ call: 'update', message: on.message })
    stage.backend.fail('list', undefined)
    await stage.advance(10 * minuteMilliseconds)
    expect(list('blind').at(-1)).toMatchObject({ call: 'update', message: on.message })
    expect(readStatus().at(-1)).toBe('update: Watching Contoso again')
    expect(listPosts('blind')).toHaveLength(2)
  })
})

test('a hand-over whose answers are lost is posted twice, and the next shift has one of its own', async () => {
  await restrict(stage, sam)
  loseAll('handover')
  await stage.advance(40 * minuteMilliseconds)
  expect(listPosts('handover')).toHaveLength(2)
  stage.slack.loseAnswer(() => false)
  await stage.advance(hourMilliseconds)
  expect(listPosts('handover')).toHaveLength(3)
})

test('what is told elsewhere while answers are lost is told twice in each place, and no more', async () => {
  stage.teams.loseAnswer(({ call }) => call !== 'update')
  stage.slack.loseAnswer(({ call }) => call !== 'update')
  await restrict(stage, sam)
  await stage.advance(5 * hourMilliseconds)
  for (const { sent } of [stage.slack, stage.teams]) {
    const counts = new Map<string, number>()
    for (const { call, channel, card } of sent) {
      // Of two shifts.
      if (card.name === 'handover') continue
      const key = JSON.stringify([call, channel, card.name, card.name === 'line' ? card.view : ''])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect([...counts].filter(([, count]) => count > 2)).toEqual([])
  }
})
