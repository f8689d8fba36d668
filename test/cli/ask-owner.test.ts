// "reprieve ask-owner": the same rules and record as in chat.
import { expect, onTestFinished, test } from 'vitest'
import { createSender, getIncident, restrict } from '../features/acts.js'
import { access } from '../features/people.js'
import { createStage } from '../features/stage.js'
import { openDoor } from './stage.js'

test('the owner is asked once, what they said by phone is noted, and what is not taken says what to say instead', async () => {
  const stage = await createStage({
    access: {
      ...access,
      homes: new Set([...access.homes, 'console:this-machine']),
      people: new Map([
        ...access.people,
        ['console:maya', { role: 'approver', addresses: ['maya@contoso.com'] }],
        ['console:vera', { role: 'viewer', addresses: ['vera@contoso.com'] }],
      ]),
    },
  })
  onTestFinished(() => stage.close())
  stage.slack.answerPerson(async () => 'U7')
  const { id } = await restrict(stage, createSender('sam@contoso.com'))
  await stage.advance(5_000)
  const door = await openDoor(stage.bot().handlers)
  const ask = (args: readonly string[], given: Parameters<typeof door>[1] = {}) =>
    door(['ask-owner', 'sam@contoso.com', ...args], given)
  const shown = await ask([])
  expect(shown).toMatchObject({ code: 0 })
  expect(shown.stdout).toContain('Did you send 1,203 messages today (22 Nov)?')
  expect(shown.stdout).toContain('Ask Laura Bianchi on Slack: --send')
  const sent = await ask(['--send'])
  expect([sent.code, sent.stdout]).toEqual([0, expect.stringContaining('Asked on Slack.')])
  expect(await ask(['--send'])).toMatchObject({ code: 3 })
  const short = await ask(['--told', 'no', '--note', 'her'])
  expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('Say whom you reached, and how')])
  expect(await ask(['--told', 'maybe', '--note', 'Sam, on his desk phone'])).toMatchObject({ code: 2 })
  expect(await ask(['--told', 'no', '--note', 'Sam, on his desk phone'], { user: 'vera' })).toMatchObject({
    code: 3,
  })
  expect(await ask(['--told', 'no', '--note', 'Sam, on his desk phone'])).toMatchObject({ code: 0 })
  expect((await getIncident(stage, id)).ownerWord).toMatchObject({
    question: { by: { platform: 'console' }, platform: 'slack', personId: 'U7' },
    told: [{ says: 'no', by: { name: 'maya' }, note: 'Sam, on his desk phone' }],
  })
})
