// An organisation that is only watched: everything is told, and nothing in it is changed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWatchOnly } from '../../../src/backends/watch-only.js'
import type { Incident } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { pressNames } from '../../../src/features/index.js'
import { accessTable, type PermissionName } from '../../../src/features/permissions.js'
import { createSender, getIncident, restrict, unblock } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const watched: Tenant = { ...contoso, isWatchOnly: true }
const sam = createSender('sam@contoso.com')

let stage: Stage
let incident: Incident
beforeEach(async () => {
  stage = await createStage({ tenants: [watched] })
  incident = await restrict(stage, sam)
})
afterEach(() => stage.close())

const listChanges = () => stage.backend.calls.filter((call) => /^(unblock|contain) /.test(call))

describe('an organisation that is only watched', () => {
  test('is told of in the channel, with its evidence, and with no button that changes anything', async () => {
    const card = toView(stage.slack.sent.findLast(({ call }) => call !== 'line')?.card, 'incident')
    expect(card).toMatchObject({ canReview: false, canGiveBack: false })
    expect((await getIncident(stage, incident.id)).evidence).toBeDefined()
    expect(card.progress.map(({ text }) => text)).toContain('Only watched: unblock it in the portal.')
    expect(card.portalUrl).toMatch(/^https:/)
    expect(card.buttons.map(({ pressId }) => pressId)).toEqual(['claim'])
  })

  test.each(pressNames)('is not changed by %s, whoever presses it', async (action) => {
    const press = { incidentId: incident.id, confirmationId: 'none', values: { undoes: 'x', text: 'list' } }
    await stage.press(maya, action, press)
    await stage.advance(5 * minuteMilliseconds)
    expect(listChanges()).toEqual([])
    expect((await getIncident(stage, incident.id)).containments ?? []).toEqual([])
    expect((await getIncident(stage, incident.id)).reviews).toEqual([])
  })

  test.each(['show', 'review', 'containment'] as const)(
    'offers nothing to press on what %s answers',
    async (action) => {
      const answer = JSON.stringify(await stage.press(maya, action, { incidentId: incident.id }))
      expect(answer).not.toMatch(/"can(?:Review|Contain|Keep)":true/)
    },
  )

  test.each(['review sam@contoso.com', 'list', 'show sam@contoso.com'])(
    'offers nothing to press on what %s answers',
    async (text) => {
      expect(JSON.stringify(await stage.command(maya, text))).not.toMatch(/"can(?:Review|Contain)":true/)
    },
  )

  test('says in every refusal that it is only watched, and where to go', async () => {
    const answer = toView(await stage.press(maya, 'review', { incidentId: incident.id }), 'notice')
    expect(answer.text).toMatch(/only watched .*Microsoft Defender portal \(https:/)
  })

  test('can be taken on by somebody, and closes when it was unblocked in the portal', async () => {
    await stage.press(maya, 'claim', { incidentId: incident.id })
    expect((await getIncident(stage, incident.id)).taken?.by.name).toBe(maya.name)
    stage.backend.clear(sam.entity)
    await stage.advance(5 * minuteMilliseconds)
    expect(await getIncident(stage, incident.id)).toMatchObject({
      state: { status: 'closed', outcome: 'cleared-elsewhere' },
    })
  })

  test('is said to be in the status', async () => {
    expect(JSON.stringify(await stage.command(maya, 'status'))).toMatch(/Polls of Contoso \(only watched\)/)
  })

  test('is not unblocked with broken glass either', async () => {
    const glass = { user: 'root', host: 'here', reason: 'nobody is awake', entity: 'sam@contoso.com' }
    const answer = await stage.bot().breakGlass(glass)
    await stage.advance(minuteMilliseconds)
    expect(JSON.stringify(answer)).toMatch(/only watched .*Microsoft Defender portal \(https:/)
    expect(listChanges()).toEqual([])
  })
})

test('what the access table lets people do to an account or the list is marked as a change', () => {
  const changes = Object.entries(accessTable).flatMap(([name, { changes }]) => (changes ? [name] : []))
  const expected: PermissionName[] = [
    'send-back',
    'review',
    'confirm',
    'unblock',
    'contain',
    'give-back',
    'storm-review',
  ]
  expect(changes.toSorted()).toEqual(expected.toSorted())
})

test('an unblock that was confirmed before the settings said so is stopped at the last wall', async () => {
  const before = await createStage({ tenants: [contoso] })
  try {
    const open = await restrict(before, sam)
    const wall = createWatchOnly(before.backend)
    await expect(wall.unblock(open.entity, AbortSignal.timeout(1_000))).rejects.toMatchObject({
      code: 'forbidden',
      outcome: 'unchanged',
    })
    await unblock(before, maya, open)
    expect(before.backend.calls.some((call) => call.startsWith('unblock '))).toBe(true)
  } finally {
    await before.close()
  }
})
