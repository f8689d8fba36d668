// The glass is broken on the stage: who is let through, who hears of it, and what the record says.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer } from '../../src/ports.js'
import { createTakenOver } from '../domain/rules/evidence.js'
import { confirm, countUnblocks, createSender, getIncident, pressYes, readCard, restrict } from './acts.js'
import { access, maya, tom } from './people.js'
import { createStage, type Stage, toView } from './stage.js'

const own = createSender('laura@contoso.com')
const wish = { user: 'root', host: 'mail-1', entity: 'laura@contoso.com' }
const reason = 'Nobody on call answers since 02:10'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
  stage.backend.know(own.entity, createTakenOver())
})
afterEach(() => stage.close())

const broken = (given: object = {}): Promise<Answer> => stage.bot().breakGlass({ ...wish, reason, ...given })

function listTold(): readonly string[] {
  const told = [stage.slack, stage.teams].flatMap(({ sent }) =>
    sent.flatMap(({ card, channel }) => (card.name === 'line' && card.view.icon === '🚨' ? [channel] : [])),
  )
  return told.toSorted()
}

const toMember = (id: string) => ({ id, addresses: [] })

test('it unblocks at once, and all channels and every approver in person are told', async () => {
  const incident = await restrict(stage, own)
  toView(await broken(), 'show')
  await stage.idle()
  expect(countUnblocks(stage)).toBe(1)
  expect(listTold()).toEqual(['19:ops', 'C1', 'D-U1', 'D-U5', 'D-aad-2'])
  expect(
    readCard(stage.slack, incident.id)
      .progress.map(({ text }) => text)
      .join('\n'),
  ).toContain(`root@mail-1 confirmed the unblock, by break-glass ("${reason}")`)
})

test('approvers whom the access list names by a group alone are told in person, and nobody of them twice', async () => {
  await stage.close()
  const groups = new Map([
    ['slack:S1', 'approver'],
    ['slack:S2', 'operator'],
    ['teams:g-1', 'approver'],
  ] as const)
  stage = await createStage({ access: { ...access, groups } })
  stage.backend.know(own.entity, createTakenOver())
  stage.slack.letIn('S1', ['U1', 'U3', 'U8'].map(toMember))
  stage.slack.letIn('S2', [toMember('U9')])
  await restrict(stage, own)
  await broken()
  await stage.idle()
  expect(listTold()).toEqual(['19:ops', 'C1', 'D-U1', 'D-U3', 'D-U5', 'D-U8', 'D-aad-2'])
  // Teams did not say who is in it.
  stage.teams.letIn('g-1', [toMember('aad-9')])
  await stage.advance(60_000)
  expect(listTold().filter((channel) => channel === 'D-aad-9')).toHaveLength(1)
})

test('the record and the closed card say what it was', async () => {
  const incident = await restrict(stage, own)
  await broken()
  await stage.advance(3_700_000)
  const journal = await stage.journal(incident.id)
  expect(journal.find(({ type }) => type === 'unblock.break-glass')).toMatchObject({
    by: { platform: 'console', id: 'root', name: 'root@mail-1' },
    data: { user: 'root', host: 'mail-1', reason },
  })
  const types = journal.map(({ type }) => type)
  expect(types.indexOf('unblock.attempted')).toBeLessThan(types.indexOf('unblock.done'))
  expect(readCard(stage.teams, incident.id).outcomeText).toContain(
    `Unblocked by root@mail-1, by break-glass ("${reason}")`,
  )
})

test('an unblock that is under way or of which nobody knows the end is never sent a second time', async () => {
  const incident = await restrict(stage, own)
  toView(await pressYes(stage, maya, await confirm(stage, maya, incident)), 'accepted')
  expect(toView(await broken(), 'notice').text).toContain('There is nothing to unblock now')
  await stage.idle()
  expect(toView(await broken(), 'notice').text).toContain('There is nothing to unblock now')
  expect(countUnblocks(stage)).toBe(1)
})

test('looking tells nobody and changes nothing', async () => {
  const { id } = await restrict(stage, own)
  const seen = stage.slack.sent.length
  expect(toView(await stage.bot().breakGlass(wish), 'show').entity).toBe('laura@contoso.com')
  await stage.idle()
  expect([stage.slack.sent.length, (await getIncident(stage, id)).state.status]).toEqual([seen, 'open'])
})

test('a Yes that was being prepared is void, and its owner is told', async () => {
  const incident = await restrict(stage, own)
  const yes = await confirm(stage, tom, incident)
  await broken()
  expect(toView(await pressYes(stage, tom, yes), 'notice').text).toContain('root@mail-1')
  await stage.idle()
  expect(countUnblocks(stage)).toBe(1)
})
