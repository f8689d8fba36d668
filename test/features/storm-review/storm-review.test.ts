// Many of a storm, reviewed by two people and unblocked one after the other.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { singleApproval } from '../../../src/domain/approval.js'
import type { Access } from '../../../src/domain/grants.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { account, createTakenOver, createWanted, known } from '../../domain/rules/evidence.js'
import { countUnblocks, createSender, readLines } from '../acts.js'
import { access, laura, maya, olga, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

/** Maya and Tom are two accounts of one directory. */
const bound: Access = {
  ...access,
  accounts: new Map([
    ['slack:U1', { objectId: 'aad-1', directoryId: 'tenant-1' }],
    ['slack:U5', { objectId: 'aad-5', directoryId: 'tenant-1' }],
  ]),
  entraPlatforms: new Map([['teams', 'tenant-1']]),
}
const approval = {
  ...singleApproval,
  protected: [{ by: 'address', value: 'ceo@contoso.com', rule: 'two-people' }],
} as const

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ access: bound, approval })
})
afterEach(() => stage.close())

const wanted = (address: string, facts: Parameters<typeof createWanted>[0] = {}) =>
  createWanted({
    account: known({ ...account, kind: 'person', addresses: [address] }),
    sentMail: known({
      hours: 24,
      messages: 1_203,
      recipients: 1_180,
      distinctSubjects: 2,
      seenBefore: 0.97,
      outsideShare: 0.9,
    }),
    ...facts,
  })

function restrictMany(count: number, name = 'shop'): void {
  for (let number = 1; number <= count; number += 1) {
    const one = createSender(`${name}${number}@contoso.com`)
    stage.backend.know(one.entity, wanted(`${name}${number}@contoso.com`))
    stage.backend.restrict(one)
  }
}

async function storm(count: number): Promise<void> {
  restrictMany(count)
  await stage.advance(minuteMilliseconds)
  await stage.advance(5_000)
}

const readDigest = () =>
  toView(stage.slack.sent.findLast(({ card }) => card.name === 'digest')?.card, 'digest')
const readStorm = (platform = stage.slack) =>
  toView(platform.sent.findLast(({ card }) => card.name === 'storm')?.card, 'storm')
const findButton = (title: string) => {
  const row = readDigest().rows.find(({ groupTitle }) => groupTitle === title)
  if (row === undefined)
    throw new Error(
      `no ${title}: ${readDigest()
        .rows.map(({ groupTitle }) => groupTitle)
        .join()}`,
    )
  return { incidentId: row.groupId }
}
const listAddresses = async () =>
  (await stage.incidents()).map(({ entity }) => 'address' in entity && entity.address)

type Page = PlainViews['storm-review']

const open = async (actor = maya, title = 'Review 25…') =>
  toView(await stage.press(actor, 'storm', findButton(title)), 'storm-review')

/** What the form carries: everything ticked, but for those left out. */
function fill({ incidentId, groups, questions }: Page, { answer = 'yes', out = '' } = {}) {
  const rows = groups.map(({ inputId, choices }): [string, string] => [
    inputId,
    choices
      .filter(({ title }) => title !== out)
      .map(({ choiceId }) => choiceId)
      .join(','),
  ])
  const answers = questions.map(({ inputId }): [string, string] => [inputId, answer])
  return { incidentId, values: Object.fromEntries([...rows, ...answers]) }
}

async function sign(actor = maya, title?: string) {
  const answer = await stage.press(actor, 'storm-sign', fill(await open(actor, title)))
  await stage.advance(3_000)
  return toView(answer, 'notice')
}

async function approve(actor = tom) {
  const { incidentId } = readStorm()
  const page = toView(await stage.press(actor, 'storm-approve', { incidentId }), 'storm-approve')
  const { confirmationId } = page
  const answer = await stage.press(actor, 'storm-yes', { incidentId, confirmationId })
  return { page, answer: toView(answer, 'notice') }
}

const titlesOf = ({ groups }: Page) => groups.flatMap(({ choices }) => choices.map(({ title }) => title))

describe('thirty of a storm that look like bulk mail', () => {
  test('are unblocked by two people in ten presses, each with a record of its own that names both', async () => {
    await storm(30)
    let presses = 0
    for (const title of ['Review 25…', 'Review 5…']) {
      const page = await open(maya, title)
      presses += 3
      expect(toView(await stage.press(maya, 'storm-sign', fill(page)), 'notice').title).toBe(
        'Signed, 1 of 2: nothing is unblocked yet',
      )
      await stage.advance(3_000)
      expect(countUnblocks(stage)).toBe(title === 'Review 25…' ? 0 : 25)
      presses += 2
      await approve()
      await stage.advance(title === 'Review 25…' ? 100_000 : 30_000)
    }
    expect(presses).toBeLessThan(12)
    expect(countUnblocks(stage)).toBe(30)
    expect(readStorm()).toMatchObject({
      title: 'Unblocked 5 together',
      countsText: '5 of 5 unblocked',
      isAccent: true,
    })
    const [one] = await stage.incidents()
    const journal = await stage.journal(one?.id)
    const requested = journal.find(({ type }) => type === 'unblock.requested')
    expect(requested).toMatchObject({ data: { reviewerName: 'Maya', firstName: 'Maya' } })
    expect(one?.state).toMatchObject({
      status: 'watching',
      unblock: { by: { name: 'Tom' }, review: { by: { name: 'Maya' } }, first: { by: { name: 'Maya' } } },
    })
    expect(one?.state).toHaveProperty('unblock.stormReviewId')
    expect(one?.together).toBeUndefined()
  })

  test('are at most 25 on a page, each with what it looks like and when it was read', async () => {
    await storm(30)
    const page = await open()
    expect(titlesOf(page)).toHaveLength(25)
    expect(page.groups.map(({ choices }) => choices.length)).toEqual([10, 10, 5])
    expect(page.groups[0]?.choices[0]?.text).toMatch(/ · 03:1\d UTC$/)
    expect(page.moreText).toBe('5 more can be reviewed after these: one review takes 25.')
  })
})

describe('a page', () => {
  test('has none that is compromised, unchecked, protected, of an administrator, or the reader’s own', async () => {
    const know = (address: string, evidence = wanted(address)) => {
      const one = createSender(address)
      stage.backend.know(one.entity, evidence)
      stage.backend.restrict(one)
    }
    know('taken@contoso.com', createTakenOver({ addresses: ['taken@contoso.com'] }))
    know('admin@contoso.com', wanted('admin@contoso.com', { roles: known(['Exchange Administrator']) }))
    know('ceo@contoso.com')
    know('laura@contoso.com')
    know('blind@contoso.com', wanted('blind@contoso.com', { risk: { known: false, why: 'No licence.' } }))
    await storm(6)
    const page = toView(
      await stage.press(maya, 'storm', { incidentId: findButton('Review 10…').incidentId }),
      'storm-review',
    )
    expect(titlesOf(page).filter((title) => !title.startsWith('shop'))).toEqual(['laura@contoso.com'])
    expect(page.outLines.map(({ text }) => text).toSorted()).toEqual([
      '🚫 1: has a role in the directory (admin@contoso.com)',
      '🚫 1: protected by the settings (ceo@contoso.com)',
      '🚫 1: something could not be checked (blind@contoso.com)',
    ])
    // Whoever is restricted has no say at all.
    const refused = await stage.press(laura, 'storm', { incidentId: findButton('Review 10…').incidentId })
    expect(toView(refused, 'notice').text).toContain('Your own mailbox is restricted')
    // Ids that were not on it count for nothing.
    const taken = (await stage.incidents()).find(({ verdict }) => verdict?.verdict === 'compromised')
    const given = fill(page)
    const forged = { ...given, values: { ...given.values, 'rows.0': `${taken?.id}.${taken?.revision}` } }
    await stage.press(maya, 'storm-sign', forged)
    await stage.advance(3_000)
    await approve()
    await stage.advance(2 * minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(7)
    expect(stage.backend.calls).not.toContain('unblock taken@contoso.com')
  })

  test('asks for the answer, and unblocks together only what is known to be wanted', async () => {
    await storm(8)
    const page = await open(maya, 'Review 8…')
    const refuse = async (given: ReturnType<typeof fill>) =>
      toView(await stage.press(maya, 'storm-sign', given), 'storm-review').problem
    expect(await refuse(fill(page, { answer: '' }))).toContain('Answer the question first')
    expect(await refuse(fill(page, { answer: 'unknown' }))).toContain('Only mail that is known to be wanted')
    expect(await refuse({ ...fill(page), values: { 'ask.wanted': 'yes' } })).toContain('Nothing is ticked')
    const out = fill(page, { out: 'shop3@contoso.com' })
    expect(toView(await stage.press(maya, 'storm-sign', out), 'notice').text).toContain('You signed for 7.')
  })

  test('is for approvers alone', async () => {
    await storm(8)
    const refused = await stage.press(olga, 'storm', findButton('Review 8…'))
    expect(toView(refused, 'notice').text).toContain('the role "approver"')
  })

  test('reads once more what is older than a quarter of an hour, and leaves out what cannot be read', async () => {
    await storm(8)
    await stage.skip(16 * minuteMilliseconds)
    const before = stage.backend.calls.filter((call) => call.startsWith('gather ')).length
    const page = await open(maya, 'Review 8…')
    expect(stage.backend.calls.filter((call) => call.startsWith('gather ')).length - before).toBe(8)
    expect(titlesOf(page)).toHaveLength(8)
    await stage.skip(16 * minuteMilliseconds)
    stage.backend.fail(
      'gather',
      new BackendError('Graph is down.', { code: 'unavailable', outcome: 'unchanged' }),
    )
    const blind = await open(maya, 'Review 8…')
    expect(blind.canSign).toBe(false)
    expect(blind.outLines[0]?.text).toContain('could not be read again in time')
  })
})

describe('one signature', () => {
  beforeEach(() => storm(8))

  test('unblocks nothing, is told to whoever may give the second, and keeps its rows for itself', async () => {
    await sign(maya, 'Review 8…')
    expect(countUnblocks(stage)).toBe(0)
    expect(readStorm()).toMatchObject({ title: 'Unblock 8 together?', canApprove: true, isAccent: true })
    expect(readStorm(stage.teams).whoText).toBe('✍️ Maya signed 03:15 UTC · one more by 04:15 UTC')
    expect(readLines(stage.slack)).toContain(
      'Maya signed for 📣 8 look like bulk mail. It takes one more by 04:15 UTC: Approve on the card.',
    )
    const line = toView(stage.slack.sent.findLast(({ card }) => card.name === 'line')?.card, 'line')
    expect(line.mentions.map(({ memberId }) => memberId)).toEqual(['U5'])
    await stage.advance(5_000)
    expect(readDigest().rows[0]).toMatchObject({ groupTitle: '', whoText: '✍️ 1 of 2: Maya' })
    const home = toView(await stage.teams.handlers().onHome(tom), 'home')
    expect(home.forYou[0]).toMatchObject({ localPart: '📣 8 look like bulk mail', pressId: 'storm-approve' })
    // Somebody is on them all.
    expect(home.nobody).toEqual([])
    expect(toView(await stage.slack.handlers().onHome(maya), 'home').forYou).toEqual([])
  })

  test('is not its own second one, nor is it of somebody without the role', async () => {
    await sign(maya, 'Review 8…')
    const { incidentId } = readStorm()
    expect(toView(await stage.press(maya, 'storm-approve', { incidentId }), 'notice').text).toContain(
      'It takes a second person',
    )
    expect(toView(await stage.press(olga, 'storm-approve', { incidentId }), 'notice').text).toContain(
      'the role "approver"',
    )
    expect(countUnblocks(stage)).toBe(0)
  })

  test('ends after an hour, and its rows can be signed for again', async () => {
    await sign(maya, 'Review 8…')
    await stage.skip(61 * minuteMilliseconds)
    await stage.advance(5_000)
    expect(readStorm()).toMatchObject({ title: 'Nothing was unblocked', canApprove: false })
    expect(readStorm().stopText).toContain('No second signature came in time.')
    const { incidentId } = readStorm()
    expect(toView(await stage.press(tom, 'storm-approve', { incidentId }), 'notice').text).toContain(
      'No second signature is waited for',
    )
    expect(findButton('Review 8…')).toBeDefined()
    expect(countUnblocks(stage)).toBe(0)
  })

  test('can be stopped by whoever may sign', async () => {
    await sign(maya, 'Review 8…')
    const { incidentId } = readStorm()
    expect(toView(await stage.press(laura, 'storm-stop', { incidentId }), 'notice').title).toBe('Stopped')
    await stage.advance(5_000)
    expect(readStorm()).toMatchObject({ title: 'Nothing was unblocked', stopText: '✋ Laura stopped it.' })
  })
})

describe('the second signature', () => {
  beforeEach(() => storm(8))

  test('is for what is left: what looks worse by now has fallen out, and the page says so', async () => {
    await sign(maya, 'Review 8…')
    stage.backend.know(
      createSender('shop2@contoso.com').entity,
      createTakenOver({ addresses: ['shop2@contoso.com'] }),
    )
    await stage.skip(16 * minuteMilliseconds)
    const { page, answer } = await approve()
    expect(page.title).toBe('Unblock 7?')
    expect(page.outLines.map(({ text }) => text)).toEqual(['🚫 1: looks worse by now (shop2@contoso.com)'])
    expect(answer.title).toBe('Unblocking 7')
    await stage.advance(2 * minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(7)
    expect(await listAddresses()).toContain('shop2@contoso.com')
    expect(stage.backend.isListed(createSender('shop2@contoso.com').entity)).toBe(true)
    expect(readStorm().countsText).toBe('7 of 8 unblocked, 1 left out')
  })

  test('counts once, for the page it was given on and for whoever opened that', async () => {
    await sign(maya, 'Review 8…')
    const { incidentId } = readStorm()
    const page = toView(await stage.press(tom, 'storm-approve', { incidentId }), 'storm-approve')
    const yes = { incidentId, confirmationId: page.confirmationId }
    expect(toView(await stage.press(laura, 'storm-yes', yes), 'notice').text).toContain(
      'belongs to somebody else',
    )
    const [one, other] = await Promise.all([
      stage.press(tom, 'storm-yes', yes),
      stage.press(tom, 'storm-yes', yes),
    ])
    const titles = [one, other].map((answer) => toView(answer, 'notice').title)
    expect(titles.toSorted()).toEqual(['Not done', 'Unblocking 8'])
    await stage.advance(2 * minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(8)
  })

  test('leaves out the mailbox of whoever gives it', async () => {
    stage.backend.know(
      createSender('shop4@contoso.com').entity,
      wanted('shop4@contoso.com', {
        delegates: known([{ who: 'tom@contoso.com', right: 'FullAccess' }]),
      }),
    )
    await stage.skip(16 * minuteMilliseconds)
    await sign(maya, 'Review 8…')
    const { page } = await approve()
    expect(page.outLines.map(({ text }) => text)).toEqual(['🚫 1: Tom can send from it (shop4@contoso.com)'])
  })
})

describe('once it goes on', () => {
  beforeEach(async () => {
    await storm(8)
    await sign(maya, 'Review 8…')
  })

  test('one is asked for at a time, with a pause, and each is judged again before its turn', async () => {
    await approve()
    await stage.advance(30_000)
    const times = stage.backend.timesOf('unblock')
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000)
    expect(readStorm().title).toMatch(/^Unblock(?:ing|ed) 8 together$/)
  })

  test('the first No from Exchange stops those that have not begun, and the card says how to go on', async () => {
    await approve()
    await stage.advance(4_000)
    const begun = countUnblocks(stage)
    stage.backend.fail(
      'unblock',
      new BackendError('The limit of unblocks was reached.', { code: 'limit-reached', outcome: 'unchanged' }),
    )
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(begun + 1)
    const card = readStorm()
    expect(card).toMatchObject({ isBad: true, title: `Stopped after ${begun}`, canStop: false })
    expect(card.stopText).toContain('Exchange said no to')
    expect(card.stopText).toContain('The limit of unblocks was reached.')
    expect(card.againTitle).toBe(`Review ${7 - begun} together…`)
    stage.backend.fail('unblock', undefined)
    const again = await stage.press(maya, 'storm', { incidentId: card.againId })
    expect(titlesOf(toView(again, 'storm-review'))).toHaveLength(7 - begun)
  })

  test('a lost answer stops it too, and nothing is asked twice', async () => {
    await approve()
    await stage.advance(4_000)
    const begun = countUnblocks(stage)
    stage.backend.fail('unblock', new BackendError('No answer.', { code: 'timeout', outcome: 'unknown' }))
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(begun + 1)
    expect(readStorm().stopText).toContain('No answer for')
  })

  test('Stop ends it after the one that is under way', async () => {
    await approve()
    await stage.advance(4_000)
    const { incidentId } = readStorm()
    await stage.press(maya, 'storm-stop', { incidentId })
    const begun = countUnblocks(stage)
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage) - begun).toBeLessThanOrEqual(1)
    expect(readStorm().stopText).toBe('✋ Maya stopped it.')
  })

  test('a process whose turn another one has had meanwhile begins nothing', async () => {
    let isTaken = false
    stage.store().beforeCommit(async ({ incident, settle }) => {
      if (isTaken || settle === undefined || incident?.next.state.status !== 'unblocking') return
      isTaken = true
      await stage.store().commit({ settle: { claim: settle.claim } })
    })
    await approve()
    await stage.advance(10_000)
    expect(isTaken).toBe(true)
    expect(countUnblocks(stage)).toBe(0)
  })

  test('a program that ends in the middle goes on where it was, and asks for none twice', async () => {
    await approve()
    await stage.advance(6_000)
    await stage.crash()
    await stage.advance(12 * minuteMilliseconds)
    const calls = stage.backend.calls.filter((call) => call.startsWith('unblock '))
    expect(new Set(calls).size).toBe(8)
    expect(calls).toHaveLength(8)
  })
})

test('those that look compromised are opened from the digest, one by one', async () => {
  for (const number of [1, 2, 3]) {
    const one = createSender(`taken${number}@contoso.com`)
    stage.backend.know(one.entity, createTakenOver({ addresses: [`taken${number}@contoso.com`] }))
    stage.backend.restrict(one)
  }
  await storm(8)
  const list = toView(await stage.press(olga, 'storm-open', findButton('Open 3')), 'list')
  expect(list.rows.map(({ localPart, canReview }) => [localPart, canReview])).toEqual([
    ['taken1', true],
    ['taken2', true],
    ['taken3', true],
  ])
})
