import { afterEach, describe, expect, it } from 'vitest'
import { homeTeam } from './fake-slack.js'
import { createClick } from './payloads.js'
import { createRig, handoff, notice, type Rig } from './rig.js'

let rig: Rig
afterEach(() => rig.close())

function createOpening(changes: object = {}, event: object = {}): string {
  return JSON.stringify({
    type: 'event_callback',
    event_id: 'Ev1',
    team_id: homeTeam,
    event: { type: 'app_home_opened', user: 'U1', tab: 'home', channel: 'D1', ...event },
    ...changes,
  })
}

async function open(body = createOpening()): Promise<number> {
  const { status } = await rig.send(body, { 'content-type': 'application/json' })
  await rig.idle()
  return status
}

const published = () => rig.fake.to('views.publish').map(({ args }) => args)

const homeClick = (changes: object = {}) =>
  createClick({
    view: { id: 'V0HOME', type: 'home', hash: 'h', private_metadata: '' },
    response_url: undefined,
    ...changes,
  })

describe('the Home tab', () => {
  it('is drawn for whoever opens it', async () => {
    const homes: string[] = []
    rig = await createRig({
      onHome: async (actor) => {
        homes.push(`${actor.id} ${actor.isMember}`)
        return {
          name: 'home',
          view: {
            title: 'Hello',
            summary: '',
            roleText: '',
            canRead: true,
            nobody: [],
            forYou: [],
            notWatched: [],
            early: [],
            drills: [],
            waiting: [],
            others: [],
            standing: [],
            waitingEmptyText: '',
            pollText: '',
          },
        }
      },
    })
    expect(await open()).toBe(200)
    expect(homes).toEqual(['U1 true'])
    expect(published()).toMatchObject([{ user_id: 'U1', view: { type: 'home' } }])
  })

  it.each([
    { what: 'the tab beside it', body: createOpening({}, { tab: 'messages' }) },
    { what: 'another event', body: createOpening({}, { type: 'message' }) },
    { what: 'an event without a person', body: createOpening({}, { user: null }) },
  ])('is not drawn for $what', async ({ body }) => {
    rig = await createRig()
    expect(await open(body)).toBe(200)
    expect(published()).toEqual([])
  })

  it('is drawn once when Slack delivers the same event again, or somebody goes back and forth', async () => {
    rig = await createRig()
    await open()
    await open()
    await open(createOpening({ event_id: 'Ev2' }))
    expect(published()).toHaveLength(1)
    await rig.clock.advance(2_000)
    await open(createOpening({ event_id: 'Ev3' }))
    expect(published()).toHaveLength(2)
  })

  it('is drawn again after a press, also by somebody who has only just opened it', async () => {
    rig = await createRig({ onPress: async () => handoff })
    await open()
    await rig.clock.advance(1_000)
    await rig.sendInteraction(homeClick())
    await rig.idle()
    expect(published()).toHaveLength(2)
  })

  it('opens a window for what is pressed on it, and is drawn again', async () => {
    rig = await createRig({ onPress: async () => handoff })
    await rig.sendInteraction(homeClick())
    await rig.idle()
    expect(rig.presses).toMatchObject([{ action: 'review', incidentId: 'incident-1' }])
    expect(rig.fake.to('views.open')).toHaveLength(1)
    expect(rig.fake.to('views.update')).toEqual([])
    expect(published()).toHaveLength(1)
  })

  it('shows a message in a window too: there is no other place for it', async () => {
    rig = await createRig({ onPress: async () => notice })
    await rig.sendInteraction(homeClick())
    await rig.idle()
    expect(rig.fake.to('views.open')).toMatchObject([{ args: { view: { type: 'modal' } } }])
  })

  it('that cannot be drawn is said in the log, and nowhere else', async () => {
    rig = await createRig()
    rig.fake.script('views.publish', { body: { ok: false, error: 'internal_error' } })
    expect(await open()).toBe(200)
    expect(rig.log).toMatchObject([{ level: 'warn', event: 'slack.home.failed' }])
  })
})
