// What Reprieve itself did on the account is told in the review, and prefilled as done; what was seen later counts all the same.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SenderEvidence } from '../../../src/domain/evidence.js'
import { toHandle } from '../../../src/domain/handle.js'
import type { Incident } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { RecommendationRow } from '../../../src/features/cards.js'
import { createTakenOver, known } from '../../domain/rules/evidence.js'
import { createSender, fillForm, openForm, restrict, toAnswers } from '../acts.js'
import { maya, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const takenOver = createTakenOver({ addresses: ['sam@contoso.com'] })

let stage: Stage
let incident: Incident
beforeEach(async () => {
  stage = await createStage()
  stage.backend.know(sam.entity, takenOver)
  incident = await restrict(stage, sam)
})
afterEach(async () => {
  await stage.close()
})

async function contain(values: Readonly<Record<string, string>>): Promise<void> {
  const { id } = incident
  const page = toView(await stage.press(maya, 'contain', { incidentId: id, values }), 'contain-confirm')
  const { confirmationId } = page
  toView(await stage.press(maya, 'contain-now', { incidentId: id, confirmationId }), 'containment')
  await stage.idle()
}

/** Evidence that is gathered after the step shows this besides. */
async function see(changes: Partial<SenderEvidence>): Promise<void> {
  stage.backend.know(sam.entity, { ...takenOver, ...changes })
  await stage.press(tom, 'review', { incidentId: incident.id })
  await stage.press(tom, 'refresh', { incidentId: incident.id })
  await stage.idle()
}

async function readRow(ruleId: string): Promise<RecommendationRow | undefined> {
  await stage.press(tom, 'review', { incidentId: incident.id })
  const answer = await stage.press(tom, 'recommendations', { incidentId: incident.id })
  return toView(answer, 'recommendations').rows.find(({ inputId }) => inputId.startsWith(`attest.${ruleId}.`))
}

describe('a review after Reprieve', () => {
  test('revoked the sessions says so instead of "not checked", and has it prefilled as done', async () => {
    expect(await readRow('revoke-sessions')).toMatchObject({ word: 'not checked', answer: 'not-done' })
    await contain({ step: 'revoke-sessions' })
    expect(await readRow('revoke-sessions')).toMatchObject({
      word: 'looks fine',
      finding: 'Reprieve revoked them 03:15 UTC (Maya).',
      answer: 'done',
    })
  })

  test('blocked sign-in still has that in its record', async () => {
    await contain({ step: 'block-sign-in' })
    expect(await readRow('block-sign-in')).toMatchObject({
      finding: 'Reprieve blocked it 03:15 UTC (Maya). Sign-in is blocked.',
      answer: 'done',
    })
    await stage.press(tom, 'confirm', await toAnswers(stage, tom, incident.id))
    const submitted = (await stage.journal(incident.id)).findLast(({ type }) => type === 'review.submitted')
    expect(submitted?.data.attested).toMatchObject({ 'block-sign-in': 'done' })
  })

  test.each([
    ['stop-forwarding', {}, 'forwarding', 'Reprieve turned it off 03:15 UTC (Maya). Nothing is forwarded.'],
    [
      'disable-inbox-rules',
      { targets: `${toHandle('Bianchi, Laura\\4711')},${toHandle('Bianchi, Laura\\4712')}` },
      'inbox-rules',
      'Reprieve turned rules off 03:15 UTC (Maya). "." (hidden, disabled) deletes everything.',
    ],
  ])('did %s tells it too', async (step, more, ruleId, finding) => {
    await contain({ step, ...more })
    expect(await readRow(ruleId)).toMatchObject({ word: 'looks fine', finding, answer: 'done' })
  })

  test('required a password change does not pass for a reset', async () => {
    await contain({ step: 'require-password-change' })
    const row = await readRow('reset-password')
    expect(row?.answer).toBe('not-done')
  })

  test('removed an app goes on with those that are left', async () => {
    await contain({ step: 'remove-grant', target: toHandle('grant-1') })
    expect((await readRow('consented-apps'))?.finding).toMatch(
      /^Reprieve removed the access of an app 03:15 UTC \(Maya\)\./,
    )
  })
})

describe('what was seen after the deed', () => {
  test('counts: a sign-in since the sessions were revoked is a finding, and nothing is prefilled', async () => {
    await contain({ step: 'revoke-sessions' })
    await stage.advance(20 * minuteMilliseconds)
    const at = stage.clock.now() - minuteMilliseconds
    const signIn = { at, from: 'Lagos, NG', ipAddress: '203.0.113.9', client: 'Browser', succeeded: true }
    await see({ signIns: known([signIn]) })
    expect(await readRow('revoke-sessions')).toMatchObject({ word: 'found', answer: 'not-done' })
    expect((await readRow('revoke-sessions'))?.finding).toContain(
      'Since then there was a sign-in from Lagos, NG',
    )
  })

  test('counts: a sign-in that is allowed again is a finding', async () => {
    await contain({ step: 'block-sign-in' })
    await stage.advance(minuteMilliseconds)
    await see({})
    expect(await readRow('block-sign-in')).toMatchObject({
      word: 'found',
      finding: 'Reprieve blocked it 03:15 UTC (Maya). Sign-in is allowed again since.',
      answer: 'not-done',
    })
  })

  test('is not what a failed or given back step leaves: it is as if it had never been done', async () => {
    await contain({ step: 'block-sign-in' })
    const page = toView(await stage.press(maya, 'containment', { incidentId: incident.id }), 'containment')
    await contain({ undoes: page.contained[0]?.containmentId ?? '' })
    expect(await readRow('block-sign-in')).toMatchObject({
      finding: 'Sign-in is allowed.',
      answer: 'not-done',
    })
  })
})

describe('an answer', () => {
  test('from before the deed gives way to it, one from after stays', async () => {
    const give = async (answer: string) => {
      const form = await openForm(stage, tom, incident.id)
      const row = form.rows.find(({ inputId }) => inputId.startsWith('attest.revoke-sessions.'))
      const press = fillForm(form, { note: 'Still to be done' })
      return stage.press(tom, 'confirm', {
        ...press,
        values: { ...press.values, [row?.inputId ?? '']: answer },
      })
    }
    await stage.press(tom, 'review', { incidentId: incident.id })
    await give('not-done')
    await stage.advance(minuteMilliseconds)
    await contain({ step: 'revoke-sessions' })
    expect((await readRow('revoke-sessions'))?.answer).toBe('done')
    await stage.advance(minuteMilliseconds)
    await give('not-done')
    expect((await readRow('revoke-sessions'))?.answer).toBe('not-done')
  })
})
