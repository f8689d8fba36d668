// The doctor as people in chat meet it: sent for, joined, called for, and bounded.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Check } from '../../../src/domain/check.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import { PlatformError } from '../../../src/errors.js'
import { createAlert, createPolicies } from '../../domain/policies.js'
import { known } from '../../domain/rules/evidence.js'
import { contoso, maya, nobody, olga, stranger, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const doctor = async (text = 'doctor', actor = olga) => toView(await stage.command(actor, text), 'doctor')
const countTestCards = () => stage.slack.sent.filter(({ call }) => call === 'post').length
const problem = (name: string): Check => ({ name, result: 'problem', found: 'Broken.', remedy: 'Mend it.' })

async function examine(actor = olga) {
  await doctor('doctor', actor)
  await stage.idle()
  return doctor('doctor results', actor)
}

describe('the doctor', () => {
  test('is sent for at once, and what was found is called for', async () => {
    const asked = await doctor()
    expect(asked).toMatchObject({
      title: 'The doctor is checking',
      rows: [],
      buttonCommand: 'doctor results',
    })
    await stage.idle()
    const found = toView(
      await stage.press(olga, 'command', { values: { text: asked.buttonCommand } }),
      'doctor',
    )
    expect(found).toMatchObject({
      summary: 'Everything works: 10 checks',
      whenText: 'Checked 03:14 UTC, 0 s ago, for Olga',
      moreText: '',
      buttonCommand: 'doctor again',
    })
    expect(found.rows.map(({ name, found: what }) => [name, what])).toEqual([
      ['Reprieve', 'Settings, Access list, Store, Drill'],
      ['Contoso', 'Token, Alert and sending settings'],
      ['Slack', 'Bot token, Test card in C1'],
      ['Teams', 'Bot token, Test card in 19:ops'],
    ])
  })

  test('posts one card to every channel and edits it, and it tells that nothing is to be done', async () => {
    await examine()
    expect(
      stage.slack.sent.map(({ call, channel, card }) => [call, channel, toView(card, 'notice').text]),
    ).toEqual([
      ['post', 'C1', 'Test card, 03:14 UTC. Posting works.'],
      ['update', 'C1', 'Test card, 03:14 UTC. Posting and editing work. Nothing to do.'],
    ])
    expect(stage.teams.sent.map(({ call }) => call)).toEqual(['post', 'update'])
  })

  test('leaves a record of who asked and how it ended', async () => {
    stage.backend.diagnose([problem('Token')])
    await examine(maya)
    const [event] = (await stage.journal()).filter(({ type }) => type === 'doctor.run')
    expect(event).toMatchObject({
      by: { platform: 'slack', id: 'U1', name: 'Maya' },
      data: { worst: 'problem', problem: 1, ok: 9 },
    })
  })

  test('is joined by whoever asks while it is at it', async () => {
    const release = stage.backend.hold('examine')
    await doctor()
    await stage.idle()
    expect(await doctor('doctor', maya)).toMatchObject({ whenText: 'Since 03:14 UTC, for Olga' })
    expect((await doctor('doctor again', maya)).title).toBe('The doctor is checking')
    release()
    await stage.idle()
    expect((await doctor('doctor', maya)).title).toBe('What the doctor found')
    expect(stage.backend.calls.filter((call) => call === 'examine')).toHaveLength(1)
  })

  test('is at it once when two ask in the same moment', async () => {
    await Promise.all([doctor(), doctor('doctor', maya)])
    await stage.idle()
    expect((await doctor('doctor results')).title).toBe('What the doctor found')
    expect(countTestCards()).toBe(1)
  })

  test('shows what it found lately rather than posting cards again, unless told to', async () => {
    await examine()
    await stage.advance(minuteMilliseconds)
    expect(await doctor()).toMatchObject({ whenText: 'Checked 03:14 UTC, 1 min ago, for Olga' })
    expect(countTestCards()).toBe(1)
    expect((await doctor('doctor AGAIN', maya)).title).toBe('The doctor is checking')
    await stage.idle()
    expect(countTestCards()).toBe(2)
    await stage.advance(2 * minuteMilliseconds)
    expect((await doctor('doctor results')).title).toBe('What the doctor found')
    expect((await doctor()).title).toBe('The doctor is checking')
  })

  test('remembers what it found when the bot is started anew, and finishes what it had begun', async () => {
    stage.backend.hold('examine')
    await doctor()
    await stage.idle()
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    expect((await doctor('doctor results')).title).toBe('What the doctor found')
    await stage.crash()
    expect((await doctor('doctor results')).title).toBe('What the doctor found')
  })

  test.each([
    ['a viewer', vera],
    ['somebody without a role', nobody],
    ['a stranger', stranger],
  ])('is refused to %s, and nothing is posted', async (_, actor) => {
    expect(toView(await stage.command(actor, 'doctor'), 'notice').title).toBe('Not done')
    await stage.idle()
    expect(stage.slack.sent).toEqual([])
  })

  test('is on the help of those who may call it', async () => {
    const commands = async (actor: typeof vera) =>
      toView(await stage.command(actor, 'help'), 'help').rows.map(({ command }) => command)
    expect(await commands(tom)).toContain('doctor [again]')
    expect(await commands(vera)).not.toContain('doctor [again]')
  })

  test('says what it can be told', async () => {
    expect(toView(await stage.command(olga, 'doctor now'), 'notice').text).toBe(
      'Say doctor, doctor again or doctor results.',
    )
  })
})

describe('what it finds', () => {
  test('comes with problems first, and how to mend them', async () => {
    stage.backend.diagnose([
      { name: 'Graph: sign-ins', result: 'skipped', found: 'No licence.', remedy: '' },
      { name: 'Certificate', result: 'warning', found: 'Ends in 9 days.', remedy: 'Renew it.' },
      problem('Run Remove-BlockedSenderAddress'),
    ])
    const { rows, summary } = await examine()
    expect(summary).toBe('1 needs mending, 1 could be better, 1 not checked, 9 work')
    expect(rows.slice(0, 3)).toEqual([
      {
        icon: '🔴',
        word: 'needs mending',
        name: 'Contoso: Run Remove-BlockedSenderAddress',
        found: 'Broken.',
        remedy: 'Mend it.',
      },
      {
        icon: '⚠️',
        word: 'could be better',
        name: 'Contoso: Certificate',
        found: 'Ends in 9 days.',
        remedy: 'Renew it.',
      },
      { icon: '❔', word: 'not checked', name: 'Contoso: Graph: sign-ins', found: 'No licence.', remedy: '' },
    ])
  })

  test('says of the settings of a tenant what their own card says, from the same read', async () => {
    stage.backend.setPolicies(createPolicies({ alerts: known([createAlert({ enabled: false })]) }))
    await stage.command(vera, 'policies refresh')
    await stage.idle()
    const card = toView(await stage.command(vera, 'policies'), 'policies')
    const { rows, summary } = await examine()
    expect(card.summary).toBe('2 of 4 could be better.')
    expect(summary).toContain('1 could be better')
    expect(rows[0]).toMatchObject({
      word: 'could be better',
      name: 'Contoso: Alert and sending settings',
      found: '2 changes not accepted. 2 of 4 could be better. Read 2026-11-22 03:14 UTC, 0 s ago.',
      remedy: 'Type policies tenant contoso: it says what to do. Read again reads it anew.',
    })
  })

  test('takes the place of the card that says that it is being looked for', async () => {
    const asked = await stage.command(olga, 'doctor')
    expect(asked?.follows).toBe('doctor results')
    await stage.idle()
    expect(stage.slack.drawn).toContainEqual({ command: 'doctor results' })
    expect((await stage.command(olga, 'doctor results'))?.follows).toBeUndefined()
  })

  test('is bounded: what does not fit is counted, and the command line is named', async () => {
    stage.backend.diagnose(Array.from({ length: 500 }, (_, at) => problem(`Check ${at}`)))
    const { rows, summary, moreText } = await examine()
    expect(rows.length).toBeLessThanOrEqual(18)
    expect(summary).toBe('500 need mending, 9 work')
    expect(moreText).toBe('and 497 more: "reprieve doctor" on the command line shows every line')
  })

  test.each([
    ['post', 'It could not be posted: not in the channel.'],
    ['update', 'Posted, but it could not be edited: not in the channel.'],
  ] as const)('a channel that refuses a %s', async (call, found) => {
    stage.slack.refuse((sent) =>
      sent.call === call ? new PlatformError('not in the channel', { code: 'channel-not-found' }) : undefined,
    )
    expect((await examine()).rows[0]).toMatchObject({
      name: 'Slack: Test card in C1',
      found,
      remedy: 'Invite the bot to the channel, or correct the channel in the settings.',
    })
  })

  test('a card that had to be posted anew, since it could not be edited', async () => {
    stage.slack.delete('slack-1')
    expect((await examine()).rows[0]).toMatchObject({
      word: 'could be better',
      name: 'Slack: Test card in C1',
    })
  })

  test('a tenant and a platform that never answer hold up nothing else', async () => {
    stage.backend.hold('examine')
    stage.slack.diagnose(() => new Promise(() => {}))
    await doctor()
    await stage.advance(2 * minuteMilliseconds)
    const { rows } = await doctor('doctor results')
    expect(rows.slice(0, 2)).toMatchObject([
      { name: 'Contoso: Exchange', found: 'Exchange did not answer in time' },
      { name: 'Slack: Checks', found: 'No answer within the time it has.' },
    ])
    expect(stage.countTimers()).toBeLessThan(4)
  })

  test('a platform that breaks its promise is a finding, not the end', async () => {
    stage.slack.diagnose(() => Promise.reject(new TypeError('secret')))
    stage.teams.diagnose(async () => [])
    const { rows } = await examine()
    expect(rows[0]).toMatchObject({ name: 'Slack: Checks', word: 'needs mending' })
    expect(rows[1]).toMatchObject({ name: 'Teams: Checks', word: 'not checked' })
    expect(JSON.stringify(rows)).not.toContain('secret')
    expect(stage.log.filter(({ event }) => event === 'doctor.check-failed')).toHaveLength(1)
  })
})

test('finds an access list in which nobody is', async () => {
  const access = { homes: new Set(['slack:T1']), people: new Map(), groups: new Map() }
  const lonely = await createStage({ access })
  const report = await lonely.bot().runDoctor(olga, { tenant: undefined, postsTestCards: false })
  await lonely.close()
  expect(report.sections[0]?.checks).toContainEqual({
    name: 'Access list',
    result: 'problem',
    found: 'It is empty: nobody may see, review or unblock anything.',
    remedy: 'Add people or groups under "access" in the settings.',
  })
  expect(lonely.slack.sent).toEqual([])
})

test('looks at one tenant of several and at its channels alone, each channel once', async () => {
  const channel = (name: string) => toOpenRoute({ platform: 'slack', channel: name })
  const fabrikam = { ...contoso, id: 'fabrikam', name: 'Fabrikam', routes: [channel('C2'), channel('C2')] }
  const two = await createStage({ tenants: [contoso, fabrikam] })
  const wish = { tenant: 'FABRIKAM', postsTestCards: true }
  const { sections } = await two.bot().runDoctor(olga, wish)
  const missing = two.bot().runDoctor(olga, { ...wish, tenant: 'nowhere' })
  await expect(missing).rejects.toThrow(
    'No tenant is called "nowhere". There are: Contoso, Fabrikam. Say an id or a name, or a part that only one has.',
  )
  await two.close()
  expect(sections.map(({ name }) => name)).toEqual(['Reprieve', 'Fabrikam', 'Slack', 'Teams'])
  expect(two.slack.sent.map(({ call, channel: where }) => `${call} ${where}`)).toEqual([
    'post C2',
    'update C2',
  ])
  expect(two.backend.calls).not.toContain('examine')
})
