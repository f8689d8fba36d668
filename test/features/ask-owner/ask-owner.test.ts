// The owner is asked once whether the mail is theirs; what they say is evidence with its source, and permits nothing.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { eraseIncident } from '../../../src/domain/erase.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { PlatformError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import type { PressName } from '../../../src/features/index.js'
import { account, createTakenOver, createWanted, known } from '../../domain/rules/evidence.js'
import { confirm, createSender, getIncident, pressYes, readCard, readLines, restrict } from '../acts.js'
import { access, laura, maya, nobody, olga, tom } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam: Actor = { ...nobody, id: 'U7', name: 'Sam', addresses: ['sam@contoso.com'] }
const samInTeams: Actor = {
  ...tom,
  id: 'aad-7',
  name: 'Sam',
  addresses: ['sam@contoso.com'],
  entraId: { objectId: 'aad-7', directoryId: 'tenant-1' },
}
const words = 'Did you send 1,203 messages today (22 Nov)?'

let stage: Stage
let incidentId: string
beforeEach(async () => {
  stage = await createStage({ access: { ...access, entraPlatforms: new Map([['teams', 'tenant-1']]) } })
  stage.slack.answerPerson(async ({ addresses }) =>
    addresses.includes('sam@contoso.com') ? sam.id : undefined,
  )
  incidentId = (await restrict(stage, createSender('sam@contoso.com'))).id
  await stage.advance(5_000)
})
afterEach(() => stage.close())

const press = (actor: Actor, action: PressName, values: Readonly<Record<string, string>> = {}) =>
  stage.press(actor, action, { incidentId, values })
const read = () => getIncident(stage, incidentId)

async function ask(actor: Actor = maya): Promise<void> {
  toView(await press(actor, 'ask-owner-send'), 'notice')
  await stage.advance(2_000)
}

/** What stands in the chat with the owner now. */
function readQuestion(platform: RecordingPlatform = stage.slack): PlainViews['owner-question'] {
  const sent = platform.sent.findLast(({ card }) => card.name === 'owner-question')
  return toView(sent?.card, 'owner-question')
}

async function answer(says: string, actor: Actor = sam, platform?: RecordingPlatform) {
  const { questionId } = readQuestion(platform)
  const card = toView(await press(actor, 'answer-owner', { questionId, says }), 'notice')
  await stage.advance(2_000)
  return card
}

describe('from a review', () => {
  test('an approver reads the question, where it goes and what to say by phone; an operator cannot ask', async () => {
    expect(toView(await press(maya, 'review'), 'overview').canAskOwner).toBe(true)
    const page = toView(await press(maya, 'ask-owner'), 'ask-owner')
    expect(page).toMatchObject({ question: words, sendTitle: 'Ask Laura Bianchi on Slack', rows: [] })
    expect(page.wayText).toContain('Whoever is in the mailbox may hold that as well')
    expect(page.phoneText).toContain('Call a number that you know from elsewhere')
    expect(toView(await press(olga, 'overview'), 'overview').canAskOwner).toBe(false)
    expect(toView(await press(olga, 'ask-owner'), 'notice').title).toBe('Not done')
  })

  test('the owner gets one question in person, and everybody sees that it was put', async () => {
    await ask()
    const [posted] = stage.slack.sent.filter(({ card }) => card.name === 'owner-question')
    expect(posted).toMatchObject({ call: 'post', channel: 'D-U7' })
    expect(readQuestion()).toMatchObject({ title: 'Was this you?', question: words, isOpen: true })
    expect(readCard(stage.teams, incidentId).progress.map(({ text }) => text)).toEqual([
      '❓ Maya asked the owner on Slack 03:15 UTC: no answer yet',
    ])
    expect(toView(await press(tom, 'ask-owner-send'), 'notice').text).toContain('asked once')
    expect(toView(await press(tom, 'ask-owner'), 'ask-owner')).toMatchObject({ sendTitle: '', wayText: '' })
    await stage.crash()
    await stage.advance(5_000)
    expect(stage.slack.sent.filter(({ card }) => card.name === 'owner-question')).toHaveLength(1)
  })

  test('Teams is taken where Slack knows nobody, and is said to be the account’s own chat', async () => {
    stage.slack.answerPerson(async () => undefined)
    stage.teams.answerPerson(async () => samInTeams.id)
    expect(toView(await press(maya, 'ask-owner'), 'ask-owner').wayText).toContain(
      'with the account of this mailbox',
    )
    await ask()
    await answer('yes', samInTeams, stage.teams)
    const { ownerRows } = toView(await press(maya, 'review'), 'overview')
    expect(ownerRows.map(({ text }) => text)).toEqual([
      '🗣️ Owner on Teams 03:15 UTC: “Yes, that was me”. That is the account’s own chat, which an intruder may hold too.',
    ])
  })

  test('where no chat leads to them there is the text for the phone alone', async () => {
    stage.slack.answerPerson(() => Promise.reject(new PlatformError('No answer', { code: 'unavailable' })))
    const page = toView(await press(maya, 'ask-owner'), 'ask-owner')
    expect(page).toMatchObject({
      sendTitle: '',
      wayText: 'No personal chat with them is known: ask by phone.',
    })
    expect(toView(await press(maya, 'ask-owner-send'), 'ask-owner').problem).toContain('ask by phone')
    expect((await read()).ownerWord).toBeUndefined()
  })

  test('a chat that takes no message is told once, and another way may be tried', async () => {
    stage.slack.refuse(({ card }) =>
      card.name === 'owner-question'
        ? new PlatformError('Not in this workspace', { code: 'forbidden' })
        : undefined,
    )
    await ask()
    expect(readLines(stage.teams)).toEqual([
      'The owner of sam@contoso.com cannot be asked on Slack (Not in this workspace). Ask by phone.',
    ])
    stage.teams.answerPerson(async () => samInTeams.id)
    await ask(tom)
    expect(readQuestion(stage.teams).isOpen).toBe(true)
    expect((await stage.journal(incidentId)).map(({ type }) => type)).toContain('owner.unreached')
  })
})

describe('the answer', () => {
  test('comes from the very person that was asked, and from nobody else', async () => {
    await ask()
    for (const actor of [nobody, olga, { ...sam, id: 'U8' }, samInTeams])
      expect((await answer('yes', actor)).text).toContain('not for you')
    // Asked, but no longer known by that mailbox.
    expect((await answer('yes', { ...sam, addresses: [] })).text).toContain('It cannot be told')
    expect((await answer('yes', { ...sam, isMember: false })).title).toBe('Not done')
    expect((await read()).ownerWord?.question?.answer).toBeUndefined()
    expect((await answer('yes')).title).toBe('Thank you: “Yes, that was me”')
    expect((await answer('no')).text).toContain('You have answered “Yes, that was me”')
  })

  test('stands on the cards, in the thread, in the review and in the record, with where it came from', async () => {
    await ask()
    await answer('unsure')
    expect(readCard(stage.slack, incidentId).progress.map(({ text }) => text)).toEqual([
      '🗣️ Owner on Slack 03:15 UTC: “I am not sure”',
    ])
    expect(readLines(stage.slack).at(-1)).toBe(
      'The owner of sam@contoso.com answered on Slack: “I am not sure”. Somebody else may hold that chat.',
    )
    expect(readQuestion()).toMatchObject({ title: 'Thank you', isOpen: false })
    expect((await stage.journal(incidentId)).find(({ type }) => type === 'owner.answered')).toMatchObject({
      by: { name: 'Sam' },
      data: { says: 'unsure', platform: 'slack' },
    })
    const home = toView(await stage.slack.handlers().onHome(maya), 'home')
    expect(home.forYou.map(({ text }) => text)).toEqual(['The owner answered “I am not sure”'])
  })

  test('“No, that was not me” speaks for a takeover, and whoever was about to say Yes sees it first', async () => {
    const before = (await read()).verdict?.verdict
    const yes = await confirm(stage, maya, await read())
    await ask(tom)
    await answer('no')
    const after = await read()
    expect([before, after.verdict?.verdict]).toEqual(['bulk', 'unclear'])
    expect(readCard(stage.slack, incidentId).statusWord).toBe('Unclear')
    expect(after.verdict?.reasons.map(({ words: text }) => text)).toContain(
      'The owner says that the mail is not theirs.',
    )
    expect(toView(await pressYes(stage, maya, yes), 'recommendations').problem).toContain(
      'the owner answered',
    )
    expect((await read()).state.status).toBe('open')
  })

  test('“Yes, that was me” takes no takeover away, whichever way it came', async () => {
    const takenOver = createTakenOver({ addresses: ['kim@contoso.com'] })
    stage.backend.know({ kind: 'sender', address: 'kim@contoso.com' }, takenOver)
    incidentId = (await restrict(stage, createSender('kim@contoso.com'))).id
    await stage.advance(5_000)
    const before = await read()
    expect(before.verdict?.verdict).toBe('compromised')
    await press(maya, 'owner-told', { says: 'yes', note: 'Kim, on her desk phone' })
    await stage.advance(5_000)
    expect((await read()).verdict?.verdict).toBe('compromised')
  })

  test('counts for a day, and not once it is over', async () => {
    await ask()
    await stage.skip(24 * hourMilliseconds)
    expect(readQuestion()).toMatchObject({ title: 'No answer is needed any more', isOpen: false })
    expect((await answer('no')).text).toContain('This question is over')
    expect((await stage.journal(incidentId)).filter(({ type }) => type === 'owner.silent')).toHaveLength(1)
    expect(readCard(stage.slack, incidentId).progress[0]?.text).toContain('no answer came')
  })

  test('is not waited for once the entry has left the list', async () => {
    await ask()
    stage.backend.clear({ kind: 'sender', address: 'sam@contoso.com' })
    await stage.advance(3 * minuteMilliseconds)
    expect((await read()).state.status).toBe('closed')
    expect(readQuestion().isOpen).toBe(false)
    expect((await answer('yes')).title).not.toContain('Thank you')
  })
})

describe('what was said by phone', () => {
  test('is noted by whoever spoke with them, with whom they reached', async () => {
    const page = toView(await press(maya, 'owner-told', { says: 'no', note: 'her' }), 'ask-owner')
    expect(page).toMatchObject({
      says: 'no',
      note: 'her',
      problem: 'Say whom you reached, and how: the review shows it.',
    })
    await press(maya, 'owner-told', { says: 'no', note: 'Sam, on his desk phone' })
    await stage.advance(5_000)
    const { ownerRows } = toView(await press(tom, 'review'), 'overview')
    expect(ownerRows.map(({ text }) => text)).toEqual([
      '❗ Owner by phone, noted by Maya 03:15 UTC: “No, that was not me”. Maya noted: Sam, on his desk phone',
    ])
    expect((await read()).verdict?.verdict).toBe('unclear')
  })

  test('is noted by nobody of their own mailbox, nor by who has no say', async () => {
    const evidence = createWanted({ account: known({ ...account, addresses: ['laura@contoso.com'] }) })
    stage.backend.know({ kind: 'sender', address: 'laura@contoso.com' }, evidence)
    incidentId = (await restrict(stage, createSender('laura@contoso.com'))).id
    await stage.advance(5_000)
    for (const actor of [laura, olga])
      expect(
        toView(await press(actor, 'owner-told', { says: 'yes', note: 'Myself, in person' }), 'notice').title,
      ).toBe('Not done')
    expect((await read()).ownerWord).toBeUndefined()
  })
})

test('what was asked and noted is erased with the rest, and what was answered stays', async () => {
  await ask()
  await answer('yes')
  await press(maya, 'owner-told', { says: 'yes', note: 'Sam, on his desk phone' })
  const { ownerWord } = eraseIncident(await read(), 'Erased after 90 days.')
  expect(JSON.stringify(ownerWord)).not.toMatch(/1,203|desk phone/)
  expect(ownerWord?.question?.answer?.says).toBe('yes')
})
