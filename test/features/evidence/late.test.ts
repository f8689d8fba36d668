// Evidence that does not come: nobody is left looking at "Looking".
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { createSenderEvidence } from '../../domain/rules/evidence.js'
import { createSender, readCard, restrict } from '../acts.js'
import { maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

test('a card that says Looking says Unclear after a minute without evidence, and why', async () => {
  const answer = stage.backend.hold('gather')
  const { id } = await restrict(stage, sam)
  expect(readCard(stage.slack, id).statusWord).toBe('Looking')
  await stage.advance(minuteMilliseconds + 1_000)
  for (const platform of [stage.slack, stage.teams])
    expect(readCard(platform, id)).toMatchObject({
      statusWord: 'Unclear',
      isBusy: true,
      reasons: [{ start: 'Nothing read yet', rest: 'after a minute' }],
    })
  answer()
  await stage.advance(2_000)
  expect(readCard(stage.slack, id).reasons.map(({ start }) => start)).not.toContain('Nothing read yet')
})

test('a review that is opened then says so too', async () => {
  const answer = stage.backend.hold('gather')
  const { id } = await restrict(stage, sam)
  await stage.advance(minuteMilliseconds + 1_000)
  const page = toView(await stage.press(maya, 'review', { incidentId: id }), 'overview')
  expect(page.verdictText).toBe('Unclear')
  answer()
  await stage.idle()
})

test('a card whose evidence came in time is not touched by that', async () => {
  stage.backend.know(sam.entity, createSenderEvidence())
  const { id } = await restrict(stage, sam)
  await stage.advance(5_000)
  const before = stage.slack.sent.length
  await stage.advance(2 * minuteMilliseconds)
  expect(stage.slack.sent).toHaveLength(before)
  expect(readCard(stage.slack, id).reasons.map(({ start }) => start)).not.toContain('Nothing read yet')
})
