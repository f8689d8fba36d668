// Answers count for the findings they were given to, and stay whose they are.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Evidence, SenderEvidence } from '../../../src/domain/evidence.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import {
  createConnectorEvidence,
  createConnectorRestriction,
  createSenderEvidence,
  createTakenOver,
  createWanted,
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
  readTypes,
  restrict,
  unblock,
} from '../acts.js'
import { access, maya, olga, tom, vera } from '../people.js'
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

type Form = PlainViews['recommendations']

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
    const press = fillForm(form, { byHand: 'all', note: 'All is well here' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(again.problem).toContain('Something was found or done since you looked')
    expect(listChanged(again)).toEqual(
      [apps, forwarding, inboxRules].map((title) => [title, 'changed since 03:15 UTC']),
    )
    expect(findRow(again, forwarding)).toMatchObject({ word: 'still open' })
    expect(JSON.stringify(again)).toContain('drop@evil.example')
    expect(again.rows.slice(0, 3).map(({ title }) => title)).toEqual([apps, forwarding, inboxRules])
    // What was said of the same stays ticked; what was answered before this was known is asked once more.
    expect(again.ticked.map(({ title }) => title)).toEqual([
      'Sign-in blocked',
      'Password changed',
      'Sessions revoked',
    ])
    expect(again.questions.map(({ answer }) => answer)).toEqual(['', '', ''])
    expect(again.note).toBe('All is well here')
    expect((await getIncident(stage, id)).confirmations).toEqual([])
    expect(await readTypes(stage, id)).not.toContain('review.submitted')
  })

  test('that showed nothing at all gets the new findings marked as new', async () => {
    const { id } = await restrictWith(createSenderEvidence())
    const form = await openForm(stage, maya, id)
    await find(id, takenOver)
    const press = fillForm(form, { byHand: 'all', note: 'all fine' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(listChanged(again)).toEqual(
      ['Block sign-in', apps, forwarding, inboxRules].map((title) => [title, 'new since 03:15 UTC']),
    )
    const page = toView(
      await stage.press(maya, 'confirm', fillForm(again, { note: 'HR knows about it' })),
      'confirm',
    )
    expect(page.notDoneText).toBe(`Not done: Block sign-in, ${apps}, ${forwarding}, ${inboxRules}.`)
    expect(page.attested.find(({ label }) => label === forwarding)).toMatchObject({
      word: 'not done',
      finding: 'Mail is forwarded to drop@evil.example, without a copy in the mailbox.',
    })
  })

  test.each(exchanged)('gets no Yes: %s', async (_, title, evidence) => {
    const { id } = await restrictWith(takenOver)
    const form = await openForm(stage, maya, id)
    await find(id, evidence)
    const press = fillForm(form, { byHand: 'all', note: 'Phoned her about it' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(listChanged(again)).toEqual([[title, 'changed since 03:15 UTC']])
    expect(again.ticked.map(({ choiceId }) => choiceId)).not.toContain(
      again.byHand.find(({ ruleId }) => ruleId === findRow(again, title)?.ruleId)?.choiceId,
    )
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
    const press = fillForm(form, { byHand: 'all', note: 'Asked the admins' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(listChanged(again)).toEqual([["Review the connector's definition", 'changed since 03:15 UTC']])
  })

  test('is shown again when the sixth of six rules was exchanged, which no text names', async () => {
    const rules = (last: string) =>
      known(['1', '2', '3', '4', '5', last].map((name) => ({ ...rule, id: name, name })))
    const { id } = await restrictWith({ ...takenOver, inboxRules: rules('6') })
    const form = await openForm(stage, maya, id)
    await find(id, { ...takenOver, inboxRules: rules('7') })
    const again = await stage.press(maya, 'confirm', fillForm(form, { byHand: 'all', note: 'Phoned her' }))
    expect(listChanged(toView(again, 'recommendations'))).toEqual([[inboxRules, 'changed since 03:15 UTC']])
  })

  test.each([
    [
      'of an older version',
      (values: Readonly<Record<string, string>>) => ({
        'attest.forwarding.0123456789abcdef': 'done',
        note: values.note ?? '',
      }),
    ],
    [
      'that does not say what it showed',
      (values: Readonly<Record<string, string>>) => ({ ...values, seen: '' }),
    ],
  ])('%s is never believed: it is shown again, with its note', async (_, change) => {
    const { id } = await restrictWith(takenOver)
    const press = fillForm(await openForm(stage, maya, id), { byHand: 'all', note: 'Phoned her' })
    const again = toView(
      await stage.press(maya, 'confirm', { ...press, values: change(press.values) }),
      'recommendations',
    )
    expect(again.problem).toContain('Nothing was unblocked')
    expect(again.note).toBe('Phoned her')
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
    const press = fillForm(form, { byHand: 'all', note: 'Phoned her about it' })
    toView(await stage.press(maya, 'confirm', press), 'confirm')
  })
})

async function sayDone(incidentId: string, note: string) {
  const press = fillForm(await openForm(stage, maya, incidentId), { byHand: 'all', note })
  return stage.press(maya, 'confirm', press)
}

describe('the Yes', () => {
  test('shows what was said to be done and is still seen, and when that was read', async () => {
    const { id } = await restrictWith(takenOver)
    const page = toView(await sayDone(id, 'HR knows about all of it'), 'confirm')
    expect(page.contradicted).toContainEqual({
      icon: '❗',
      word: 'said done; Reprieve still sees',
      label: 'Forwarding off',
      finding: 'Mail is forwarded to drop@evil.example, without a copy in the mailbox. (last read 03:15 UTC)',
    })
    expect(page.contradicted.map(({ label }) => label)).toEqual([
      'Sign-in blocked',
      'Unknown apps removed',
      'Forwarding off',
      'Suspicious rules off',
    ])
    expect(page).toMatchObject({ contradictedText: 'You said done, Reprieve still sees:', whyId: '' })
    // What nobody can see is told as what it is: somebody's word.
    expect(page.attested).toContainEqual({
      icon: '🗣️',
      label: 'Sessions revoked',
      word: 'said by Maya',
      finding: '',
    })
  })

  test('ticks what was said to be done and is seen to be gone, read at that moment', async () => {
    const { id } = await restrictWith(takenOver)
    const form = await openForm(stage, maya, id)
    stage.backend.know(sam.entity, { ...takenOver, forwarding: known(null), inboxRules: known([]) })
    await stage.advance(minuteMilliseconds)
    const ticked = form.byHand.filter(({ ruleId }) => ruleId === 'forwarding').map(({ choiceId }) => choiceId)
    const press = fillForm(form, { note: 'HR knows about all of it' })
    const values = { ...press.values, [form.byHandId]: ticked.join(',') }
    const page = toView(await stage.press(maya, 'confirm', { ...press, values }), 'confirm')
    expect(page.contradicted).toEqual([])
    expect(page.attested).toContainEqual({
      icon: '✅',
      label: 'Forwarding off',
      word: 'seen 03:16 UTC',
      finding: '',
    })
    expect(page.attested).toContainEqual({
      icon: '✅',
      label: 'Suspicious rules off',
      word: 'seen 03:16 UTC',
      finding: '',
    })
    expect(page.notDoneText).toContain('Block sign-in')
  })

  test('says when it was last read where the look does not come back in ten seconds', async () => {
    const { id } = await restrictWith(takenOver)
    const form = await openForm(stage, maya, id)
    stage.backend.ignore('gather')
    const press = fillForm(form, { byHand: 'all', note: 'HR knows about all of it' })
    const answering = stage.press(maya, 'confirm', press)
    await stage.advance(10_000)
    const page = toView(await answering, 'confirm')
    expect(page.contradicted.map(({ finding }) => finding.replace(/^.*\(/, '('))).toEqual(
      Array.from({ length: 4 }, () => '(last read 03:15 UTC)'),
    )
  })

  test('keeps nobody waiting who presses something else about the same incident', async () => {
    const { id } = await restrictWith(takenOver)
    const form = await openForm(stage, maya, id)
    stage.backend.ignore('gather')
    const answering = stage.press(
      maya,
      'confirm',
      fillForm(form, { byHand: 'all', note: 'HR knows about it' }),
    )
    await stage.advance(1_000)
    let isAnswered = false
    const other = stage.press(vera, 'show', { incidentId: id }).then((answer) => {
      isAnswered = true
      return answer
    })
    await stage.advance(1_000)
    expect(isAnswered).toBe(true)
    toView(await other, 'show')
    await stage.advance(10_000)
    await answering
  })

  test('is shown again with what is new when the look at it finds more', async () => {
    const { id } = await restrictWith({ ...takenOver, forwarding: known(null) })
    const form = await openForm(stage, maya, id)
    const worse = { ...takenOver, inboxRules: known([{ ...rule, effect: 'forwards to x@evil.example' }]) }
    stage.backend.know(sam.entity, worse)
    const press = fillForm(form, { note: 'HR knows about all of it' })
    const again = toView(await stage.press(maya, 'confirm', press), 'recommendations')
    expect(listChanged(again)).toEqual([[inboxRules, 'changed since 03:15 UTC']])
    expect((await getIncident(stage, id)).confirmations).toEqual([])
  })

  test('asks nobody anything of Exchange where no step is open', async () => {
    const { id } = await restrictWith(createWanted())
    const form = await openForm(stage, maya, id)
    const count = () => stage.backend.calls.filter((call) => call.startsWith('gather')).length
    const before = count()
    toView(await stage.press(maya, 'confirm', fillForm(form)), 'confirm')
    expect(count()).toBe(before)
  })

  test.each(['', 'x', 'ok, it is', '. . . . . . . . .', 'aaaaaaaaaaaaaaaaa'])(
    'against the evidence is not given with the words %j',
    async (why) => {
      const { id } = await restrictWith(takenOver)
      const page = toView(await sayDone(id, 'Phoned her'), 'confirm')
      expect(page).toMatchObject({ whyId: 'why', yesTitle: 'Unblock anyway' })
      const { confirmationId } = page
      const again = toView(
        await stage.press(maya, 'unblock', { incidentId: id, confirmationId, values: { why } }),
        'confirm',
      )
      expect(again.problem).toContain('15 characters or more')
      expect(again.why).toBe(why.trim())
      await stage.idle()
      expect(countUnblocks(stage)).toBe(0)
      expect(await readTypes(stage, id)).not.toContain('review.submitted')
    },
  )

  test('against the evidence is given with a sentence, which stands in the record', async () => {
    const { id } = await restrictWith(takenOver)
    const { confirmationId } = toView(await sayDone(id, 'Phoned her'), 'confirm')
    const values = { why: 'The forwarding is ours, to the archive' }
    toView(await stage.press(maya, 'unblock', { incidentId: id, confirmationId, values }), 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
    const submitted = (await stage.journal(id)).find(({ type }) => type === 'review.submitted')
    expect(submitted?.data).toMatchObject({
      note: 'Phoned her\nThe forwarding is ours, to the archive',
      how: { forwarding: 'contradicted', 'revoke-sessions': 'said' },
    })
  })

  test('is not reached by an operator against the evidence without a sentence', async () => {
    const { id } = await restrictWith(takenOver)
    const form = await openForm(stage, olga, id)
    const say = (note: string) => stage.press(olga, 'confirm', fillForm(form, { byHand: 'all', note }))
    const page = toView(await say('Phoned her'), 'recommendations')
    expect(page.problem).toContain('You said done, Reprieve still sees: Sign-in blocked')
    expect(toView(await say('The forwarding is ours, to the archive'), 'confirm').canUnblock).toBe(false)
  })

  test.each(['', 'x', 'ok', '. . .', 'aaaaaaa'])(
    'is not reached with open steps of a takeover and the note %j, and the words say why',
    async (note) => {
      const { id } = await restrictWith(takenOver)
      const press = fillForm(await openForm(stage, maya, id), { note })
      const page = toView(await stage.press(maya, 'confirm', press), 'recommendations')
      expect(page.problem).toContain('Not done: Block sign-in')
      expect(page.problem).toContain('Say in the note why')
    },
  )

  test('is not reached with a check that could not be read and no note', async () => {
    const { id } = await restrictWith(createWanted({ risk: unknown('No licence') }))
    const form = await openForm(stage, maya, id)
    expect(form.uncheckedText).toBe(
      "Not checked: Review the user's risk. Say in the note why it is safe all the same.",
    )
    const page = toView(await stage.press(maya, 'confirm', fillForm(form)), 'recommendations')
    expect(page.problem).toContain("Not checked: Review the user's risk.")
    const next = await stage.press(maya, 'confirm', fillForm(form, { note: 'Phoned her about it' }))
    expect(toView(next, 'confirm').notCheckedText).toBe("Not checked: Review the user's risk.")
  })

  test('counts for nothing when something new is found before it, and that is shown first', async () => {
    const { id } = await restrictWith(createWanted())
    const page = await confirm(stage, maya, await getIncident(stage, id))
    await find(id, createWanted({ forwarding: takenOver.forwarding }))
    const again = toView(await pressYes(stage, maya, page), 'recommendations')
    expect(again.problem).toContain('Something was found or done since you looked')
    expect(listChanged(again)).toEqual([[forwarding, 'new since 03:15 UTC']])
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(0)
    const next = toView(
      await stage.press(maya, 'confirm', fillForm(again, { note: 'It is the archive of the firm' })),
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

async function finish(incidentId: string, note = 'Phoned the desk, it is theirs'): Promise<void> {
  const press = fillForm(await openForm(stage, olga, incidentId), { note })
  toView(await stage.press(olga, 'confirm', press), 'confirm')
  await stage.advance(minuteMilliseconds)
}

async function approve(incidentId: string) {
  const { revision, reviewId } = toView(await stage.press(tom, 'review', { incidentId }), 'overview')
  return stage.press(tom, 'confirm', { incidentId, revision: Number(revision), reviewId })
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
    expect(form.reviewText).toContain('Olga finished a review at 03:15 UTC. Approve it as it is')
    expect(form).toMatchObject({ note: '', ticked: [] })
    expect(form.questions.map(({ answer }) => answer)).toEqual(['', '', ''])
    const page = toView(await approve(id), 'confirm')
    expect(page.attested.at(-1)).toMatchObject({ label: 'Was the new password given by voice?', word: 'Yes' })
    expect(page).toMatchObject({
      approvalText:
        'You approve the review of Olga, finished at 03:15 UTC. The answers and the note are theirs, the Yes is yours.',
      answeredTitle: 'What Olga answered',
      noteTitle: 'The note of Olga',
    })
    toView(await pressYes(stage, tom, page), 'accepted')
    await stage.idle()
    expect((await getIncident(stage, id)).state).toMatchObject({
      unblock: {
        by: { name: 'Tom' },
        review: { by: { name: 'Olga' }, note: 'Phoned the desk, it is theirs' },
      },
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
    const page = toView(await approve(id), 'confirm')
    expect(page.attested.map(({ label }) => label)).toContain(forwarding)
    expect(page.note).toBe('Phoned the desk, it is theirs')
    expect((await stage.journal(id)).at(-2)).toMatchObject({ type: 'review.approved', by: { name: 'Tom' } })
  })

  test('is shown in the details, with how each step was known', async () => {
    stage.backend.know(sam.entity, createWanted())
    const { id } = await restrict(stage, sam)
    const form = await openForm(stage, maya, id)
    const yes = toView(await stage.press(maya, 'confirm', fillForm(form)), 'confirm')
    const before = toView(await stage.press(maya, 'show', { incidentId: id }), 'show')
    await stage.press(maya, 'unblock', { incidentId: id, confirmationId: yes.confirmationId })
    await stage.idle()
    const after = toView(await stage.press(maya, 'show', { incidentId: id }), 'show')
    for (const { answersTitle, answers } of [before, after]) {
      expect(answersTitle).toMatch(/^What Maya answered, /)
      expect(answers[0]).toMatchObject({ label: 'Is this mail wanted?', word: 'Yes, the owner says so' })
      expect(answers.map(({ word }) => word)).toContainEqual(expect.stringMatching(/^seen /))
    }
  })

  test('makes it a review of their own by answering the questions', async () => {
    const { id } = await restrictWith(takenOver)
    await finish(id)
    const form = await openForm(stage, tom, id)
    const press = fillForm(form, { note: 'I asked her myself' })
    const page = toView(await stage.press(tom, 'confirm', press), 'confirm')
    expect(page).toMatchObject({
      approvalText: '',
      answeredTitle: 'What you answered',
      note: 'I asked her myself',
    })
    const { reviews } = await getIncident(stage, id)
    expect(reviews.map((review) => [review.by.name, review.note])).toEqual([
      ['Olga', 'Phoned the desk, it is theirs'],
      ['Tom', 'I asked her myself'],
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
      reviewText: 'Olga finished a review at 03:15 UTC. Something has changed since.',
      othersNote: 'Olga noted: Phoned the desk, it is theirs',
      note: '',
      ticked: [],
    })
    const refused = toView(await stage.press(tom, 'confirm', fillForm(form)), 'recommendations')
    expect(refused.problem).toContain('Not done')
    expect(await readTypes(stage, id)).not.toContain('review.approved')
  })

  test('does not sign answers that their author has changed meanwhile', async () => {
    const { id } = await restrictWith(takenOver)
    await finish(id)
    const { revision, reviewId } = toView(await stage.press(tom, 'review', { incidentId: id }), 'overview')
    const press = { incidentId: id, revision: Number(revision), reviewId }
    const page = toView(await stage.press(tom, 'confirm', press), 'confirm')
    await finish(id, 'I am not sure any more')
    const again = toView(await stage.press(tom, 'confirm', press), 'recommendations')
    expect(again.othersNote).toBe('Olga noted: I am not sure any more')
    const late = toView(await pressYes(stage, tom, page), 'recommendations')
    expect(late.othersNote).toBe('Olga noted: I am not sure any more')
    expect((await getIncident(stage, id)).reviews.map(({ by }) => by.name)).toEqual(['Olga'])
    expect(await readStatus(stage, id)).toBe('open')
  })

  test('takes nothing of an unfinished one', async () => {
    const { id } = await restrictWith(takenOver)
    const draft = fillForm(await openForm(stage, olga, id), { byHand: 'all', note: '' })
    toView(await stage.press(olga, 'confirm', draft), 'recommendations')
    const form = await openForm(stage, tom, id)
    expect(form).toMatchObject({ reviewText: '', note: '', ticked: [], othersNote: '' })
    expect(form.questions.map(({ answer }) => answer)).toEqual(['', '', ''])
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
    const overview = toView(await stage.press(maya, 'review', { incidentId: id }), 'overview')
    expect(overview.reviewId).toBe('')
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
    reviewText: 'Olga finished a review at 03:15 UTC.',
    note: '',
    othersNote: 'Olga noted: Phoned the desk, it is theirs',
  })
  expect(form.questions.map(({ answer }) => answer)).toEqual(['', '', ''])
  const overview = toView(await stage.press(ina, 'review', { incidentId: id }), 'overview')
  expect(overview.reviewId).toBe('')
})
