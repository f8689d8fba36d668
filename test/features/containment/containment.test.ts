import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import type { ContainmentStep } from '../../../src/domain/containment.js'
import { toHandle } from '../../../src/domain/handle.js'
import type { Incident } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError, type BackendFailure } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { createTakenOver } from '../../domain/rules/evidence.js'
import { confirm, createSender, getIncident, pressYes, readCard, restrict } from '../acts.js'
import { laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const unchanged = (code: BackendFailure['code']) =>
  new BackendError(`Exchange says: ${code}.`, { code, outcome: 'unchanged' })
const lost = new BackendError('The answer was lost.', { code: 'timeout', outcome: 'unknown' })

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
  stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
})
afterEach(async () => {
  await stage.close()
})

type Values = Readonly<Record<string, string>>

const listValues = ({ groups }: PlainViews['containment']) =>
  groups.flatMap(({ choices }) => choices.map(({ choiceId }) => choiceId))
const countCalls = () => stage.backend.calls.filter((call) => call.startsWith('contain ')).length
const open = async (actor: Actor, { id }: Incident) =>
  toView(await stage.press(actor, 'containment', { incidentId: id }), 'containment')

async function ask(actor: Actor, { id }: Incident, values: Values) {
  return toView(await stage.press(actor, 'contain', { incidentId: id, values }), 'contain-confirm')
}

function sayYes(actor: Actor, { incidentId, confirmationId }: PlainViews['contain-confirm']) {
  return stage.press(actor, 'contain-now', { incidentId, confirmationId })
}

/** Through the question and the Yes, until it has ended. */
async function contain(actor: Actor, incident: Incident, values: Values): Promise<void> {
  toView(await sayYes(actor, await ask(actor, incident, values)), 'containment')
  await stage.idle()
}

const types = async (id: string) =>
  (await stage.journal(id)).flatMap(({ type }) => (type.startsWith('containment.') ? [type] : []))

const step = (name: ContainmentStep): Values => ({ step: name })
const rule = (number: number) => toHandle(`Bianchi, Laura\\471${number}`)

describe('the page', () => {
  test('offers what the evidence shows, suspicious rules first, in the order Microsoft gives', async () => {
    const view = await open(maya, await restrict(stage, sam))
    expect(view.groups).toHaveLength(1)
    expect(view.groups[0]?.choices.map(({ title, text }) => [title, text])).toEqual([
      ['Block sign-in', 'Nobody can sign in. Can be allowed again'],
      ['Revoke sessions', 'Signed out everywhere, in some minutes'],
      ['Require a new password', 'At the next sign-in; until then the old one stays valid'],
      ['Remove app Mail Helper', 'Mail.Send'],
      ['Turn off forwarding', 'To drop@evil.example'],
      ['Turn off rule "."', 'hidden, deletes everything'],
      ['Turn off rule "Archive"', 'moves to Archive'],
    ])
    expect(view.gaps).toEqual([{ text: '1 app cannot be removed from here.' }])
    expect(view).toMatchObject({ contained: [], canReview: true, problem: '' })
  })

  test('is offered in the wizard and in the details, to those who may', async () => {
    const { id } = await restrict(stage, sam)
    for (const [actor, may] of [
      [maya, true],
      [olga, false],
    ] as const) {
      const overview = toView(await stage.press(actor, 'review', { incidentId: id }), 'overview')
      const page = toView(await stage.press(actor, 'recommendations', { incidentId: id }), 'recommendations')
      const details = toView(await stage.press(actor, 'show', { incidentId: id }), 'show')
      expect([overview.canContain, page.canContain, details.canContain]).toEqual([may, may, may])
    }
  })

  test('is closed to everybody else, and to the owner of the mailbox', async () => {
    const own = createSender('laura@contoso.com')
    stage.backend.know(own.entity, createTakenOver())
    const { id } = await restrict(stage, own)
    for (const actor of [vera, olga, laura]) {
      expect(toView(await stage.press(actor, 'containment', { incidentId: id }), 'notice').title).toBe(
        'Not done',
      )
      const press = { incidentId: id, values: step('block-sign-in') }
      expect(toView(await stage.press(actor, 'contain', press), 'notice').title).toBe('Not done')
    }
    const refused = (await stage.journal(id)).filter(({ type }) => type === 'press.refused')
    expect(refused.map(({ data }) => data.reason)).toEqual([
      ...Array.from({ length: 4 }, () => 'no-role'),
      ...Array.from({ length: 2 }, () => 'own-mailbox'),
    ])
  })

  test('says why there is nothing for a connector, and is not offered there', async () => {
    const relay = createSender('', {
      entity: { kind: 'connector', connectorId: 'c-1', name: 'Relay' },
      raw: {},
    })
    const incident = await restrict(stage, relay)
    const overview = toView(await stage.press(maya, 'review', { incidentId: incident.id }), 'overview')
    expect(overview.canContain).toBe(false)
    const view = await open(maya, incident)
    expect([view.groups, view.confirmationId]).toEqual([[], ''])
    expect(view.gaps[0]?.text).toContain('A connector has no sign-in')
  })

  test('tells synced accounts apart: a caution, and no change of the password', async () => {
    stage.backend.know(sam.entity, createTakenOver({ synced: true, addresses: ['sam@contoso.com'] }))
    const incident = await restrict(stage, sam)
    const view = await open(maya, incident)
    expect(listValues(view)).not.toContain('require-password-change')
    expect(view.gaps.map(({ text }) => text).join()).toContain('on-premises Active Directory, twice')
    expect(view.cautions[0]?.text).toContain('next sync reverts')
    expect((await ask(maya, incident, step('block-sign-in'))).caution).toContain('next sync reverts')
  })
})

describe('one step', () => {
  test('is asked about by name, done, remembered, and shown to everybody without names', async () => {
    const incident = await restrict(stage, sam)
    const page = await ask(maya, incident, step('block-sign-in'))
    expect(page).toMatchObject({
      yesTitle: 'Yes, block sign-in',
      yesText: 'Yes, block sign-in of sam@contoso.com',
      undoText: 'This can be taken back here. How it was before is remembered.',
    })
    expect(page.warning).toContain('Block sign-in of sam@contoso.com.')
    expect(countCalls()).toBe(0)
    const release = stage.backend.hold('contain')
    const underWay = toView(await sayYes(maya, page), 'containment')
    expect(underWay.contained).toMatchObject([{ word: 'under way', title: 'Block sign-in', undoTitle: '' }])
    expect(listValues(underWay)).not.toContain('block-sign-in')
    await stage.idle()
    release()
    await stage.idle()
    const after = await open(tom, incident)
    expect(after.contained).toEqual([
      {
        containmentId: page.confirmationId,
        step: 'block-sign-in',
        icon: '✅',
        result: 'done',
        word: 'done',
        title: 'Block sign-in',
        byText: 'Maya, 03:15 UTC',
        detail: 'block-sign-in is done.',
        undoTitle: 'Allow sign-in again',
        handText: '',
      },
    ])
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, incident.id)).toMatchObject({
        progress: [],
        standingText: 'Not given back: sign-in blocked by Maya 03:15 UTC.',
        canGiveBack: true,
      })
    expect(await types(incident.id)).toEqual([
      'containment.requested',
      'containment.attempted',
      'containment.done',
    ])
    const details = toView(await stage.press(vera, 'show', { incidentId: incident.id }), 'show')
    expect(details.timeline.map(({ text }) => text)).toContain(
      'Block sign-in: done by Maya. block-sign-in is done.',
    )
  })

  test('is followed by fresh evidence, which the page and the recommendations go by', async () => {
    const incident = await restrict(stage, sam)
    const gathers = stage.backend.calls.filter((call) => call.startsWith('gather')).length
    await contain(maya, incident, step('stop-forwarding'))
    expect(stage.backend.calls.filter((call) => call.startsWith('gather'))).toHaveLength(gathers + 1)
    const { evidence } = await getIncident(stage, incident.id)
    expect(evidence).toMatchObject({ forwarding: { known: true, value: null } })
    expect(listValues(await open(maya, incident))).not.toContain('stop-forwarding')
  })

  test('on inbox rules takes those that were ticked, several at once', async () => {
    const incident = await restrict(stage, sam)
    const targets = `${rule(1)},${rule(2)}`
    const page = await ask(maya, incident, { ...step('disable-inbox-rules'), targets })
    expect(page.targets).toEqual([{ text: '"."' }, { text: '"Archive"' }])
    await sayYes(maya, page)
    await stage.idle()
    const view = await open(maya, incident)
    expect(listValues(view).filter((value) => value.startsWith('disable-inbox-rules'))).toEqual([])
    expect(view.contained[0]?.title).toBe('Turn off inbox rules: ".", "Archive"')
    expect(readCard(stage.slack, incident.id).standingText).toBe(
      'Not given back: inbox rules turned off by Maya 03:15 UTC.',
    )
  })

  test('on inbox rules needs at least one', async () => {
    const { id } = await restrict(stage, sam)
    const press = { incidentId: id, values: step('disable-inbox-rules') }
    const view = toView(await stage.press(maya, 'contain', press), 'containment')
    expect(view.problem).toBe('Choose at least one inbox rule first.')
  })

  test('on a grant takes that one', async () => {
    const incident = await restrict(stage, sam)
    const target = toHandle('grant-1')
    const page = await ask(maya, incident, { ...step('remove-grant'), target })
    expect(page.targets).toEqual([{ text: 'Mail Helper' }])
    await sayYes(maya, page)
    await stage.idle()
    const { evidence } = await getIncident(stage, incident.id)
    expect(evidence).toMatchObject({ consents: { value: [{ app: 'Whole Tenant' }] } })
  })

  test.each([
    ['a step that does not exist', { step: 'erase-everything' }],
    ['a step of an object', { step: '__proto__' }],
    ['a rule that is not there', { step: 'disable-inbox-rules', targets: 'ffffffffffffffff' }],
    ['an id instead of what stands for it', { step: 'remove-grant', target: 'grant-1' }],
    ['a way back from nothing', { undoes: 'id-1' }],
    ['nothing', {}],
  ])('is not asked about when a press wants %s', async (_, values) => {
    const { id } = await restrict(stage, sam)
    const answer = toView(await stage.press(maya, 'contain', { incidentId: id, values }), 'containment')
    expect(answer.problem).not.toBe('')
    expect((await getIncident(stage, id)).containments).toBeUndefined()
  })

  test('makes an earlier confirmation of the unblock worthless', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, tom, incident)
    await contain(maya, incident, step('revoke-sessions'))
    const again = toView(await pressYes(stage, tom, page), 'recommendations')
    expect(again.problem).toContain('Something was found or done since you looked')
    expect(stage.backend.isListed(sam.entity)).toBe(true)
  })

  test('is possible while the unblock is watched, and nothing new is begun when all is over', async () => {
    const incident = await restrict(stage, sam)
    await pressYes(stage, maya, await confirm(stage, maya, incident))
    await stage.idle()
    expect((await open(tom, incident)).canReview).toBe(false)
    await contain(tom, incident, step('block-sign-in'))
    expect(countCalls()).toBe(1)
    await stage.skip(61 * minuteMilliseconds)
    const over = { incidentId: incident.id, values: step('revoke-sessions') }
    expect(toView(await stage.press(tom, 'contain', over), 'notice').text).toContain('This is over')
    expect(await open(tom, incident)).toMatchObject({ groups: [], confirmationId: '', gaps: [] })
    expect(countCalls()).toBe(1)
  })
})

describe('the way back', () => {
  test('is asked about too, brings back what was remembered, and is walked once', async () => {
    const incident = await restrict(stage, sam)
    await contain(maya, incident, step('block-sign-in'))
    const [done] = (await open(tom, incident)).contained
    const page = await ask(tom, incident, { undoes: done?.containmentId ?? '' })
    expect(page).toMatchObject({
      yesTitle: 'Yes, allow sign-in again',
      yesText: 'Yes, allow sign-in of sam@contoso.com',
    })
    await sayYes(tom, page)
    await stage.idle()
    const { evidence } = await getIncident(stage, incident.id)
    expect(evidence).toMatchObject({ account: { value: { signInAllowed: true } } })
    const view = await open(maya, incident)
    expect(view.contained.map(({ title, word, undoTitle }) => [title, word, undoTitle])).toEqual([
      ['Block sign-in', 'taken back', ''],
      ['Give back sign-in', 'done', ''],
    ])
    expect(listValues(view)[0]).toBe('block-sign-in')
    expect(readCard(stage.slack, incident.id)).toMatchObject({ standingText: '', canGiveBack: false })
    const press = { incidentId: incident.id, values: { undoes: done?.containmentId ?? '' } }
    expect(toView(await stage.press(tom, 'contain', press), 'containment').problem).not.toBe('')
  })

  test('does not exist for sessions', async () => {
    const incident = await restrict(stage, sam)
    expect((await ask(maya, incident, step('revoke-sessions'))).undoText).toBe('This cannot be taken back.')
    await contain(maya, incident, step('revoke-sessions'))
    expect((await open(maya, incident)).contained[0]).toMatchObject({ word: 'done', undoTitle: '' })
  })

  test('of somebody else shows: what was done is no longer said to be so', async () => {
    const incident = await restrict(stage, sam)
    await contain(maya, incident, step('block-sign-in'))
    stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
    await stage.advance(minuteMilliseconds)
    await stage.press(maya, 'review', { incidentId: incident.id })
    await stage.press(maya, 'refresh', { incidentId: incident.id })
    await stage.idle()
    const view = await open(maya, incident)
    expect(view.contained[0]).toMatchObject({ word: 'not so any more' })
    expect(listValues(view)[0]).toBe('block-sign-in')
  })
})

describe('one act', () => {
  test('comes of a double press', async () => {
    const page = await ask(maya, await restrict(stage, sam), step('block-sign-in'))
    const answers = await Promise.all([sayYes(maya, page), sayYes(maya, page)])
    await stage.advance(minuteMilliseconds)
    expect(answers.map((card) => card?.name)).toEqual(['containment', 'notice'])
    expect(toView(answers[1], 'notice').text).toBe(
      'You confirmed this step at 03:15 UTC already. Nothing was done twice.',
    )
    expect(toView(await sayYes(maya, page), 'notice').text).toContain('Nothing was done twice')
    expect(countCalls()).toBe(1)
  })

  test('comes of two admins at the same moment, and the second is told who was first', async () => {
    const incident = await restrict(stage, sam)
    const pages = [
      await ask(maya, incident, step('block-sign-in')),
      await ask(tom, incident, step('block-sign-in')),
    ] as const
    const [, second] = await Promise.all([sayYes(maya, pages[0]), sayYes(tom, pages[1])])
    await stage.advance(minuteMilliseconds)
    expect(toView(second, 'notice').text).toBe(
      'Maya confirmed this step at 03:15 UTC already. Nothing was done twice.',
    )
    expect(countCalls()).toBe(1)
  })

  test('is nobody else’s, and not for ever', async () => {
    const incident = await restrict(stage, sam)
    const page = await ask(maya, incident, step('block-sign-in'))
    expect(toView(await sayYes(tom, page), 'notice').text).toContain('belongs to somebody else')
    await stage.advance(10 * minuteMilliseconds)
    expect(toView(await sayYes(maya, page), 'notice').text).toContain('has expired')
    await ask(tom, incident, step('block-sign-in'))
    const { containments = [] } = await getIncident(stage, incident.id)
    expect(containments.map(({ by }) => by.name)).toEqual(['Tom'])
    expect(countCalls()).toBe(0)
  })

  test('waits for the one before: steps on one account run one at a time', async () => {
    const incident = await restrict(stage, sam)
    const release = stage.backend.hold('contain')
    await contain(maya, incident, step('block-sign-in'))
    await contain(tom, incident, step('revoke-sessions'))
    expect(countCalls()).toBe(1)
    release()
    await stage.advance(1_000)
    expect(countCalls()).toBe(2)
  })
})

describe('a step that fails', () => {
  test.each(['forbidden', 'throttled', 'unavailable', 'rejected'] as const)(
    'for %s is not tried again, says why, and can be asked for anew',
    async (code) => {
      const incident = await restrict(stage, sam)
      stage.backend.trouble('contain', { error: unchanged(code) })
      await contain(maya, incident, step('block-sign-in'))
      await stage.advance(5 * minuteMilliseconds)
      expect(countCalls()).toBe(1)
      const view = await open(maya, incident)
      expect(view.contained[0]).toMatchObject({
        word: 'failed',
        detail: `Exchange says: ${code}. Nothing was changed.`,
        undoTitle: '',
      })
      expect(await types(incident.id)).toContain('containment.failed')
      expect(readCard(stage.slack, incident.id).progress).toEqual([])
      await contain(tom, incident, step('block-sign-in'))
      expect(countCalls()).toBe(2)
    },
  )

  test.each([
    ['done', true, false],
    ['undone', false, true],
  ])('to answer is unknown (%s), and the next evidence shows the truth', async (_, isDone, isOffered) => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('contain', { error: lost, isDone })
    await contain(maya, incident, step('block-sign-in'))
    await stage.advance(minuteMilliseconds)
    expect(countCalls()).toBe(1)
    const view = await open(maya, incident)
    expect(view.contained[0]).toMatchObject({
      word: 'outcome unknown',
      detail: 'The answer was lost. Look at the evidence before you try again.',
    })
    expect(listValues(view).includes('block-sign-in')).toBe(isOffered)
    expect(await types(incident.id)).toContain('containment.unknown')
  })

  test('to answer at all is given up', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.hold('contain')
    await contain(maya, incident, step('block-sign-in'))
    await stage.advance(61_000)
    expect((await open(maya, incident)).contained[0]?.word).toBe('outcome unknown')
    expect(countCalls()).toBe(1)
  })
})

describe('a bot that dies', () => {
  test('right after it asked never asks again, and says that it does not know', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.hold('contain')
    await contain(maya, incident, step('block-sign-in'))
    expect(countCalls()).toBe(1)
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    const view = await open(maya, incident)
    expect(view.contained[0]).toMatchObject({ word: 'outcome unknown' })
    expect(view.contained[0]?.detail).toContain('Reprieve was interrupted')
    expect(countCalls()).toBe(1)
  })

  test('before it asked leaves an accepted Yes that the next one finishes', async () => {
    const incident = await restrict(stage, sam)
    const page = await ask(maya, incident, step('block-sign-in'))
    // The one that dies saves the Yes and nothing after it.
    stage
      .store()
      .beforeCommit(({ events = [] }) =>
        events.some(({ type }) => type === 'containment.attempted') ? new Promise(() => {}) : undefined,
      )
    toView(await sayYes(maya, page), 'containment')
    await stage.idle()
    expect(countCalls()).toBe(0)
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    expect(countCalls()).toBe(1)
    expect((await open(maya, incident)).contained[0]).toMatchObject({ word: 'done', byText: /^Maya/ })
  })

  test('keeps the question for the one who asked', async () => {
    const incident = await restrict(stage, sam)
    const page = await ask(maya, incident, step('block-sign-in'))
    await stage.crash()
    toView(await sayYes(maya, page), 'containment')
    await stage.idle()
    expect(countCalls()).toBe(1)
  })
})

describe('an incident that closes meanwhile', () => {
  test('tells on its card what became of the step all the same', async () => {
    const incident = await restrict(stage, sam)
    await stage.advance(30_000)
    const release = stage.backend.hold('contain')
    await contain(maya, incident, step('block-sign-in'))
    stage.backend.clear(sam.entity)
    await stage.advance(48_000)
    expect((await getIncident(stage, incident.id)).state.status).toBe('closed')
    release()
    await stage.idle()
    expect(await types(incident.id)).toEqual([
      'containment.requested',
      'containment.attempted',
      'containment.done',
    ])
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, incident.id)).toMatchObject({
        statusWord: 'Left the list, not given back',
        standingText: 'Not given back: sign-in blocked by Maya 03:16 UTC.',
        canGiveBack: true,
      })
  })

  test('calls a step off that had not begun', async () => {
    const incident = await restrict(stage, sam)
    await stage.advance(30_000)
    const release = stage.backend.hold('contain')
    await contain(maya, incident, step('block-sign-in'))
    await contain(tom, incident, step('revoke-sessions'))
    stage.backend.clear(sam.entity)
    await stage.advance(48_000)
    release()
    await stage.advance(1_000)
    expect(countCalls()).toBe(1)
    const failed = (await stage.journal(incident.id)).find(({ type }) => type === 'containment.failed')
    expect(failed?.data).toMatchObject({
      step: 'revoke-sessions',
      detail: 'This was closed before the step began. Nothing was changed.',
    })
  })
})
