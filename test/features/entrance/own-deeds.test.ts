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
  return toView(answer, 'recommendations').rows.find((row) => row.ruleId === ruleId)
}

describe('a review after Reprieve', () => {
  test('revoked the sessions ticks that step and says who did it, instead of "still open"', async () => {
    expect(await readRow('revoke-sessions')).toMatchObject({ word: 'still open' })
    await contain({ step: 'revoke-sessions' })
    expect(await readRow('revoke-sessions')).toMatchObject({
      icon: '✅',
      word: 'by Maya 03:15 UTC',
      finding: 'Reprieve revoked them 03:15 UTC (Maya).',
    })
  })

  test('blocked sign-in still has that in its record', async () => {
    await contain({ step: 'block-sign-in' })
    expect(await readRow('block-sign-in')).toMatchObject({
      word: 'by Maya 03:15 UTC',
      finding: 'Reprieve blocked it 03:15 UTC (Maya). Sign-in is blocked.',
    })
    await stage.press(tom, 'confirm', await toAnswers(stage, tom, incident.id))
    const submitted = (await stage.journal(incident.id)).findLast(({ type }) => type === 'review.submitted')
    expect(submitted?.data.attested).toMatchObject({ 'block-sign-in': 'done' })
    expect(submitted?.data.how).toMatchObject({ 'block-sign-in': 'ours', 'revoke-sessions': 'open' })
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
    expect(await readRow(ruleId)).toMatchObject({ word: 'by Maya 03:15 UTC', finding })
  })

  test('required a password change does not pass for a reset', async () => {
    await contain({ step: 'require-password-change' })
    expect((await readRow('reset-password'))?.word).toBe('still open')
  })

  test('removed an app goes on with those that are left', async () => {
    await contain({ step: 'remove-grant', target: toHandle('grant-1') })
    expect((await readRow('consented-apps'))?.finding).toMatch(
      /^Reprieve removed the access of an app 03:15 UTC \(Maya\)\./,
    )
  })
})

describe('what was seen after the deed', () => {
  test('counts: a sign-in since the sessions were revoked is a finding, and the step is open again', async () => {
    await contain({ step: 'revoke-sessions' })
    await stage.advance(20 * minuteMilliseconds)
    const at = stage.clock.now() - minuteMilliseconds
    const signIn = { at, from: 'Lagos, NG', ipAddress: '203.0.113.9', client: 'Browser', succeeded: true }
    await see({ signIns: known([signIn]) })
    expect(await readRow('revoke-sessions')).toMatchObject({ word: 'still open' })
    expect((await readRow('revoke-sessions'))?.finding).toContain(
      'Since then there was a sign-in from Lagos, NG',
    )
  })

  test('counts: a sign-in that is allowed again is a finding', async () => {
    await contain({ step: 'block-sign-in' })
    await stage.advance(minuteMilliseconds)
    await see({})
    expect(await readRow('block-sign-in')).toMatchObject({
      word: 'still open',
      finding: 'Reprieve blocked it 03:15 UTC (Maya). Sign-in is allowed again since.',
    })
  })

  test('is not what a failed or given back step leaves: it is as if it had never been done', async () => {
    await contain({ step: 'block-sign-in' })
    const page = toView(await stage.press(maya, 'containment', { incidentId: incident.id }), 'containment')
    await contain({ undoes: page.contained[0]?.containmentId ?? '' })
    expect(await readRow('block-sign-in')).toMatchObject({
      finding: 'Sign-in is allowed.',
      word: 'still open',
    })
  })
})

describe('a step that was said to be done by hand', () => {
  test('from before the deed gives way to it: what is known is not asked', async () => {
    const byHand = async () => (await openForm(stage, tom, incident.id)).byHand.map(({ ruleId }) => ruleId)
    await stage.press(tom, 'review', { incidentId: incident.id })
    const form = await openForm(stage, tom, incident.id)
    await stage.press(tom, 'confirm', fillForm(form, { byHand: 'all', note: 'Still to be done' }))
    expect(await byHand()).toContain('revoke-sessions')
    await stage.advance(minuteMilliseconds)
    await contain({ step: 'revoke-sessions' })
    expect(await byHand()).not.toContain('revoke-sessions')
    expect((await readRow('revoke-sessions'))?.word).toBe('by Maya 03:16 UTC')
  })
})
