// Somebody presses the twin of a card, posted without anybody learning where it is.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { createMetrics } from '../../../src/metrics/index.js'
import type { Metrics } from '../../../src/ports.js'
import { createSender, readCard, readStatus, restrict } from '../acts.js'
import { maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const orphan = { platform: 'slack', channel: 'C1', message: 'slack-1' } as const
const living = { ...orphan, message: 'slack-2' } as const

let metrics: Metrics
let stage: Stage
let incidentId: string
beforeEach(async () => {
  metrics = createMetrics({ version: '0', taskKinds: [], platforms: ['slack', 'teams'] })
  stage = await createStage({ metrics })
  let isFirst = true
  stage.slack.loseAnswer(() => {
    const isLost = isFirst
    isFirst = false
    return isLost
  })
  incidentId = (await restrict(stage, createSender('sam@contoso.com'))).id
  await stage.advance(2 * minuteMilliseconds)
})
afterEach(() => stage.close())

test('shows the way to the card that lives, does nothing else, and becomes a signpost', async () => {
  const answer = toView(await stage.press(maya, 'review', { incidentId, on: orphan }), 'pointer')
  expect(answer).toMatchObject({ incidentId, linkUrl: 'https://slack.test/slack-2' })
  expect(answer.text).toBe(
    'This message about sam@contoso.com was posted twice and is not kept up to date. The other one in this channel is the card.',
  )
  expect(await readStatus(stage, incidentId)).toBe('open')
  await stage.idle()
  expect(stage.slack.sent.at(-1)).toMatchObject({
    call: 'update',
    message: 'slack-1',
    card: { name: 'pointer' },
  })
  expect((await metrics.expose(undefined)).text).toContain(
    'reprieve_orphan_presses_total{platform="slack"} 1',
  )
})

test('the card that lives goes on as ever', async () => {
  toView(await stage.press(maya, 'review', { incidentId, on: living }), 'overview')
  await stage.idle()
  expect(readCard(stage.slack, incidentId).whoText).toContain('Maya is on it')
  expect(stage.slack.sent.at(-1)).toMatchObject({ call: 'update', message: 'slack-2' })
})

test('a message of another channel, or none, is no twin', async () => {
  toView(await stage.press(maya, 'review', { incidentId, on: { ...orphan, channel: 'C9' } }), 'overview')
  toView(await stage.press(maya, 'review', { incidentId }), 'overview')
})
