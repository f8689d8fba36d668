// One restriction from the first look to the end, as people on both platforms see it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Entity } from '../../src/domain/entity.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { parseReason } from '../../src/domain/reason.js'
import type { Restriction } from '../../src/domain/restriction.js'
import {
  confirm,
  countUnblocks,
  createSender,
  fillForm,
  getIncident,
  openForm,
  pressYes,
  readCard,
  readLines,
  readStatus,
  readStatusWords,
  restrict,
  toAnswers,
  unblock,
} from './acts.js'
import { laura, maya, olga, tom } from './people.js'
import { createStage, type Stage, toView } from './stage.js'

const connector: Entity = { kind: 'connector', connectorId: '8f2c', name: 'Head office' }
const sam = createSender('sam@contoso.com')
const relay: Restriction = { ...sam, entity: connector, reason: parseReason('') }

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

describe.each([
  ['a sender', sam, 'Looks like bulk mail'],
  ['a connector', relay, 'Unclear'],
] as const)('the journey of %s', (_, restriction, verdict) => {
  test('leads from the list to mail that flows, with every step on every card', async () => {
    const incident = await restrict(stage, restriction)
    await unblock(stage, maya, incident)
    expect(countUnblocks(stage)).toBe(1)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    expect(readCard(stage.teams, incident.id).progress.map(({ text }) => text)).toEqual([
      '03:15 UTC  Maya confirmed the unblock',
      '03:15 UTC  Exchange accepted the unblock',
      '03:15 UTC  Gone from the list. Mail may take up to one hour',
    ])
    await stage.advance(59 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    await stage.advance(2 * minuteMilliseconds)
    const words = ['Looking', verdict, 'Unblocking', 'Unblocked, watching', 'Mail flows', 'Unblocked']
    // Two changes within one edit are one edit, so a step may be passed over, never shown out of order.
    for (const platform of [stage.slack, stage.teams]) {
      const seen = readStatusWords(platform, incident.id)
      expect(words.filter((word) => seen.includes(word))).toEqual(seen)
      expect(seen).toEqual(
        expect.arrayContaining([verdict, 'Unblocked, watching', 'Mail flows', 'Unblocked']),
      )
    }
    expect(readCard(stage.slack, incident.id)).toMatchObject({
      headline: 'May send mail again',
      outcomeText: expect.stringMatching(
        /^Unblocked by Maya, off the list when last looked at 04:15 UTC\. Mail flows: delivered outside at 03:16 UTC\. Journal head [0-9a-f]{16}\.$/,
      ) as unknown,
      isGood: true,
      canReview: false,
    })
  })

  test('is journalled in order, with who and why', async () => {
    const incident = await restrict(stage, restriction)
    await unblock(stage, maya, incident)
    await stage.advance(61 * minuteMilliseconds)
    const events = (await stage.journal(incident.id)).filter(({ type }) => type !== 'card.posted')
    expect(events.map(({ type, by }) => [type, by?.name])).toEqual([
      ['incident.opened', undefined],
      ['evidence.gathered', undefined],
      ['verdict.changed', undefined],
      ['review.opened', 'Maya'],
      ['review.submitted', 'Maya'],
      ['confirmation.issued', 'Maya'],
      ['unblock.requested', 'Maya'],
      ['unblock.attempted', 'Maya'],
      ['unblock.done', 'Maya'],
      ['mail.delivered', undefined],
      ['incident.closed', undefined],
    ])
    const submitted = events.find(({ type }) => type === 'review.submitted')
    expect(submitted?.data.note).toBe('Password reset at the desk')
    expect(Object.values(submitted?.data.questions ?? {})).toEqual(['yes'])
    expect(Object.values(submitted?.data.how ?? {})).toContain('seen')
    expect(events.at(-1)?.data.outcome).toBe('unblocked')
  })
})

describe('the wizard', () => {
  test('opens with what is known, and puts the reviewer on the card', async () => {
    const { id } = await restrict(stage, sam)
    const page = toView(await stage.press(maya, 'review', { incidentId: id }), 'overview')
    await stage.idle()
    expect(page).toMatchObject({ incidentId: id, entity: 'sam@contoso.com', companyText: '' })
    expect(page.verdictText).toBe('Looks like bulk mail')
    expect(page.steps).toContainEqual({
      icon: '✅',
      label: 'Forwarding off',
      word: 'seen 0 s ago',
      finding: '',
    })
    expect(page.signs).toEqual([])
    const checks = toView(await stage.press(maya, 'checks', { incidentId: id }), 'checks')
    expect(checks.reasonFacts).toContainEqual({ label: 'CIP', value: '203.0.113.9' })
    expect(checks.nothing.map(({ label }) => label)).toContain('Directory roles')
    expect(page.evidenceText).toMatch(/^Gathered/)
    const whoText = '🙋 Maya is on it · 03:15 UTC to 03:45 UTC'
    expect(readCard(stage.slack, id)).toMatchObject({
      statusWord: 'Looks like bulk mail',
      whoText,
      canReview: true,
    })
    expect(readCard(stage.teams, id)).toMatchObject({ whoText, progress: [] })
  })

  test('tells the second reviewer of the first', async () => {
    const { id } = await restrict(stage, sam)
    await stage.press(maya, 'review', { incidentId: id })
    const page = toView(await stage.press(tom, 'review', { incidentId: id }), 'overview')
    expect(page.companyText).toBe('Maya is on it, since 03:15 UTC')
  })

  test('shows what has not been checked as not checked, never as fine', async () => {
    stage.backend.restrict(sam)
    const release = stage.backend.hold('gather')
    await stage.advance(minuteMilliseconds)
    const [incident] = await stage.incidents()
    const about = { incidentId: incident?.id ?? '' }
    const page = toView(await stage.press(maya, 'review', about), 'overview')
    expect(page).toMatchObject({
      signs: [],
      verdictText: 'Looking',
      evidenceText: expect.stringContaining('nothing has been checked') as string,
    })
    const form = toView(await stage.press(maya, 'recommendations', about), 'recommendations')
    expect(form.rows.map(({ icon }) => icon)).not.toContain('✅')
    expect(form.uncheckedText).toContain('Not checked: Block sign-in')
    // Nothing can be said to be done that was not looked at, but for what nobody can see anyway.
    expect(form.byHand.map(({ ruleId }) => ruleId)).toEqual(['revoke-sessions'])
    release()
    await stage.idle()
  })

  test('leaves the cards alone when evidence comes in during a review: an edit would empty a half-filled page', async () => {
    const { id } = await restrict(stage)
    await stage.press(maya, 'review', { incidentId: id })
    await stage.advance(minuteMilliseconds)
    const before = stage.teams.sent.length
    await stage.press(maya, 'refresh', { incidentId: id })
    await stage.advance(5_000)
    const gathered = (await stage.journal(id)).filter(({ type }) => type === 'evidence.gathered')
    expect(gathered).toHaveLength(2)
    expect(stage.teams.sent.length).toBe(before)
  })

  test('gathers anew when asked to', async () => {
    const { id } = await restrict(stage, sam)
    const count = () => stage.backend.calls.filter((call) => call.startsWith('gather')).length
    expect(count()).toBe(1)
    toView(await stage.press(maya, 'refresh', { incidentId: id }), 'overview')
    await stage.idle()
    expect(count()).toBe(2)
  })

  test('lists what to contain first and what to investigate then, each with its way', async () => {
    const { id } = await restrict(stage, sam)
    const page = toView(await stage.press(maya, 'recommendations', { incidentId: id }), 'recommendations')
    expect(page.rows.map(({ stageTitle }) => stageTitle).filter((title) => title !== '')).toEqual([
      'Take it back',
      'What happened',
    ])
    for (const row of page.rows) expect(row.linkUrl).toMatch(/^https:/)
  })

  test('asks only what nobody can see, with every answer still to be given', async () => {
    const { id } = await restrict(stage, sam)
    const page = toView(await stage.press(maya, 'recommendations', { incidentId: id }), 'recommendations')
    expect(page.questions.map(({ words, answer }) => [words, answer])).toEqual([['Is this mail wanted?', '']])
    expect(page.byHand).toEqual([])
  })

  test('takes no question left open, and keeps what was said', async () => {
    const { id } = await restrict(stage, sam)
    const form = await toAnswers(stage, maya, id)
    const { 'ask.wanted.2': _, ...values } = form.values
    const page = toView(await stage.press(maya, 'confirm', { ...form, values }), 'recommendations')
    expect(page.problem).toContain('Answer every question first')
    expect(page.note).toBe('Password reset at the desk')
    expect((await getIncident(stage, id)).confirmations).toEqual([])
  })

  test('goes on with an answer that is no Yes, and marks it before the Yes', async () => {
    const { id } = await restrict(stage, sam)
    const form = await openForm(stage, maya, id)
    const page = toView(await stage.press(maya, 'confirm', fillForm(form, { answer: 'unknown' })), 'confirm')
    expect(page.attested.at(-1)).toMatchObject({
      icon: '⚠️',
      label: 'Is this mail wanted?',
      word: 'Not known',
    })
  })

  test('refuses a note that is too long instead of cutting it', async () => {
    const { id } = await restrict(stage, sam)
    const form = await toAnswers(stage, maya, id)
    const values = { ...form.values, note: 'x'.repeat(1_001) }
    const page = toView(await stage.press(maya, 'confirm', { ...form, values }), 'recommendations')
    expect(page.problem).toContain('1001 characters')
  })

  test('keeps what it was not asked for out of the record', async () => {
    const { id } = await restrict(stage, sam)
    const form = await toAnswers(stage, maya, id)
    const values = {
      ...form.values,
      'ask.invented.2': 'yes',
      'by-hand.2': 'invented.0123456789abcdef',
      role: 'approver',
    }
    await stage.press(maya, 'confirm', { ...form, values })
    const [review] = (await getIncident(stage, id)).reviews
    expect(JSON.stringify(review)).not.toContain('invented')
  })

  test('names the account in the warning and on the button', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    expect(page).toMatchObject({
      unblockTitle: 'Yes, unblock sam@contoso.com',
      canUnblock: true,
      notDoneText: '',
    })
    expect(page.warning).toContain('sam@contoso.com')
    expect(page.expiresAt.text).toBe('2026-11-22 03:25 UTC')
  })

  test('gives a confirmation ten minutes', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    await stage.advance(10 * minuteMilliseconds)
    const notice = toView(await pressYes(stage, maya, page), 'notice')
    expect(notice.text).toContain('has expired')
    expect(countUnblocks(stage)).toBe(0)
  })

  test('takes a confirmation from nobody but its owner', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    const notice = toView(await pressYes(stage, tom, page), 'notice')
    expect(notice.text).toContain('belongs to somebody else')
    expect(countUnblocks(stage)).toBe(0)
  })
})

describe('an operator', () => {
  test('completes the review, and an approver is called and sees the answers', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, olga, incident)
    expect(page.canUnblock).toBe(false)
    await stage.idle()
    for (const platform of [stage.slack, stage.teams])
      expect(readLines(platform)).toEqual([
        'Olga reviewed sam@contoso.com, 03:15 UTC. Somebody who may approve presses Approve or Send back on the card.',
      ])
    const refusal = toView(await pressYes(stage, olga, page), 'notice')
    expect(refusal.text).toContain('"approver"')
    expect(countUnblocks(stage)).toBe(0)
    const overview = toView(await stage.press(tom, 'review', { incidentId: incident.id }), 'overview')
    const approval = toView(
      await stage.press(tom, 'confirm', {
        incidentId: incident.id,
        revision: Number(overview.revision),
        reviewId: overview.reviewId,
      }),
      'confirm',
    )
    expect(approval).toMatchObject({
      answeredTitle: 'What Olga answered',
      note: 'Password reset at the desk',
    })
    expect(approval.attested.at(-1)).toMatchObject({
      label: 'Is this mail wanted?',
      word: 'Yes, the owner says so',
    })
    await unblock(stage, tom, incident)
    expect(countUnblocks(stage)).toBe(1)
    expect(readLines(stage.slack)).toHaveLength(1)
    expect((await getIncident(stage, incident.id)).state).toMatchObject({ unblock: { by: { name: 'Tom' } } })
  })
})

describe('the restricted person', () => {
  test('may neither review, confirm nor unblock their own mailbox', async () => {
    const incident = await restrict(stage, createSender('laura@contoso.com'))
    const closed = toView(await stage.press(laura, 'review', { incidentId: incident.id }), 'notice')
    expect(closed.text).toContain('your own mailbox')
    const form = await toAnswers(stage, maya, incident.id)
    const refusal = toView(await stage.press(laura, 'confirm', form), 'notice')
    expect(refusal.text).toContain('your own mailbox')
    const page = await confirm(stage, maya, incident)
    const { incidentId, confirmationId } = page
    const again = toView(await stage.press(laura, 'unblock', { incidentId, confirmationId }), 'notice')
    expect(again.text).toContain('your own mailbox')
    expect(countUnblocks(stage)).toBe(0)
  })
})
