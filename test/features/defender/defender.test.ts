// Whoever works in Defender and whoever works here see the same of one restriction.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eraseIncident } from '../../../src/domain/erase.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import { createTakenOver } from '../../domain/rules/evidence.js'
import { createSender, getIncident, readCard, readLines, readStatus, restrict, unblock } from '../acts.js'
import { access, contoso, maya, olga } from '../people.js'
import { createStage, type Stage } from '../stage.js'

const sam = createSender('sam@contoso.com')
const isOn = { ...contoso, hasAlertsInStep: true } as const
const named = {
  ...access,
  people: new Map([
    ...access.people,
    ['slack:U1', { role: 'approver', addresses: ['maya@contoso.com'] }] as const,
    ['slack:U3', { role: 'operator', addresses: ['olga@contoso.com'] }] as const,
  ]),
}

let stage: Stage
let incidentId: string
const open = async (tenant = isOn as typeof contoso) => {
  stage = await createStage({ tenants: [tenant], access: named })
  stage.backend.alerts.raise('sam@contoso.com')
  incidentId = (await restrict(stage, sam)).id
  await stage.advance(2 * minuteMilliseconds)
}
beforeEach(() => open())
afterEach(() => stage.close())

const alert = () => stage.backend.alerts.look()
const read = () => getIncident(stage, incidentId)
const claim = async (actor = maya) => {
  await stage.press(actor, 'claim', { incidentId })
  await stage.advance(5_000)
}
const readTypes = async () =>
  (await stage.journal(incidentId)).flatMap(({ type }) => (type.startsWith('defender.') ? [type] : []))
const readProgress = () => readCard(stage.slack, incidentId).progress.map(({ text }) => text)

async function liftAndClose(): Promise<void> {
  await unblock(stage, maya, await read())
  await stage.advance(3 * minuteMilliseconds)
  await stage.skip(2 * hourMilliseconds)
  await stage.advance(2 * minuteMilliseconds)
  expect(await readStatus(stage, incidentId)).toBe('closed')
}

describe('where the settings ask for it', () => {
  test('the alert is assigned to whoever claims, and told of the review, the unblock and the end', async () => {
    await claim()
    expect(alert()).toMatchObject({ assignedTo: 'maya@contoso.com', isResolved: false })
    await liftAndClose()
    const { changes } = stage.backend.alerts
    expect(changes.map(({ comment }) => comment.text.replace(/ \[.*/, ''))).toEqual([
      'Maya is on it.',
      'Reviewed by Maya.',
      'Maya lifted the sending restriction.',
      'The sender is off the Restricted entities list, and the incident is closed.',
    ])
    expect(changes.at(-1)?.ends).toBe('bulk')
    expect(alert()?.isResolved).toBe(true)
    for (const text of alert()?.comments ?? []) expect(text).toContain(`[Reprieve ${incidentId} `)
    // What was done from here is no news.
    expect(readProgress().filter((text) => text.includes('🛡️'))).toEqual([])
    expect(await readTypes()).toEqual(['defender.found', ...changes.map(() => 'defender.told')])
  })

  test('nothing of the evidence is written there', async () => {
    stage.backend.know(sam.entity, createTakenOver())
    await claim()
    await liftAndClose()
    expect(JSON.stringify(stage.backend.alerts.changes)).not.toMatch(/Lagos|evil|203\.0\.113|inbox/i)
  })

  test('it is looked for until it comes', async () => {
    await stage.close()
    stage = await createStage({ tenants: [isOn], access: named })
    incidentId = (await restrict(stage, sam)).id
    await claim(olga)
    await stage.advance(3 * minuteMilliseconds)
    expect((await read()).defenderAlert).toBeUndefined()
    stage.backend.alerts.raise('sam@contoso.com')
    await stage.advance(6 * minuteMilliseconds)
    expect(alert()?.assignedTo).toBe('olga@contoso.com')
  })

  test('a write whose answer was lost, and a crash after it, are no second comment and no news', async () => {
    stage.backend.alerts.loseAnswer(new BackendError('No answer', { code: 'timeout', outcome: 'unknown' }))
    await claim()
    expect((await read()).defenderAlert?.done).toEqual([])
    await stage.crash()
    await stage.advance(6 * minuteMilliseconds)
    expect(alert()?.comments).toHaveLength(1)
    expect((await read()).defenderAlert).toMatchObject({
      assigned: 'maya@contoso.com',
      done: [expect.stringMatching(/^taken-/)],
    })
    expect((await read()).defenderAlert?.heard).toBeUndefined()
  })

  test('an alert that is about others too is told, and left as it is', async () => {
    stage.backend.alerts.edit({ isShared: true })
    await stage.advance(6 * minuteMilliseconds)
    await claim()
    await liftAndClose()
    expect(alert()?.comments).toHaveLength(4)
    expect(alert()).toMatchObject({ isResolved: false, assignedTo: undefined })
  })

  test('whoever has it in Defender keeps it', async () => {
    stage.backend.alerts.edit({ assignedTo: 'soc@contoso.com' })
    await claim()
    expect(alert()).toMatchObject({
      assignedTo: 'soc@contoso.com',
      comments: [expect.stringContaining('Maya is on it.')],
    })
    expect(readProgress()).toContain('🛡️ Assigned in Defender to soc@contoso.com')
  })
})

describe('what is done there', () => {
  test('is on the card and in the thread, and unblocks nobody', async () => {
    await claim()
    stage.backend.alerts.edit({ isResolved: true, assignedTo: 'soc@contoso.com' })
    await stage.advance(6 * minuteMilliseconds)
    expect(readProgress().at(-1)).toMatch(
      /^🛡️ Closed in Defender 03:\d\d UTC \(assigned to soc@contoso.com\), which unblocks nobody$/,
    )
    expect(readLines(stage.teams).at(-1)).toContain('restricted all the same')
    expect(await readStatus(stage, incidentId)).toBe('open')
    expect(stage.backend.calls.filter((call) => call.startsWith('unblock'))).toEqual([])
    await stage.advance(11 * minuteMilliseconds)
    expect((await readTypes()).filter((type) => type === 'defender.closed')).toHaveLength(1)
    // Opened again there: the card says no more that it is closed.
    stage.backend.alerts.edit({ isResolved: false })
    await stage.advance(6 * minuteMilliseconds)
    expect(readProgress().join()).not.toContain('Closed in Defender')
  })

  test('what is closed there is not opened again by what is done here', async () => {
    stage.backend.alerts.edit({ isResolved: true })
    await claim()
    expect(alert()).toMatchObject({ isResolved: true, assignedTo: undefined })
    expect(stage.backend.alerts.changes.at(-1)).not.toHaveProperty('begins')
  })
})

describe('a Defender that does not answer', () => {
  test('keeps nobody from an unblock, and the card says once why nothing is kept in step', async () => {
    stage.backend.alerts.fail(
      new BackendError('The app lacks the Microsoft Graph permission SecurityAlert.ReadWrite.All.', {
        code: 'forbidden',
        outcome: 'unchanged',
      }),
    )
    await claim()
    expect(readProgress()).toEqual([
      '🛡️ Defender’s alert is not kept in step: The app lacks the Microsoft Graph permission SecurityAlert.ReadWrite.All',
    ])
    await liftAndClose()
    expect((await readTypes()).filter((type) => type === 'defender.trouble')).toHaveLength(1)
    stage.backend.alerts.fail(undefined)
    await stage.skip(7 * hourMilliseconds)
    await stage.advance(minuteMilliseconds)
    expect(alert()?.isResolved).toBe(true)
    expect((await read()).defenderAlert).not.toHaveProperty('trouble')
  })

  test('is left alone a day after the end', async () => {
    await claim()
    stage.backend.alerts.fail(new BackendError('Down', { code: 'unavailable', outcome: 'unchanged' }))
    await liftAndClose()
    await stage.skip(25 * hourMilliseconds)
    await stage.advance(2 * minuteMilliseconds)
    const before = stage.backend.alerts.countReads()
    await stage.skip(2 * hourMilliseconds)
    expect(stage.backend.alerts.countReads()).toBe(before)
  })
})

test.each([
  ['off', contoso],
  ['only watched', { ...isOn, isWatchOnly: true } as const],
])('nothing is asked of Defender where it is %s', async (_, tenant) => {
  await stage.close()
  await open(tenant)
  await stage.advance(6 * minuteMilliseconds)
  expect(stage.backend.alerts.countReads()).toBe(0)
})

test('whom it was assigned to is erased with the rest', async () => {
  await claim()
  stage.backend.alerts.edit({ assignedTo: 'soc@contoso.com' })
  await stage.advance(6 * minuteMilliseconds)
  const { defenderAlert } = eraseIncident(await read(), 'Erased after 90 days.')
  expect(JSON.stringify(defenderAlert)).not.toContain('@contoso.com')
})
