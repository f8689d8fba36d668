import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import type { Incident } from '../../../src/domain/incident.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { createTakenOver } from '../../domain/rules/evidence.js'
import { createSender, getIncident, readCard, readLines, restrict, unblock } from '../acts.js'
import { laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const reason = 'She has left; the account stays shut.'

/** Sign-in blocked by Maya, unblocked by Tom, and over. */
async function closeBlocked(address = 'sam@contoso.com'): Promise<Incident> {
  const sender = createSender(address)
  stage.backend.know(sender.entity, createTakenOver({ addresses: [address] }))
  const { id } = await restrict(stage, sender)
  const press = { incidentId: id, values: { step: 'block-sign-in' } }
  const page = toView(await stage.press(maya, 'contain', press), 'contain-confirm')
  await stage.press(maya, 'contain-now', { incidentId: id, confirmationId: page.confirmationId })
  await stage.idle()
  await unblock(stage, tom, await getIncident(stage, id))
  await stage.advance(61 * minuteMilliseconds)
  return getIncident(stage, id)
}

const keep = (actor: Actor, { id }: Incident, why = reason) =>
  stage.press(actor, 'keep-now', { incidentId: id, values: { reason: why } })

const buttons = ({ buttons: all }: PlainViews['incident']) => all.map(({ title }) => title)
const reminders = () => readLines(stage.slack).filter((line) => line.includes('Still needed?'))

describe('what is left after the end', () => {
  test('can be kept so from the card, with a reason, and the card names who said so', async () => {
    const closed = await closeBlocked()
    expect(buttons(readCard(stage.slack, closed.id))).toContain('Keep it so…')
    const page = toView(await stage.press(tom, 'keep', { incidentId: closed.id }), 'keep-so')
    expect(page.text).toContain('sign-in blocked by Maya')
    expect(toView(await keep(tom, closed), 'notice').title).toBe('It stays like this')
    await stage.idle()
    for (const platform of [stage.slack, stage.teams]) {
      const card = readCard(platform, closed.id)
      expect(card).toMatchObject({
        statusIcon: '⚪',
        statusWord: 'Unblocked, kept so',
        isGood: false,
        isCalm: true,
        standingText: '',
        canGiveBack: false,
      })
      expect(card.progress[0]?.text).toMatch(/^Kept so by Tom \d\d:\d\d UTC: sign-in blocked\. She has left/)
      expect(buttons(card)).not.toContain('Keep it so…')
    }
    const home = toView(await stage.slack.handlers().onHome(maya), 'home')
    expect(home.standing).toEqual([])
    expect(toView(await stage.command(vera, 'list'), 'list').standingText).toBe('')
    const kept = (await stage.journal(closed.id)).find(({ type }) => type === 'containment.kept')
    expect(kept).toMatchObject({ by: { name: 'Tom' } })
  })

  test('can be given back all the same afterwards, and is green then', async () => {
    const closed = await closeBlocked()
    await keep(tom, closed)
    const values = { undoes: (closed.containments ?? [])[0]?.id ?? '' }
    const press = { incidentId: closed.id, values }
    const page = toView(await stage.press(maya, 'contain', press), 'contain-confirm')
    await stage.press(maya, 'contain-now', {
      incidentId: closed.id,
      confirmationId: page.confirmationId,
    })
    await stage.idle()
    expect(readCard(stage.teams, closed.id)).toMatchObject({ statusWord: 'Unblocked', isGood: true })
  })

  test.each(['', 'ok', '..........................'])('is not kept so for the reason %j', async (why) => {
    const closed = await closeBlocked()
    expect(toView(await keep(tom, closed, why), 'keep-so').problem).toContain('stands on the card')
    expect((await getIncident(stage, closed.id)).kept).toBeUndefined()
  })

  test('is decided once: the second is told who was first', async () => {
    const closed = await closeBlocked()
    await keep(tom, closed)
    expect(toView(await keep(maya, closed), 'notice').text).toMatch(/^Tom decided at .* already/)
  })

  test.each([
    ['the one whose mailbox it is', laura],
    ['an operator', olga],
    ['a viewer', vera],
  ])('is not for %s to decide', async (_, actor) => {
    const closed = await closeBlocked('laura@contoso.com')
    expect(toView(await keep(actor, closed), 'notice').title).toBe('Not done')
    expect((await getIncident(stage, closed.id)).kept).toBeUndefined()
  })

  test('is said in the thread after 24 hours', async () => {
    await closeBlocked()
    await stage.advance(22 * hourMilliseconds)
    expect(reminders()).toEqual([])
    await stage.advance(3 * hourMilliseconds)
    expect(reminders()).toHaveLength(1)
    expect(reminders()[0]).toContain('sam@contoso.com: Not given back: sign-in blocked by Maya')
  })

  test('is not asked about any more once somebody has decided', async () => {
    await keep(tom, await closeBlocked())
    await stage.advance(25 * hourMilliseconds)
    expect(reminders()).toEqual([])
  })
})

test('nothing has to be decided while it is open', async () => {
  const sam = createSender('sam@contoso.com')
  stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
  const incident = await restrict(stage, sam)
  expect(toView(await keep(maya, incident), 'notice').text).toContain('nothing has to be decided')
})
