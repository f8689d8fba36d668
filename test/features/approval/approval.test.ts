// Somebody else's signature, and a second one where the settings ask for two.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { singleApproval } from '../../../src/domain/approval.js'
import type { Access } from '../../../src/domain/grants.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { PressName } from '../../../src/features/index.js'
import { account, createSenderEvidence, createTakenOver, known } from '../../domain/rules/evidence.js'
import {
  confirm,
  countUnblocks,
  createSender,
  getIncident,
  pressYes,
  readCard,
  readLines,
  readStatus,
  restrict,
  toAnswers,
  unblock,
} from '../acts.js'
import { access, laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const ofSam = known({ ...account, addresses: ['sam@contoso.com'] })
const admin = createSenderEvidence({ account: ofSam, roles: known(['Exchange Administrator']) })

/** Maya and Tom are two accounts of one directory. */
const bound: Access = {
  ...access,
  accounts: new Map([['slack:U1', { objectId: 'aad-1', directoryId: 'tenant-1' }]]),
  entraPlatforms: new Map([['teams', 'tenant-1']]),
}
const mayaInTeams = {
  ...tom,
  id: 'aad-1',
  name: 'Maya',
  entraId: { objectId: 'aad-1', directoryId: 'tenant-1' },
}
const approval = {
  ...singleApproval,
  twoPeople: { ...singleApproval.twoPeople, directoryRoles: true, again: true },
  protected: [
    { by: 'address', value: 'anna@contoso.com', rule: 'two-people' },
    { by: 'domain', value: 'fabrikam.com', rule: 'portal-only' },
  ],
} as const

let stage: Stage
let incidentId: string
beforeEach(async () => {
  stage = await createStage({ access: bound, approval })
})
afterEach(() => stage.close())

async function start(evidence = createSenderEvidence({ account: ofSam })) {
  stage.backend.know(sam.entity, evidence)
  incidentId = (await restrict(stage, sam)).id
}

const press = (actor: typeof maya, action: PressName, values = {}) =>
  stage.press(actor, action, { incidentId, values })
const card = () => readCard(stage.slack, incidentId)
const titles = () => card().buttons.map(({ title }) => title)
const menu = () => card().menu.map(({ title }) => title)

async function finish(actor: typeof maya) {
  await stage.press(actor, 'confirm', await toAnswers(stage, actor, incidentId))
  await stage.idle()
}

async function approve(actor: typeof maya) {
  const page = toView(await press(actor, 'approve'), 'confirm')
  return { page, answer: await pressYes(stage, actor, page) }
}

test('a compromised account whose review waits has one filled button, asleep or not, and at most five under ⋯', async () => {
  await start(createTakenOver({ addresses: ['sam@contoso.com'] }))
  await stage.advance(minuteMilliseconds)
  await finish(olga)
  const marked = () => card().buttons.map(({ title, isMain }) => (isMain ? `*${title}*` : title))
  expect(marked()).toEqual(['*Approve…*', 'Take the account back', 'Send back…'])
  expect(menu()).toEqual(['Unblock…', 'Snooze…', 'Take over'])
  await press(tom, 'snooze-now', { until: '4h', reason: 'Sam phones back at nine.' })
  await stage.idle()
  expect(marked()).toEqual(['*Approve…*', 'Take the account back', 'Wake it now'])
  expect(menu()).toEqual(['Unblock…', 'Send back…', 'Snooze…', 'I’m on it'])
  expect(card().portalUrl).toBe('')
})

describe('a review that somebody finished who may not unblock', () => {
  beforeEach(async () => {
    await start()
    await finish(olga)
  })

  test('stands on the card with two buttons, and whoever may approve is mentioned', () => {
    expect(card().whoText).toBe('✍️ Olga reviewed 03:15 UTC · waiting for approval')
    expect(titles()).toEqual(['Approve…', 'Send back…'])
    expect(readLines(stage.slack)[0]).toContain('Olga reviewed sam@contoso.com, 03:15 UTC.')
    const line = toView(stage.slack.sent.find((one) => one.card.name === 'line')?.card, 'line')
    expect(line.mentions.map(({ memberId }) => memberId)).toEqual(['U1', 'U5'])
  })

  test('keeps to one row of a phone: the review and who is on it are under ⋯', () => {
    expect(card()).toMatchObject({ isReviewMain: false, isReviewBeside: false })
    expect(menu()).toEqual(['Unblock…', 'Snooze…', 'Take over'])
  })

  test('is unblocked in two presses, and the record names both', async () => {
    const { page, answer } = await approve(tom)
    expect(page).toMatchObject({ yesTitle: 'Approve & unblock', answeredTitle: 'What Olga answered' })
    toView(answer, 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
    expect(card().progress[0]?.text).toContain('Tom confirmed the unblock, reviewed by Olga')
  })

  test('goes back to its author with what is missing, and waits for nobody then', async () => {
    const page = toView(await press(tom, 'send-back'), 'send-back')
    expect(page.text).toContain('Olga')
    const short = toView(await press(tom, 'send-back-now', { reason: 'x' }), 'send-back')
    expect(short.problem).toContain('Nothing was sent back')
    expect(titles()).toEqual(['Approve…', 'Send back…'])
    const done = await press(tom, 'send-back-now', { reason: 'Who spoke to Sam?' })
    expect(toView(done, 'notice').title).toBe('Sent back')
    await stage.idle()
    expect(card().whoText).not.toContain('waiting for approval')
    expect(titles()).not.toContain('Approve…')
    expect(readLines(stage.teams).at(-1)).toBe(
      'Tom sent the review of sam@contoso.com back to Olga: Who spoke to Sam?',
    )
    expect(toView(await press(maya, 'approve'), 'notice').text).toContain('no review to approve')
  })

  test('is not for its author to approve, on whichever platform', async () => {
    await stage.close()
    const people = new Map([...bound.people, ['teams:aad-1', { role: 'approver', addresses: [] }] as const])
    stage = await createStage({ access: { ...bound, people } })
    await start()
    await finish(maya)
    expect(toView(await press(mayaInTeams, 'approve'), 'notice').text).toContain('This is your own review')
    expect(toView(await press(mayaInTeams, 'send-back'), 'notice').text).toContain('no review to send back')
    toView((await approve(tom)).answer, 'accepted')
  })

  test('is not for its author to approve, nor for anybody without the role', async () => {
    expect(toView(await press(olga, 'approve'), 'notice').text).toContain('the role "approver"')
    expect(toView(await press(vera, 'send-back'), 'notice').text).toContain('the role "approver"')
  })

  test('waits for nobody once something new was found', async () => {
    stage.backend.know(sam.entity, admin)
    await stage.advance(30_000)
    await press(maya, 'refresh')
    await stage.advance(3_000)
    expect(toView(await press(tom, 'approve'), 'notice').title).toBe('Something changed')
  })
})

describe('an account with a role in the directory', () => {
  beforeEach(() => start(admin))

  test('takes two people: the first Yes is a signature and unblocks nothing', async () => {
    const page = await confirm(stage, maya, await getIncident(stage, incidentId))
    expect(page.yesTitle).toBe('Sign, 1 of 2')
    expect(page.signingText).toContain('It has a role in the directory: Exchange Administrator.')
    const answer = toView(await pressYes(stage, maya, page), 'accepted')
    expect(answer).toMatchObject({ waitsFor: 'second', headline: 'Signed, 1 of 2: nothing is unblocked yet' })
    await stage.idle()
    expect(countUnblocks(stage)).toBe(0)
    expect(await readStatus(stage, incidentId)).toBe('open')
    expect(card().whoText).toBe('✍️ 1 of 2: Maya approved 03:15 UTC · one more by 04:15 UTC')
    expect(titles()).toEqual(['Approve…', 'Send back…'])
    expect(readLines(stage.teams)[0]).toContain('Maya approved the unblock of sam@contoso.com.')
  })

  test('is unblocked by the second person, and the record says who signed first', async () => {
    await pressYes(stage, maya, await confirm(stage, maya, await getIncident(stage, incidentId)))
    const { page, answer } = await approve(tom)
    expect(page.signingText).toContain('Maya signed at 03:15 UTC; yours is the second.')
    toView(answer, 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
    expect(card().progress[0]?.text).toContain('signed first by Maya')
    const { state } = await getIncident(stage, incidentId)
    expect(state).toMatchObject({ unblock: { by: { name: 'Tom' }, first: { by: { name: 'Maya' } } } })
  })

  test('is not unblocked by the same person twice, on whichever platform', async () => {
    await stage.close()
    const people = new Map([...bound.people, ['teams:aad-1', { role: 'approver', addresses: [] }] as const])
    stage = await createStage({ access: { ...bound, people }, approval })
    await start(admin)
    await finish(olga)
    await approve(maya)
    const { answer } = await approve(mayaInTeams)
    expect(toView(answer, 'notice').text).toContain('You have signed this already')
    expect(toView(answer, 'notice').text).toContain('the Microsoft Defender portal (https://')
    expect(countUnblocks(stage)).toBe(0)
  })

  test('is not unblocked by somebody who cannot be told from the first', async () => {
    await stage.close()
    stage = await createStage({ access, approval })
    await start(admin)
    await pressYes(stage, maya, await confirm(stage, maya, await getIncident(stage, incidentId)))
    const { answer } = await approve(tom)
    expect(toView(answer, 'notice').text).toContain('nothing proves that you are somebody else')
    expect(toView(answer, 'notice').text).toContain('the Microsoft Defender portal (https://')
    toView((await approve(laura)).answer, 'accepted')
  })

  test('loses the first signature after an hour, which the thread is told', async () => {
    await pressYes(stage, maya, await confirm(stage, maya, await getIncident(stage, incidentId)))
    await stage.advance(61 * minuteMilliseconds)
    expect(card().whoText).toBe('⏳ Nobody yet')
    expect(readLines(stage.slack).at(-1)).toContain('no second one came')
    const page = toView(await press(tom, 'approve'), 'confirm')
    expect(page.yesTitle).toBe('Sign, 1 of 2')
  })

  test('loses it with a crash in between all the same', async () => {
    await pressYes(stage, maya, await confirm(stage, maya, await getIncident(stage, incidentId)))
    await stage.idle()
    await stage.crash()
    await stage.advance(61 * minuteMilliseconds)
    expect((await getIncident(stage, incidentId)).signatures).toBeUndefined()
  })

  test('loses it when something new is found: what was signed is not what is known', async () => {
    await pressYes(stage, maya, await confirm(stage, maya, await getIncident(stage, incidentId)))
    stage.backend.know(sam.entity, { ...admin, forwarding: known({ to: 'x@evil.test', keepsCopy: false }) })
    await stage.advance(30_000)
    await press(maya, 'refresh')
    await stage.advance(3_000)
    const page = await confirm(stage, tom, await getIncident(stage, incidentId))
    expect(page.yesTitle).toBe('Sign, 1 of 2')
    toView(await pressYes(stage, tom, page), 'accepted')
    expect(countUnblocks(stage)).toBe(0)
  })
})

test('a second unblock within 30 days takes two people, the first does not', async () => {
  await start()
  await unblock(stage, maya, await getIncident(stage, incidentId))
  stage.backend.clear(sam.entity)
  await stage.advance(70 * minuteMilliseconds)
  incidentId = (await restrict(stage, sam)).id
  const page = await confirm(stage, maya, await getIncident(stage, incidentId))
  expect(page.signingText).toContain('It was unblocked once in the last 30 days.')
})

test('of two Yes of one person in the same instant only as many count as one person may', async () => {
  await stage.close()
  const perHour = { ...singleApproval, twoPeople: { ...singleApproval.twoPeople, perHour: 1 } }
  stage = await createStage({ access: bound, approval: perHour })
  const one = await confirm(stage, maya, await restrict(stage, sam))
  const other = await confirm(stage, maya, await restrict(stage, createSender('tim@contoso.com')))
  const answers = await Promise.all([one, other].map((page) => pressYes(stage, maya, page)))
  expect(answers.map((answer) => toView(answer, 'accepted').waitsFor)).toEqual(['', 'second'])
  await stage.idle()
  expect(countUnblocks(stage)).toBe(1)
})

test('what one person unblocked within the hour counts, however many others have left the list since', async () => {
  await stage.close()
  const perHour = { ...singleApproval, twoPeople: { ...singleApproval.twoPeople, perHour: 1 } }
  stage = await createStage({ access: bound, approval: perHour })
  await unblock(stage, maya, await restrict(stage, sam))
  stage.backend.clear(sam.entity)
  await stage.advance(2 * minuteMilliseconds)
  await restrict(stage, { ...sam, createdAt: stage.clock.now() })
  const storm = Array.from({ length: 60 }, (_, at) => createSender(`person${at}@contoso.com`))
  for (const one of storm) stage.backend.restrict(one)
  await stage.advance(minuteMilliseconds)
  for (const { entity } of storm) stage.backend.clear(entity)
  await stage.advance(4 * minuteMilliseconds)
  expect(await stage.store().countClosed({})).toBe(61)
  const page = await confirm(stage, maya, await restrict(stage, createSender('tim@contoso.com')))
  expect(page.signingText).toContain('You have unblocked 1 within an hour; one person alone does 1.')
})

test('a protected address takes two people, and a protected domain is left to the portal', async () => {
  const page = await confirm(stage, laura, await restrict(stage, createSender('Anna@contoso.com')))
  expect(page.signingText).toContain('It is protected in the settings.')
  const boss = await restrict(stage, createSender('ceo@fabrikam.com'))
  const refused = toView(await stage.press(maya, 'review', { incidentId: boss.id }), 'notice')
  expect(refused.text).toContain('the settings leave its unblock to the Microsoft Defender portal')
})

test('where nothing asks for two people one Yes unblocks, as ever', async () => {
  await stage.close()
  stage = await createStage()
  await start(admin)
  await unblock(stage, maya, await getIncident(stage, incidentId))
  expect(countUnblocks(stage)).toBe(1)
})
