import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { toHandle } from '../../../src/domain/handle.js'
import type { Incident } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { createSenderEvidence, createTakenOver } from '../../domain/rules/evidence.js'
import { confirm, createSender, getIncident, pressYes, readCard, restrict } from '../acts.js'
import { maya, olga, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
let stage: Stage
beforeEach(async () => {
  stage = await createStage()
  stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
})
afterEach(async () => {
  await stage.close()
})

type Page = PlainViews['containment']

const open = async (actor: Actor, { id }: Incident) =>
  toView(await stage.press(actor, 'containment', { incidentId: id }), 'containment')

const toIds = (ticked: readonly { readonly choiceId: string }[]) => ticked.map(({ choiceId }) => choiceId)

const sayYes = (actor: Actor, { incidentId, confirmationId, groups }: Page, values?: readonly string[]) =>
  stage.press(actor, 'contain-set', {
    incidentId,
    confirmationId,
    values: Object.fromEntries(
      groups.map(({ inputId, ticked }, index) => [
        inputId,
        values === undefined ? toIds(ticked).join(',') : index === 0 ? values.join(',') : '',
      ]),
    ),
  })

const live = async (actor: Actor, { id }: Incident) =>
  toView(await stage.press(actor, 'contain-live', { incidentId: id }), 'contain-live')

const countCalls = () => stage.backend.calls.filter((call) => call.startsWith('contain ')).length
const readRows = ({ rows }: PlainViews['contain-live']) => rows.map(({ title, word }) => `${title}: ${word}`)
const account = ['block-sign-in', 'revoke-sessions', 'require-password-change']
const rule = (number: number) => `disable-inbox-rules:${toHandle(`Bianchi, Laura\\471${number}`)}`

describe('what is ticked before anybody looked', () => {
  test('takes back an account that looks taken over: but no harmless rule', async () => {
    const { groups } = await open(maya, await restrict(stage, sam))
    expect(toIds(groups[0]?.ticked ?? [])).toEqual([
      ...account,
      `remove-grant:${toHandle('grant-1')}`,
      'stop-forwarding',
      rule(2),
    ])
  })

  test('is nothing where nothing points to somebody else', async () => {
    const plain = createSender('quiet@contoso.com')
    stage.backend.know(
      plain.entity,
      createSenderEvidence({ account: createTakenOver({ addresses: ['quiet@contoso.com'] }).account }),
    )
    const { groups } = await open(maya, await restrict(stage, plain))
    expect(groups[0]?.choices.length).toBeGreaterThan(0)
    expect(groups[0]).toMatchObject({ ticked: [] })
  })
})

describe('one Yes', () => {
  test('does all that is ticked, each step a record of its own, in the order of the list', async () => {
    const incident = await restrict(stage, sam)
    const page = await open(maya, incident)
    const first = toView(await sayYes(maya, page), 'contain-live')
    expect(first).toMatchObject({ doneText: '0 of 6 done', isRunning: true })
    expect(first.rows.at(-1)).toMatchObject({ word: 'waiting', byText: '' })
    await stage.advance(1_000)
    const after = await live(maya, incident)
    expect(after).toMatchObject({ doneText: '6 of 6 done', isRunning: false })
    expect(after.rows.map(({ title }) => title)).toEqual([
      'Block sign-in',
      'Revoke sessions',
      'Require a password change',
      'Remove access of an app: Mail Helper',
      'Turn off forwarding',
      'Turn off inbox rules: "."',
    ])
    expect(readCard(stage.slack, incident.id).standingText).toBe(
      'Not given back: sign-in blocked, password change required at the next sign-in, app access removed, forwarding turned off, inbox rules turned off by Maya 03:15 UTC.',
    )
    expect(
      after.rows.every(({ byText }) => /^Maya, \d\d:\d\d UTC\u00A0\+\u00A0\d+\u00A0s$/.test(byText)),
    ).toBe(true)
    const events = (await stage.journal(incident.id)).filter(({ type }) => type.startsWith('containment.'))
    expect(events.filter(({ type }) => type === 'containment.requested')).toHaveLength(6)
    expect(events.filter(({ type }) => type === 'containment.done')).toHaveLength(6)
    expect(countCalls()).toBe(6)
  })

  test('shows what waits while a step is under way', async () => {
    const incident = await restrict(stage, sam)
    const page = await open(maya, incident)
    const release = stage.backend.hold('contain')
    await sayYes(maya, page, ['block-sign-in', 'revoke-sessions'])
    await stage.idle()
    expect(readRows(await live(maya, incident))).toEqual([
      'Block sign-in: under way',
      'Revoke sessions: waiting',
    ])
    release()
    await stage.idle()
  })

  test('goes on after a step that failed, and says where to do that one by hand', async () => {
    const incident = await restrict(stage, sam)
    const page = await open(maya, incident)
    stage.backend.trouble('contain', {
      error: new BackendError('No role.', { code: 'forbidden', outcome: 'unchanged' }),
    })
    await sayYes(maya, page, ['block-sign-in', 'revoke-sessions'])
    await stage.advance(1_000)
    const view = await live(maya, incident)
    expect(readRows(view)).toEqual(['Block sign-in: failed', 'Revoke sessions: done'])
    expect(view.rows[0]?.handText).toContain('Entra admin center')
    expect(view.doneText).toBe('1 of 2 done')
  })

  test('counts once, whoever presses again, and does nothing twice', async () => {
    const page = await open(maya, await restrict(stage, sam))
    const answers = await Promise.all([sayYes(maya, page), sayYes(maya, page)])
    await stage.advance(1_000)
    expect(answers.map((card) => card?.name)).toEqual(['contain-live', 'notice'])
    expect(toView(answers[1], 'notice').text).toContain('Nothing was done twice')
    expect(countCalls()).toBe(6)
  })

  test('is nobody else’s, and not for ever', async () => {
    const incident = await restrict(stage, sam)
    const page = await open(maya, incident)
    expect(toView(await sayYes(tom, page), 'notice').text).toContain('belongs to somebody else')
    expect(toView(await sayYes(olga, page), 'notice').text).toContain('"approver"')
    await stage.advance(10 * minuteMilliseconds)
    expect(toView(await sayYes(maya, page), 'notice').text).toContain('has expired')
    expect(countCalls()).toBe(0)
  })

  test('asks again when something was found or done since the page was drawn', async () => {
    const incident = await restrict(stage, sam)
    const page = await open(maya, incident)
    await sayYes(tom, await open(tom, incident), ['revoke-sessions'])
    await stage.advance(1_000)
    const again = toView(await sayYes(maya, page), 'containment')
    expect(again.problem).toContain('since this page was drawn')
    expect(countCalls()).toBe(1)
    toView(await sayYes(maya, again), 'contain-live')
  })

  test.each([
    ['nothing', []],
    ['a step that does not exist', ['erase-everything']],
    ['a rule that is not there', ['disable-inbox-rules:ffffffffffffffff']],
  ])('is not taken with %s ticked', async (_, values) => {
    const incident = await restrict(stage, sam)
    const answer = toView(await sayYes(maya, await open(maya, incident), values), 'containment')
    expect(answer.problem).not.toBe('')
    expect((await getIncident(stage, incident.id)).containments).toBeUndefined()
  })

  test('makes an earlier confirmation of the unblock worthless', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, tom, incident)
    await sayYes(maya, await open(maya, incident), ['revoke-sessions'])
    await stage.advance(1_000)
    toView(await pressYes(stage, tom, page), 'recommendations')
  })

  test('outlives a bot that dies in the middle, and no step is sent twice', async () => {
    const incident = await restrict(stage, sam)
    const page = await open(maya, incident)
    stage.backend.hold('contain')
    await sayYes(maya, page, ['block-sign-in', 'revoke-sessions'])
    await stage.advance(1_000)
    expect(countCalls()).toBe(1)
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    expect(countCalls()).toBe(2)
    expect(readRows(await live(maya, incident))).toEqual([
      'Block sign-in: outcome unknown',
      'Revoke sessions: done',
    ])
  })
})

test('a page that is drawn again keeps its question: a look writes nothing', async () => {
  const incident = await restrict(stage, sam)
  const first = await open(maya, incident)
  const { version } = await getIncident(stage, incident.id)
  expect((await open(maya, incident)).confirmationId).toBe(first.confirmationId)
  expect((await getIncident(stage, incident.id)).version).toBe(version)
})
