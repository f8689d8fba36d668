// People whom their platform could not tell anything about at that moment.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { pressNames } from '../../../src/features/index.js'
import { createSender, readStatus, restrict } from '../acts.js'
import { access, maya, nobody, olga, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ access: { ...access, groups: new Map([['slack:S2', 'approver']]) } })
})
afterEach(async () => {
  await stage.close()
})

/** As the platforms hand people over whom they could not look up. */
const toUnseen = (actor: Actor, asked = 'Slack'): Actor => ({
  ...actor,
  home: '',
  isMember: false,
  lookupFailure: { about: 'person', code: 'unavailable', asked },
})
const toUngrouped = (actor: Actor): Actor => ({
  ...actor,
  lookupFailure: { about: 'groups', code: 'unavailable', asked: 'Slack', groups: ['S2'] },
})

const listRefusals = async () =>
  (await stage.journal()).filter(({ type }) => type.endsWith('.refused')).map(({ data }) => data.reason)

test.each(pressNames)(
  'an approver who presses %s while Slack is down is not told to be an outsider',
  async (action) => {
    const { id } = await restrict(stage, sam)
    const card = await stage.press(toUnseen(maya), action, { incidentId: id, values: { text: 'list' } })
    const { text } = toView(card, 'notice')
    expect(text).toMatch(/^Slack could not be asked who you are just now: it did not answer\./)
    expect(text).not.toContain('Only members')
    expect(await listRefusals()).toEqual(['lookup-failed'])
    expect(await readStatus(stage, id)).toBe('open')
  },
)

test('an approver who types while Teams is down is told the same', async () => {
  const { text } = toView(await stage.command(toUnseen(tom, 'Microsoft Teams'), 'help'), 'notice')
  expect(text).toMatch(/^Microsoft Teams could not be asked who you are just now/)
  expect(await listRefusals()).toEqual(['lookup-failed'])
})

test('is called on the card and in the journal as the settings say, not as they call themselves', async () => {
  const named = new Map([
    ...access.people,
    ['slack:U1', { role: 'approver', addresses: [], name: 'Maya Lindqvist' }],
  ])
  const own = await createStage({ access: { ...access, people: named } })
  const { id } = await restrict(own, sam)
  await own.press({ ...maya, name: 'Tom Okafor' }, 'review', { incidentId: id })
  const by = (await own.journal(id)).find(({ type }) => type === 'review.opened')?.by
  expect(by).toEqual({ platform: 'slack', id: 'U1', name: 'Maya Lindqvist' })
  await own.close()
})

test('an approver by group is told that the groups could not be read, not that they are not on the list', async () => {
  const { id } = await restrict(stage, sam)
  const card = await stage.press(toUngrouped(nobody), 'unblock', { incidentId: id })
  expect(toView(card, 'notice').text).toMatch(/^Slack could not be asked which groups you are in just now/)
  expect(await listRefusals()).toEqual(['lookup-failed'])
})

test('the Home tab of somebody who could not be looked up denies no role', async () => {
  const home = toView(await stage.slack.handlers().onHome(toUnseen(maya)), 'home')
  expect(home.canRead).toBe(false)
  expect(home.roleText).toMatch(/^Slack could not be asked who you are/)
  const operator = toView(await stage.slack.handlers().onHome(toUngrouped(olga)), 'home')
  expect(operator.roleText).toContain('Slack could not be asked which groups you are in')
})
