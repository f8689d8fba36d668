// What Reprieve changed on an account and nobody gave back: it stays in sight, and the way back stays open, until it is walked.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { toHandle } from '../../../src/domain/handle.js'
import type { Incident } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { createTakenOver } from '../../domain/rules/evidence.js'
import { createSender, getIncident, readCard, readTypes, restrict, unblock } from '../acts.js'
import { laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const lost = new BackendError('The answer was lost.', { code: 'timeout', outcome: 'unknown' })
const blocked = 'Not given back: sign-in blocked by Maya 03:15 UTC.'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
  know('sam@contoso.com')
})
afterEach(async () => {
  await stage.close()
})

type Values = Readonly<Record<string, string>>

function know(address: string): void {
  stage.backend.know({ kind: 'sender', address }, createTakenOver({ addresses: [address] }))
}

const countCalls = () => stage.backend.calls.filter((call) => call.startsWith('contain ')).length
const open = async (actor: Actor, { id }: Incident) =>
  toView(await stage.press(actor, 'containment', { incidentId: id }), 'containment')

async function ask(actor: Actor, { id }: Incident, values: Values) {
  return toView(await stage.press(actor, 'contain', { incidentId: id, values }), 'contain-confirm')
}

function sayYes(actor: Actor, { incidentId, confirmationId }: PlainViews['contain-confirm']) {
  return stage.press(actor, 'contain-now', { incidentId, confirmationId })
}

async function contain(actor: Actor, incident: Incident, values: Values): Promise<void> {
  toView(await sayYes(actor, await ask(actor, incident, values)), 'containment')
  await stage.idle()
}

/** Every step is done, the unblock too, and an hour later the incident is closed. */
async function closeAfter(steps: readonly Values[], address = 'sam@contoso.com'): Promise<Incident> {
  know(address)
  const incident = await restrict(stage, createSender(address))
  for (const values of steps) await contain(maya, incident, values)
  await unblock(stage, tom, incident)
  await stage.skip(61 * minuteMilliseconds)
  const closed = await getIncident(stage, incident.id)
  expect(closed.state.status).toBe('closed')
  return closed
}

async function findUndo(incident: Incident): Promise<{ readonly id: string; readonly title: string }> {
  const row = (await open(tom, incident)).contained.find(({ undoTitle }) => undoTitle !== '')
  return { id: row?.containmentId ?? '', title: row?.undoTitle ?? '' }
}

const askBack = async (actor: Actor, incident: Incident) =>
  ask(actor, incident, { undoes: (await findUndo(incident)).id })

const block = { step: 'block-sign-in' }
const forward = { step: 'stop-forwarding' }

describe('a sign-in that is still blocked when mail flows again', () => {
  test('stays on the card of both platforms, which does not turn green', async () => {
    const { id } = await closeAfter([block, { step: 'revoke-sessions' }])
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, id)).toMatchObject({
        headline: 'May send mail again',
        statusIcon: '🟠',
        statusWord: 'Unblocked, not given back',
        isGood: false,
        isBusy: true,
        standingText: blocked,
        canGiveBack: true,
      })
  })

  test('is on the card while the unblock is watched too', async () => {
    const incident = await restrict(stage, sam)
    await contain(maya, incident, block)
    await unblock(stage, tom, incident)
    expect(readCard(stage.slack, incident.id)).toMatchObject({ standingText: blocked, canGiveBack: true })
  })

  test('is given back from the closed card, which turns green then', async () => {
    const closed = await closeAfter([block])
    const page = await askBack(tom, closed)
    expect(page.warning).toContain('sam@contoso.com: Allow sign-in again.')
    toView(await sayYes(tom, page), 'containment')
    await stage.idle()
    expect(countCalls()).toBe(2)
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, closed.id)).toMatchObject({
        statusWord: 'Unblocked',
        isGood: true,
        standingText: '',
        canGiveBack: false,
      })
    const types = (await stage.journal(closed.id)).flatMap(({ type, data, by }) =>
      type.startsWith('containment.') && data.undoes !== undefined ? [`${type} ${by?.name}`] : [],
    )
    expect(types).toEqual(['containment.requested Tom', 'containment.attempted Tom', 'containment.done Tom'])
    const again = await stage.press(tom, 'contain', {
      incidentId: closed.id,
      values: { undoes: (closed.containments ?? [])[0]?.id ?? '' },
    })
    expect(toView(again, 'containment').problem).not.toBe('')
  })

  test('is told by show, which leads to the way back only those who may walk it', async () => {
    const closed = await closeAfter([block])
    const show = async (actor: Actor) =>
      toView(await stage.command(actor, 'show sam@contoso.com'), 'show').standing
    expect(await show(maya)).toEqual([{ incidentId: closed.id, text: blocked, canGiveBack: true }])
    expect(await show(olga)).toEqual([{ incidentId: closed.id, text: blocked, canGiveBack: false }])
    expect(await show(vera)).toEqual([{ incidentId: closed.id, text: blocked, canGiveBack: false }])
  })

  test('is on the home page and named in the list, until it is given back', async () => {
    const closed = await closeAfter([block])
    const home = async (actor: Actor) => toView(await stage.slack.handlers().onHome(actor), 'home')
    expect((await home(maya)).forYou).toMatchObject([{ incidentId: closed.id, text: blocked }])
    expect((await home(olga)).standing).toMatchObject([{ incidentId: closed.id, standingText: blocked }])
    const list = async () => toView(await stage.command(vera, 'list'), 'list').standingText
    expect(await list()).toBe(
      'Over, but not given back: sam@contoso.com. Type reprieve show and the address.',
    )
    await sayYes(tom, await askBack(tom, closed))
    await stage.idle()
    expect(await list()).toBe('')
  })

  test('is not lost from sight by a new restriction of the same account', async () => {
    const closed = await closeAfter([block])
    const next = await restrict(stage, { ...sam, createdAt: stage.clock.now() })
    const view = toView(await stage.command(maya, 'show sam@contoso.com'), 'show')
    expect(view.incidentId).toBe(next.id)
    expect(view.standing).toEqual([
      {
        incidentId: closed.id,
        text: `From before (restricted 2026-11-22 03:15 UTC): ${blocked}`,
        canGiveBack: true,
      },
    ])
  })

  test('is no longer said to be so when newer evidence shows that somebody gave it back elsewhere', async () => {
    const closed = await closeAfter([block])
    know('sam@contoso.com')
    await open(maya, closed)
    await stage.idle()
    expect(readCard(stage.teams, closed.id)).toMatchObject({ standingText: '', isGood: true })
  })
})

describe('the way back after the end', () => {
  test.each([
    ['the one whose mailbox it is', laura, 'your own mailbox'],
    ['an operator', olga, '"approver"'],
    ['a viewer', vera, '"approver"'],
  ])('is closed to %s', async (_, actor, words) => {
    const { id, containments = [] } = await closeAfter([block], 'laura@contoso.com')
    const press = { incidentId: id, values: { undoes: containments[0]?.id ?? '' } }
    expect(toView(await stage.press(actor, 'contain', press), 'notice').text).toContain(words)
    expect(toView(await stage.press(actor, 'containment', { incidentId: id }), 'notice').text).toContain(
      words,
    )
    expect(countCalls()).toBe(1)
  })

  test('is one act of a double press', async () => {
    const page = await askBack(tom, await closeAfter([block]))
    const answers = await Promise.all([sayYes(tom, page), sayYes(tom, page)])
    await stage.advance(minuteMilliseconds)
    expect(answers.map((card) => card?.name)).toEqual(['containment', 'notice'])
    expect(countCalls()).toBe(2)
  })

  test('is not walked twice by a bot that died right after it had asked', async () => {
    const closed = await closeAfter([block])
    const page = await askBack(tom, closed)
    stage.backend.hold('contain')
    await sayYes(tom, page)
    await stage.idle()
    expect(countCalls()).toBe(2)
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    expect(countCalls()).toBe(2)
    const rows = (await open(tom, closed)).contained.map(({ title, word }) => [title, word])
    expect(rows).toContainEqual(['Give back sign-in', 'outcome unknown'])
    expect(await readTypes(stage, closed.id)).toContain('containment.unknown')
  })

  test('is walked by the next bot when the one with the Yes died before it asked', async () => {
    const closed = await closeAfter([block])
    const page = await askBack(tom, closed)
    stage
      .store()
      .beforeCommit(({ events = [] }) =>
        events.some(({ type }) => type === 'containment.attempted') ? new Promise(() => {}) : undefined,
      )
    toView(await sayYes(tom, page), 'containment')
    await stage.idle()
    expect(countCalls()).toBe(1)
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    expect(countCalls()).toBe(2)
    expect(readCard(stage.slack, closed.id)).toMatchObject({ standingText: '', isGood: true })
  })

  test('stays open when it failed', async () => {
    const closed = await closeAfter([block])
    stage.backend.trouble('contain', {
      error: new BackendError('No role.', { code: 'forbidden', outcome: 'unchanged' }),
    })
    await contain(tom, closed, { undoes: (await findUndo(closed)).id })
    expect(readCard(stage.slack, closed.id).standingText).toBe(blocked)
    expect((await findUndo(closed)).title).toBe('Allow sign-in again')
  })

  test('does not exist when nothing was changed', async () => {
    const { id } = await closeAfter([])
    expect(readCard(stage.slack, id)).toMatchObject({ standingText: '', canGiveBack: false, isGood: true })
    const notice = toView(await stage.press(tom, 'containment', { incidentId: id }), 'notice')
    expect(notice.text).toContain('This is over')
  })

  test('is not promised when the answer was lost: the card says where to look', async () => {
    stage.backend.trouble('contain', { error: lost, isDone: true })
    const { id } = await closeAfter([block])
    expect(readCard(stage.slack, id)).toMatchObject({
      standingText: 'The answer was lost, look in the portal: sign-in blocked by Maya 03:15 UTC.',
      canGiveBack: false,
    })
  })
})

describe('what the way back brings back', () => {
  const rule = toHandle('Bianchi, Laura\\4711')

  test.each([
    [
      forward,
      'Forward to drop@evil.example again',
      'Give back forwarding to drop@evil.example',
      'to drop@evil.example again',
    ],
    [
      { step: 'disable-inbox-rules', targets: rule },
      'Turn "Archive" on again',
      'Give back inbox rules "Archive"',
      'Turn "Archive" on again',
    ],
    [
      { step: 'remove-grant', target: toHandle('grant-1') },
      'Allow Mail Helper again',
      'Give back access of Mail Helper',
      'Mail Helper may do again',
    ],
  ])(
    'is named on the button, in the question and in the record (%o)',
    async (values, button, record, warning) => {
      const closed = await closeAfter([values])
      expect((await findUndo(closed)).title).toBe(button)
      const page = await askBack(tom, closed)
      expect(page.warning).toContain(warning)
      expect(page.warning).toContain('sam@contoso.com')
      await sayYes(tom, page)
      await stage.idle()
      const { contained } = await open(tom, closed)
      expect(contained.map(({ title }) => title)).toContain(record)
      expect(contained.map(({ title }) => title)).not.toContain(button)
    },
  )

  test('is told by what was said then, when no name was kept', async () => {
    const closed = await closeAfter([forward])
    const containments = (closed.containments ?? []).map((one) => ({ ...one, restores: undefined }))
    await stage
      .store()
      .commit({ incident: { next: { ...closed, containments }, expectedVersion: closed.version } })
    const page = await askBack(tom, closed)
    expect(page.warning).toContain('What was done: stop-forwarding is done.')
  })
})
