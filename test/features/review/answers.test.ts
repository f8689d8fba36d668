// Answers count for the findings they were given to, and stay whose they are.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Evidence, SenderEvidence } from '../../../src/domain/evidence.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import type { CardViews } from '../../../src/features/cards.js'
import {
  createConnectorEvidence,
  createConnectorRestriction,
  createSenderEvidence,
  createTakenOver,
  definition,
  hoursBefore,
  known,
  sentMail,
  unknown,
} from '../../domain/rules/evidence.js'
import {
  confirm,
  countUnblocks,
  createSender,
  fillForm,
  getIncident,
  openForm,
  pressYes,
  readCard,
  readStatus,
  restrict,
  unblock,
} from '../acts.js'
import { access, maya, olga, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const takenOver = createTakenOver({ addresses: ['sam@contoso.com'] })

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

async function restrictWith(evidence: Evidence) {
  stage.backend.know(sam.entity, evidence)
  return restrict(stage, sam)
}

/** Somebody has it checked again, and this is what there is. */
async function find(incidentId: string, evidence: Evidence): Promise<void> {
  stage.backend.know(sam.entity, evidence)
  // Evidence is gathered once in 30 s, however often it is asked for.
  await stage.advance(30_000)
  await stage.press(olga, 'refresh', { incidentId })
  await stage.advance(3_000)
}

type Form = CardViews['recommendations']

const findRow = ({ rows }: Form, title: string) => rows.find((row) => row.title === title)
const listChanged = ({ rows }: Form) =>
  rows.flatMap(({ title, changeText }) => (changeText === '' ? [] : [[title, changeText]]))
const forwarding = 'Remove unknown forwarding'
const inboxRules = 'Remove suspicious inbox rules'
const apps = 'Review apps the user consented to'

const rule = {
  id: 'r1',
  name: '.',
  enabled: true,
  hidden: true,
  effect: 'deletes everything',
  suspicious: true,
}
const app = { id: 'grant-1', app: 'Mail Helper', scopes: 'Mail.Send', grantedAt: hoursBefore(4) }

const exchanged: readonly (readonly [string, string, SenderEvidence])[] = [
  [
    'a forwarding target exchanged for another',
    forwarding,
    { ...takenOver, forwarding: known({ to: 'other@evil.example', keepsCopy: false }) },
  ],
  [
    'a rule renamed',
    inboxRules,
    { ...takenOver, inboxRules: known([{ ...rule, id: 'Bianchi, Laura\\4712', name: 'Archive 2' }]) },
  ],
  [
    'a rule of the same name that does something else',
    inboxRules,
    {
      ...takenOver,
      inboxRules: known([{ ...rule, id: 'Bianchi, Laura\\4712', effect: 'forwards to x@evil.example' }]),
    },
  ],
  [
    'an app added',
    apps,
    { ...takenOver, consents: known([app, { ...app, id: 'grant-2', app: 'Mail Helper Pro' }]) },
  ],
  ['another app of the same name', apps, { ...takenOver, consents: known([{ ...app, id: 'grant-9' }]) }],
  [
    'a sign-in from another place',
    'Check recent sign-ins',
    {
      ...takenOver,
      signIns: known([
        {
          at: hoursBefore(1),
          from: 'Lagos, NG',
          ipAddress: '203.0.113.1',
          client: 'Browser',
          succeeded: true,
        },
      ]),
    },
  ],
]

describe('a page that was open while something new was found', () => {
  const unchecked = {
    ...takenOver,
    forwarding: unknown('off'),
    inboxRules: unknown('off'),
    consents: unknown('off'),
  }

  test('is shown again with what changed marked, and unblocks nothing', async () => {
    const { id } = await restrictWith(unchecked)
    const form = await openForm(stage, maya, id)
    await find(id, takenOver)
    const press = fillForm(form, { answer: 'done', note: 'All is well here' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(again.problem).toContain('Something was found or done since you looked')
    expect(listChanged(again)).toEqual(
      [apps, forwarding, inboxRules].map((title) => [title, 'changed since you looked']),
    )
    expect(findRow(again, forwarding)).toMatchObject({ word: 'found', answer: 'not-done' })
    expect(JSON.stringify(again)).toContain('drop@evil.example')
    expect(findRow(again, 'Change password')?.answer).toBe('done')
    expect(again.note).toBe('All is well here')
    expect((await getIncident(stage, id)).confirmations).toEqual([])
    expect((await stage.journal(id)).map(({ type }) => type)).not.toContain('review.submitted')
  })

  test('that showed nothing at all gets the new findings marked as new', async () => {
    const { id } = await restrictWith(createSenderEvidence())
    const form = await openForm(stage, maya, id)
    await find(id, takenOver)
    const press = fillForm(form, { answer: 'done', note: 'all fine' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(listChanged(again)).toEqual(
      ['Block sign-in', apps, forwarding, inboxRules].map((title) => [title, 'new since you looked']),
    )
    const page = toView(
      await stage.press(maya, 'confirm', fillForm(again, { note: 'HR knows about it' })),
      'confirm',
    )
    expect(page.notDoneText).toBe('4 recommendations are not done. Your note says why.')
    expect(page.attested.find(({ label }) => label === forwarding)).toMatchObject({
      word: 'not done',
      finding: 'found: Mail is forwarded to drop@evil.example, without a copy in the mailbox.',
    })
  })

  test.each(exchanged)('gets no Yes: %s', async (_, title, evidence) => {
    const { id } = await restrictWith(takenOver)
    const form = await openForm(stage, maya, id)
    await find(id, evidence)
    const press = fillForm(form, { answer: 'done', note: 'Phoned her about it' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(listChanged(again)).toEqual([[title, 'changed since you looked']])
    expect(findRow(again, title)?.answer).toBe('not-done')
  })

  test('of a connector gets no Yes either when its addresses were changed', async () => {
    const restriction = createConnectorRestriction()
    stage.backend.know(restriction.entity, createConnectorEvidence())
    const { id } = await restrict(stage, restriction)
    const form = await openForm(stage, maya, id)
    const senderIpAddresses = [...definition.senderIpAddresses, '203.0.113.66']
    stage.backend.know(
      restriction.entity,
      createConnectorEvidence({ definition: known({ ...definition, senderIpAddresses }) }),
    )
    await stage.press(olga, 'refresh', { incidentId: id })
    await stage.advance(3_000)
    const press = fillForm(form, { answer: 'done', note: 'Asked the admins' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(listChanged(again)).toEqual([["Review the connector's definition", 'changed since you looked']])
  })

  test('is shown again when the sixth of six rules was exchanged, which no text names', async () => {
    const rules = (last: string) =>
      known(['1', '2', '3', '4', '5', last].map((name) => ({ ...rule, id: name, name })))
    const { id } = await restrictWith({ ...takenOver, inboxRules: rules('6') })
    const form = await openForm(stage, maya, id)
    await find(id, { ...takenOver, inboxRules: rules('7') })
    const again = await stage.press(maya, 'confirm', fillForm(form, { answer: 'done', note: 'Phoned her' }))
    expect(listChanged(toView(again, 'recommendations'))).toEqual([[inboxRules, 'changed since you looked']])
  })

  test.each([
    ['of an older version', undefined, (name: string) => name.split('.').slice(0, 2).join('.')],
    ['that does not say what it was drawn from', undefined, (name: string) => name],
  ])('%s is never believed: it is shown again', async (_, revision, rename) => {
    const { id } = await restrictWith(takenOver)
    const press = fillForm(await openForm(stage, maya, id), { answer: 'done', note: 'Phoned her' })
    const values = Object.fromEntries(
      Object.entries(press.values).map(([name, value]) => [rename(name), value]),
    )
    const again = await stage.press(maya, 'confirm', { ...press, values, revision })
    expect(toView(again, 'recommendations').problem).toContain('Nothing was unblocked')
    expect((await getIncident(stage, id)).confirmations).toEqual([])
  })

  test('counts when the same was only read again, in another order and a little more of it', async () => {
    const rules = [rule, { ...rule, id: 'r2', name: '..' }]
    const much = { ...sentMail, recipients: 1_900, messages: 1_900 }
    const { id } = await restrictWith({ ...takenOver, inboxRules: known(rules), sentMail: known(much) })
    const form = await openForm(stage, maya, id)
    await find(id, {
      ...takenOver,
      inboxRules: known(rules.toReversed()),
      sentMail: known({ ...much, recipients: 1_910, messages: 1_910 }),
    })
    const press = fillForm(form, { answer: 'done', note: 'Phoned her about it' })
    toView(await stage.press(maya, 'confirm', press), 'confirm')
  })
})

describe('the Yes', () => {
  test('shows every answer that the evidence contradicts, what it sees and when it was read', async () => {
    const { id } = await restrictWith(takenOver)
    const page = await confirm(stage, maya, await getIncident(stage, id))
    expect(page.contradicted).toContainEqual({
      icon: '❗',
      word: 'said done; Reprieve still sees',
      label: forwarding,
      finding: 'Mail is forwarded to drop@evil.example, without a copy in the mailbox. (read 03:15 UTC)',
    })
    expect(page.contradicted.map(({ label }) => label)).toEqual([
      'Block sign-in',
      apps,
      forwarding,
      inboxRules,
      'Check the mail that was sent',
    ])
    expect(page.contradictedText).toBe('5 answers go against what Reprieve still sees. Your note says why.')
    expect(page.attested.map(({ finding }) => finding)).toContain(
      'not checked: Microsoft 365 does not report whether sessions were revoked.',
    )
  })

  test.each(['', 'x', 'ok', '. . .', 'aaaaaaa'])(
    'is not reached against the evidence with the note %j, and the words say why',
    async (note) => {
      for (const answer of ['done', 'not-needed']) {
        const { id } = await restrictWith(takenOver)
        const press = fillForm(await openForm(stage, maya, id), { answer, note })
        const page = toView(await stage.press(maya, 'confirm', press), 'recommendations')
        expect(page.problem).toContain('5 answers go against what Reprieve still sees.')
        expect(page.problem).toContain('Say in the note why')
      }
    },
  )

  test('counts for nothing when something new is found before it, and that is shown first', async () => {
    const { id } = await restrictWith(createSenderEvidence())
    const page = await confirm(stage, maya, await getIncident(stage, id))
    await find(id, createSenderEvidence({ forwarding: takenOver.forwarding }))
    const again = toView(await pressYes(stage, maya, page), 'recommendations')
    expect(again.problem).toContain('Something was found or done since you looked')
    expect(listChanged(again)).toEqual([[forwarding, 'new since you looked']])
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
    const next = toView(
      await stage.press(maya, 'confirm', fillForm(again, { answer: 'done', note: 'Removed it just now' })),
      'confirm',
    )
    toView(await pressYes(stage, maya, next), 'accepted')
  })

  test('stands when evidence is read again with nothing new in it, or less', async () => {
    const { id } = await restrictWith(takenOver)
    const page = await confirm(stage, maya, await getIncident(stage, id))
    await find(id, takenOver)
    await find(id, { ...takenOver, forwarding: known(null) })
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
  })

  test('falls when what had gone comes back before it', async () => {
    const { id } = await restrictWith(takenOver)
    const page = await confirm(stage, maya, await getIncident(stage, id))
    await find(id, { ...takenOver, forwarding: known(null) })
    await find(id, takenOver)
    toView(await pressYes(stage, maya, page), 'recommendations')
    expect(countUnblocks(stage)).toBe(0)
  })
})

async function finish(incidentId: string, note = 'Phoned the desk'): Promise<void> {
  const press = fillForm(await openForm(stage, olga, incidentId), { answer: 'done', note })
  toView(await stage.press(olga, 'confirm', press), 'confirm')
  await stage.advance(minuteMilliseconds)
}

describe('an approver after a finished review of somebody else', () => {
  test('sees on the overview that it is finished, and not that somebody is still at it', async () => {
    const { id } = await restrictWith(takenOver)
    await stage.press(olga, 'review', { incidentId: id })
    await finish(id)
    const overview = toView(await stage.press(tom, 'review', { incidentId: id }), 'overview')
    expect(overview.companyText).toBe('Olga finished a review at 03:15 UTC.')
    expect(overview.reviewId).not.toBe('')
    await find(id, { ...takenOver, forwarding: known({ to: 'other@evil.example', keepsCopy: true }) })
    const later = toView(await stage.press(tom, 'overview', { incidentId: id }), 'overview')
    expect(later).toMatchObject({
      companyText: 'Olga finished a review at 03:15 UTC. Something has changed since.',
      reviewId: '',
    })
  })

  test('sees the answers and the note by name, and signs as approver: both stay whose they are', async () => {
    const { id } = await restrictWith(takenOver)
    await finish(id)
    const form = await openForm(stage, tom, id)
    expect(form).toMatchObject({ noteLabel: 'Note of Olga', note: 'Phoned the desk' })
    expect(new Set(form.rows.map(({ answeredText }) => answeredText))).toEqual(
      new Set(['Olga answered done, 03:15 UTC']),
    )
    const page = toView(await stage.press(tom, 'confirm', fillForm(form)), 'confirm')
    expect(page).toMatchObject({
      approvalText:
        'You approve the review of Olga, finished at 03:15 UTC. The answers and the note are theirs, the Yes is yours.',
      answeredTitle: 'What Olga answered',
      noteTitle: 'The note of Olga',
    })
    toView(await pressYes(stage, tom, page), 'accepted')
    await stage.idle()
    expect((await getIncident(stage, id)).state).toMatchObject({
      unblock: { by: { name: 'Tom' }, review: { by: { name: 'Olga' }, note: 'Phoned the desk' } },
    })
    expect((await getIncident(stage, id)).reviews.map(({ by }) => by.name)).toEqual(['Olga'])
    const journal = await stage.journal(id)
    expect(
      journal.flatMap(({ type, by }) => (/^(review\.[sa]|unblock\.r)/.test(type) ? [[type, by?.name]] : [])),
    ).toEqual([
      ['review.submitted', 'Olga'],
      ['review.approved', 'Tom'],
      ['unblock.requested', 'Tom'],
    ])
    expect(journal.find(({ type }) => type === 'unblock.requested')?.data).toMatchObject({
      reviewerName: 'Olga',
    })
    for (const side of [stage.slack, stage.teams])
      expect(readCard(side, id).progress.map(({ text }) => text)).toContain(
        '03:16 UTC  Tom confirmed the unblock, reviewed by Olga',
      )
    await stage.skip(61 * minuteMilliseconds)
    expect(readCard(stage.slack, id).outcomeText).toContain(
      'Unblocked by Tom, reviewed by Olga, off the list',
    )
  })

  test('may approve from the overview in one press, and still reads everything before the Yes', async () => {
    const { id } = await restrictWith(takenOver)
    await finish(id)
    const { revision, reviewId } = toView(await stage.press(tom, 'review', { incidentId: id }), 'overview')
    const press = { incidentId: id, revision: Number(revision), reviewId }
    const page = toView(await stage.press(tom, 'confirm', press), 'confirm')
    expect(page.contradicted.map(({ label }) => label)).toContain(forwarding)
    expect(page.note).toBe('Phoned the desk')
    expect((await stage.journal(id)).at(-2)).toMatchObject({ type: 'review.approved', by: { name: 'Tom' } })
  })

  test.each([
    ['an answer', { first: 'not-needed', note: 'Phoned the desk' }],
    ['the note', { first: 'done', note: 'I asked her myself' }],
  ])('makes it a review of their own by changing %s', async (_, { first, note }) => {
    const { id } = await restrictWith(takenOver)
    await finish(id)
    const form = await openForm(stage, tom, id)
    const press = fillForm(form, { note })
    const values = { ...press.values, [form.rows[0]?.inputId ?? '']: first }
    const page = toView(await stage.press(tom, 'confirm', { ...press, values }), 'confirm')
    expect(page).toMatchObject({ approvalText: '', answeredTitle: 'What you answered', note })
    const { reviews } = await getIncident(stage, id)
    expect(reviews.map((review) => [review.by.name, review.note])).toEqual([
      ['Olga', 'Phoned the desk'],
      ['Tom', note],
    ])
  })

  test('finds nothing preselected where the evidence has changed since, and her old answer nowhere', async () => {
    const { id } = await restrictWith({
      ...takenOver,
      forwarding: unknown('off'),
      inboxRules: unknown('off'),
    })
    await finish(id)
    await find(id, takenOver)
    const form = await openForm(stage, tom, id)
    expect(form).toMatchObject({
      reviewId: '',
      reviewText: 'Olga finished a review at 03:15 UTC. Something has changed since.',
      othersNote: 'Olga noted: Phoned the desk',
      note: '',
    })
    expect(new Set(form.rows.map(({ answer }) => answer))).toEqual(new Set(['not-done']))
    expect(findRow(form, forwarding)?.answeredText).toBe('')
    expect(findRow(form, apps)?.answeredText).toBe('Olga answered done, 03:15 UTC')
    const refused = toView(await stage.press(tom, 'confirm', fillForm(form)), 'recommendations')
    expect(refused.problem).toContain('not done')
    expect((await stage.journal(id)).map(({ type }) => type)).not.toContain('review.approved')
  })

  test('does not sign answers that their author has changed meanwhile', async () => {
    const { id } = await restrictWith(takenOver)
    await finish(id)
    const form = await openForm(stage, tom, id)
    const page = toView(await stage.press(tom, 'confirm', fillForm(form)), 'confirm')
    await finish(id, 'I am not sure any more')
    const again = toView(await stage.press(tom, 'confirm', fillForm(form)), 'recommendations')
    expect(again.note).toBe('I am not sure any more')
    const late = toView(await pressYes(stage, tom, page), 'recommendations')
    expect(late.note).toBe('I am not sure any more')
    expect((await getIncident(stage, id)).reviews.map(({ by }) => by.name)).toEqual(['Olga'])
    expect(await readStatus(stage, id)).toBe('open')
  })

  test('takes nothing of an unfinished one', async () => {
    const { id } = await restrictWith(takenOver)
    const draft = fillForm(await openForm(stage, olga, id), { answer: 'done', note: '' })
    toView(await stage.press(olga, 'confirm', draft), 'recommendations')
    const form = await openForm(stage, tom, id)
    expect(form).toMatchObject({ reviewId: '', reviewText: '', note: '' })
    expect(new Set(form.rows.map((row) => row.answer + row.answeredText))).toEqual(new Set(['not-done']))
  })

  test('judges anew after an unblock that failed', async () => {
    const { id } = await restrictWith(takenOver)
    await finish(id)
    stage.backend.trouble('unblock', {
      error: new BackendError('Exchange says no', { code: 'rejected', outcome: 'unchanged' }),
    })
    await unblock(stage, tom, await getIncident(stage, id))
    await stage.advance(minuteMilliseconds)
    expect(await readStatus(stage, id)).toBe('failed')
    expect(await openForm(stage, maya, id)).toMatchObject({ reviewId: '' })
  })
})

test('another operator reads the answers of the first beside the form, and signs none of them', async () => {
  const ina = { ...olga, id: 'U33', name: 'Ina' }
  const people = new Map([...access.people, ['slack:U33', { role: 'operator', addresses: [] }] as const])
  await stage.close()
  stage = await createStage({ access: { ...access, people } })
  const { id } = await restrictWith(takenOver)
  await finish(id)
  const form = await openForm(stage, ina, id)
  expect(form).toMatchObject({
    reviewId: '',
    note: '',
    othersNote: 'Olga noted: Phoned the desk',
  })
  expect(form.rows[0]).toMatchObject({ answer: 'not-done', answeredText: 'Olga answered done, 03:15 UTC' })
  const overview = toView(await stage.press(ina, 'review', { incidentId: id }), 'overview')
  expect(overview.reviewId).toBe('')
})
