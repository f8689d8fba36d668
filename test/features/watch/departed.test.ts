// A tenant or a platform is taken out of the settings while something of it is going on.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toActorRef } from '../../../src/domain/actor.js'
import type { Containment } from '../../../src/domain/containment.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { BackendError, PlatformError } from '../../../src/errors.js'
import { toContainTask } from '../../../src/features/containment/tasks.js'
import { toGatherTask } from '../../../src/features/evidence/tasks.js'
import {
  confirm,
  createSender,
  getIncident,
  pressYes,
  readCard,
  readStatusWords,
  readTypes,
  restrict,
  unblock,
} from '../acts.js'
import { contoso, maya, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const fabrikam: Tenant = {
  id: 'fabrikam',
  name: 'Fabrikam',
  pollSeconds: 60,
  portals: contoso.portals,
  routes: [toOpenRoute({ platform: 'slack', channel: 'C9' })],
}
const without = { tenantIds: ['fabrikam'] }

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ tenants: [contoso, fabrikam] })
})
afterEach(async () => {
  await stage.close()
})

const readHealth = async () => toView(await stage.command(vera, 'status'), 'status')
const listTroubles = () => stage.log.filter(({ event }) => event === 'task.failed')

describe('an incident of a tenant that left the settings', () => {
  test('asks for no evidence any more, also when something was left changed on the account', async () => {
    const { id } = await restrict(stage, sam)
    const incident = await getIncident(stage, id)
    const at = stage.clock.now()
    const blocked: Containment = {
      id: 'c-1',
      step: 'block-sign-in',
      targets: [],
      by: toActorRef(maya),
      askedAt: at,
      requestedAt: at,
      attemptedAt: at,
      ended: { at, result: 'done', detail: 'Sign-in was blocked.' },
      undo: {},
    }
    await stage.store().commit({
      incident: { next: { ...incident, containments: [blocked] }, expectedVersion: incident.version },
      tasks: [toGatherTask(id, at + hourMilliseconds)],
    })
    await stage.crash(without)
    await stage.advance(4 * hourMilliseconds)
    expect(listTroubles()).toEqual([])
  })

  test('says of what was to be given back that nothing was changed, and tries it no more', async () => {
    const { id } = await restrict(stage, sam)
    const incident = await getIncident(stage, id)
    const at = stage.clock.now()
    const asked = {
      step: 'block-sign-in',
      targets: [],
      by: toActorRef(maya),
      askedAt: at,
      requestedAt: at,
    } as const
    const ended = { at, result: 'done', detail: 'Sign-in was blocked.' } as const
    const containments: readonly Containment[] = [
      { ...asked, id: 'c-1', attemptedAt: at, ended, undo: {} },
      { ...asked, id: 'c-2', undoes: 'c-1' },
    ]
    await stage.store().commit({
      incident: { next: { ...incident, containments }, expectedVersion: incident.version },
      tasks: [toContainTask(id, 'c-2', at + minuteMilliseconds)],
    })
    await stage.crash(without)
    await stage.advance(2 * minuteMilliseconds)
    const [, back] = (await getIncident(stage, id)).containments ?? []
    expect(back?.ended).toMatchObject({
      result: 'failed',
      detail: 'The tenant was taken out of the settings before the step began. Nothing was changed.',
    })
    expect(listTroubles()).toEqual([])
    expect((await readHealth()).summary).toBe('Everything works.')
  })

  test('ends as no longer watched, on its cards too, and nothing fails for ever', async () => {
    const { id } = await restrict(stage, sam)
    await stage.crash(without)
    await stage.advance(2 * hourMilliseconds)
    expect((await getIncident(stage, id)).state).toMatchObject({ outcome: 'no-longer-watched', from: 'open' })
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, id)).toMatchObject({
        headline: 'Is no longer watched',
        statusWord: 'No longer watched',
        canReview: false,
        isCalm: true,
      })
    expect(readCard(stage.slack, id).outcomeText).toContain('taken out of the settings')
    expect((await stage.journal(id)).at(-1)).toMatchObject({ data: { outcome: 'no-longer-watched' } })
    expect(listTroubles()).toEqual([])
    expect((await readHealth()).summary).toBe('Everything works.')
  })

  test('that was being watched after an unblock says whose unblock it was', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    await stage.crash(without)
    await stage.advance(2 * hourMilliseconds)
    const { state } = await getIncident(stage, incident.id)
    expect(state).toMatchObject({ from: 'watching', unblock: { by: { name: 'Maya' } } })
    expect(readCard(stage.slack, incident.id).outcomeText).toContain(
      'It was being watched after the unblock that Maya confirmed.',
    )
    expect(listTroubles()).toEqual([])
  })

  test('whose unblock had been sent does not say that nothing was done', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.hold('unblock')
    await pressYes(stage, maya, await confirm(stage, maya, incident))
    await stage.idle()
    await stage.crash(without)
    await stage.advance(minuteMilliseconds)
    expect(stage.backend.timesOf('unblock')).toHaveLength(1)
    expect((await getIncident(stage, incident.id)).state).toMatchObject({ from: 'uncertain' })
    expect(await readTypes(stage, incident.id)).toContain('unblock.uncertain')
    expect(readCard(stage.slack, incident.id).outcomeText).toContain(
      'What became of the unblock that Maya confirmed is not known.',
    )
  })

  test('whose unblock had not been sent is never sent, and says so', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.fail('find', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
    await pressYes(stage, maya, await confirm(stage, maya, incident))
    await stage.idle()
    await stage.crash(without)
    await stage.advance(hourMilliseconds)
    expect(stage.backend.timesOf('unblock')).toHaveLength(0)
    expect((await getIncident(stage, incident.id)).state).toMatchObject({ from: 'failed' })
    expect(await readTypes(stage, incident.id)).toContain('unblock.failed')
    expect(readCard(stage.slack, incident.id).outcomeText).toContain('Nothing came of the unblock')
  })

  test('is over on a digest too', async () => {
    for (let number = 1; number <= 8; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(minuteMilliseconds + 5_000)
    await stage.crash(without)
    await stage.advance(minuteMilliseconds)
    const digest = stage.slack.sent.findLast(({ card }) => card.name === 'digest')?.card
    expect(toView(digest, 'digest').countsText).toBe('0 open, 0 under way, 8 over')
  })

  test('is a new one when the tenant comes back and it is still on the list', async () => {
    const { id } = await restrict(stage, sam)
    await stage.crash(without)
    await stage.advance(minuteMilliseconds)
    await stage.crash()
    await stage.advance(minuteMilliseconds)
    const [live] = await stage.incidents()
    expect(live).toMatchObject({ earlier: { count: 1, lastIncidentId: id }, state: { status: 'open' } })
  })

  test('whose card was still on its way is shown to nobody', async () => {
    stage.slack.refuse(() => new PlatformError('down', { code: 'unavailable' }))
    const { id } = await restrict(stage, sam)
    await stage.crash(without)
    stage.slack.refuse(() => undefined)
    await stage.advance(10 * minuteMilliseconds)
    expect(readStatusWords(stage.slack, id)).toEqual([])
    expect(readStatusWords(stage.teams, id)).toEqual(['Looking', 'Looks like bulk mail', 'No longer watched'])
  })
})

describe('a platform that left the settings', () => {
  test('is waited for by no card, which the log and the journal say once', async () => {
    const incident = await restrict(stage, sam)
    await stage.crash({ platforms: ['teams'] })
    await stage.press({ ...maya, platform: 'teams', id: 'aad-2', home: 'tenant-1' }, 'review', {
      incidentId: incident.id,
    })
    await stage.advance(minuteMilliseconds)
    stage.backend.clear(sam.entity)
    await stage.advance(2 * hourMilliseconds)
    expect(readStatusWords(stage.teams, incident.id)).toEqual([
      'Looking',
      'Looks like bulk mail',
      'Left the list',
    ])
    expect(listTroubles()).toEqual([])
    expect(stage.log.filter(({ event }) => event === 'card.given-up')).toHaveLength(1)
    const given = (await stage.journal(incident.id)).filter(({ type }) => type === 'card.given-up')
    expect(given.map(({ data }) => data)).toMatchObject([
      { platform: 'slack', problem: 'slack is not in the settings any more' },
    ])
    expect((await readHealth()).summary).toBe('Everything works.')
  })

  test('may be one that this program never had: its card is left alone and the others go on', async () => {
    const incident = await restrict(stage, sam)
    const elsewhere = { platform: 'mattermost', channel: 'town-square', message: '1' }
    await stage.store().commit({
      incident: {
        next: { ...incident, cards: [...incident.cards, elsewhere] },
        expectedVersion: incident.version,
      },
    })
    await stage.crash()
    await unblock(stage, maya, await getIncident(stage, incident.id))
    await stage.advance(minuteMilliseconds)
    expect(readStatusWords(stage.slack, incident.id)).toContain('Unblocked, watching')
    expect((await getIncident(stage, incident.id)).cards).toContainEqual(elsewhere)
    const given = (await stage.journal(incident.id)).filter(({ type }) => type === 'card.given-up')
    expect(given.map(({ data }) => data)).toMatchObject([
      { platform: 'mattermost', problem: 'mattermost is not in the settings any more' },
    ])
    expect(listTroubles()).toEqual([])
  })

  test('gets the newest state of what still goes on when it comes back', async () => {
    const incident = await restrict(stage, sam)
    await stage.crash({ platforms: ['teams'] })
    await stage.advance(minuteMilliseconds)
    await stage.crash()
    await unblock(stage, maya, incident)
    await stage.advance(2_000)
    expect(readCard(stage.slack, incident.id).statusWord).toBe('Unblocked, watching')
  })
})
