// On the card of an account that looks compromised: what is pressed first.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { createTakenOver } from '../../domain/rules/evidence.js'
import { createSender, readCard, restrict } from '../acts.js'
import { maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const readButtons = (incidentId: string) =>
  readCard(stage.slack, incidentId).buttons.map(({ title, isMain }) => (isMain ? `*${title}*` : title))

test('the account is taken back first; once that was asked for the review is', async () => {
  stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
  const { id } = await restrict(stage, sam)
  await stage.advance(minuteMilliseconds)
  expect(readButtons(id)).toEqual(['*Take the account back*', 'I’m on it'])
  expect(readCard(stage.slack, id).isReviewMain).toBe(false)
  const page = toView(await stage.press(maya, 'containment', { incidentId: id }), 'containment')
  const values = Object.fromEntries(
    page.groups.map((group) => [group.inputId, group.ticked.map(({ choiceId }) => choiceId).join(',')]),
  )
  const { confirmationId } = page
  await stage.press(maya, 'contain-set', { incidentId: id, confirmationId, values })
  await stage.advance(minuteMilliseconds)
  expect(readButtons(id)).not.toContain('*Take the account back*')
  expect(readCard(stage.slack, id).isReviewMain).toBe(true)
})

test('of one that does not look compromised nothing is taken back first', async () => {
  const { id } = await restrict(stage, sam)
  expect(readButtons(id)).toEqual(['I’m on it'])
})
