// Whoever may not, learns nothing by asking: what is there is answered like what was never there.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { pressNames } from '../../../src/features/index.js'
import { createSender, restrict, unblock } from '../acts.js'
import { access, maya, nobody, stranger, vera } from '../people.js'
import { createStage, type Stage } from '../stage.js'

const atConsole: Actor = { ...nobody, platform: 'console', id: 'mallory', home: 'this-machine' }
const inTeams: Actor = { ...nobody, platform: 'teams', id: 'aad-6', home: 'tenant-1' }
const people: readonly (readonly [string, Actor])[] = [
  ['somebody without a role on Slack', nobody],
  ['somebody without a role in Teams', inTeams],
  ['somebody without a role at the console', atConsole],
  ['a stranger', stranger],
  ['a guest', { ...maya, isMember: false }],
  [
    'an approver who could not be looked up',
    { ...maya, isMember: false, lookupFailure: { about: 'person', code: 'unavailable', asked: 'Slack' } },
  ],
]
const verbs = ['list', 'show', 'review', 'history', 'explain', 'policies', 'status', 'doctor']

let stage: Stage
beforeEach(async () => {
  stage = await createStage({
    access: { ...access, homes: new Set([...access.homes, 'console:this-machine']) },
  })
})
afterEach(() => stage.close())

test.each(people)('%s is told the same of every address, whatever they type', async (_, actor) => {
  await restrict(stage, createSender('sam@contoso.com'))
  await unblock(stage, maya, await restrict(stage, createSender('kim@contoso.com')))
  for (const verb of verbs) {
    const [sam, ...others] = await Promise.all(
      ['sam', 'kim', 'max'].map(async (name) =>
        JSON.stringify(await stage.command(actor, `${verb} ${name}@contoso.com`)).replaceAll(
          `${name}@`,
          'x@',
        ),
      ),
    )
    for (const other of others) expect(other).toBe(sam)
  }
})

test.each(people)('%s is told the same of every incident, whatever they press', async (_, actor) => {
  const { id } = await restrict(stage, createSender('sam@contoso.com'))
  for (const action of pressNames) {
    const values = { text: 'list' }
    const known = await stage.press(actor, action, { incidentId: id, values })
    expect(await stage.press(actor, action, { incidentId: 'no-such-incident', values })).toEqual(known)
  }
})

test('a viewer is told the same of every address they may not review', async () => {
  await restrict(stage, createSender('sam@contoso.com'))
  const known = await stage.command(vera, 'review sam@contoso.com')
  expect(await stage.command(vera, 'review max@contoso.com')).toEqual(known)
})
