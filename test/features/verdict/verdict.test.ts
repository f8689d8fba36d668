// What the evidence says stays with the incident, in the journal, and reaches whoever has to hear of the worst.
import { afterEach, describe, expect, test } from 'vitest'
import type { SenderEvidence } from '../../../src/domain/evidence.js'
import type { Incident } from '../../../src/domain/incident.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import type { Verdict } from '../../../src/domain/verdict/index.js'
import {
  createSenderEvidence,
  createTakenOver,
  daysBefore,
  hoursBefore,
  known,
} from '../../domain/rules/evidence.js'
import { createSender, fillForm, getLive, openForm, pressYes, readCard, restrict } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

/** Somebody else signed in from far away, and mail goes outside. */
const takenOver = createTakenOver()
const stolen: SenderEvidence = {
  ...takenOver,
  usualPlaces: known(['Milan (IT)']),
  signIns: known([
    { at: daysBefore(9), from: 'Milan (IT)', ipAddress: '192.0.2.1', client: 'Browser', succeeded: true },
    { at: hoursBefore(1), from: 'Lagos (NG)', ipAddress: '203.0.113.9', client: 'Browser', succeeded: true },
  ]),
}
const limit = createSender('sam@contoso.com', { reason: parseReason('EmailSendingLimitExceeded') })

async function watch(settings: StageSettings = {}, evidence: SenderEvidence = stolen, restriction = limit) {
  const opened = await createStage(settings)
  stage = opened
  opened.backend.know(restriction.entity, evidence)
  await restrict(opened, restriction)
  await opened.advance(5_000)
  return { stage: opened, incident: await getLive(opened, restriction) }
}

describe('the verdict', () => {
  test('is kept with the incident, and the journal says what it was made of', async () => {
    const { stage, incident } = await watch()
    expect(incident.verdict?.verdict).toBe('compromised')
    const events = (await stage.journal(incident.id)).filter(({ type }) => type === 'verdict.changed')
    expect(events).toHaveLength(1)
    expect(events[0]?.data).toMatchObject({ verdict: 'compromised', severity: incident.verdict?.severity })
    expect(events[0]?.data.reasons).toContain('new-place')
    expect(JSON.stringify(events[0]?.data.explanation)).toContain('Lagos')
  })

  test('changes when the restriction does, and is told once for each change', async () => {
    const clean = createSenderEvidence()
    const { stage, incident } = await watch({}, clean)
    const first = incident.verdict
    stage.backend.restrict({
      ...createSender('sam@contoso.com'),
      reason: parseReason('OutboundSpamLast24Hours=900'),
    })
    await stage.advance(2 * minuteMilliseconds)
    const later = (await getLive(stage, limit)).verdict
    expect(toKeys(later)).not.toEqual(toKeys(first))
    const told = (await stage.journal(incident.id)).filter(({ type }) => type === 'verdict.changed')
    expect(told).toHaveLength(2)
  })

  test('is explained to whoever asks for the details', async () => {
    const { stage } = await watch()
    const view = toView(await stage.command(maya, 'show sam@contoso.com'), 'show')
    expect(view.explanationText).toContain('Somebody else seems to be at work')
  })

  test('says "another country" on what everybody sees where the settings want that', async () => {
    const { incident } = await watch({ places: 'another-country' })
    const shorts = incident.verdict?.reasons
      .map(({ short: { start, rest } }) => `${start} ${rest}`)
      .join('\n')
    expect(shorts).toContain('another country')
    expect(shorts).not.toContain('Lagos')
  })
})

function toKeys(verdict: Verdict | undefined): readonly string[] {
  return (verdict?.reasons ?? []).map(({ key }) => key)
}

const split: Tenant = {
  ...contoso,
  routes: [
    { channel: { platform: 'slack', channel: 'C-limits' }, kinds: ['sender'], severities: ['medium'] },
    {
      channel: { platform: 'slack', channel: 'C-worst' },
      kinds: ['sender', 'connector'],
      severities: ['high'],
    },
  ],
}

const readPosts = (stage: Stage, name: string) =>
  stage.slack.sent
    .filter(({ call, card }) => call === 'post' && card.name === name)
    .map(({ channel }) => channel)

describe('a sending limit that looks like a takeover', () => {
  test('comes to the channel for the worst as well, once, and stays where it was', async () => {
    const { stage, incident } = await watch({ tenants: [split] })
    expect(readPosts(stage, 'incident')).toEqual(['C-limits', 'C-worst'])
    expect(incident.cards.map(({ channel }) => channel)).toEqual(['C-limits', 'C-worst'])
    await stage.press(maya, 'refresh', { incidentId: incident.id })
    await stage.advance(minuteMilliseconds)
    await stage.press(maya, 'claim', { incidentId: incident.id })
    await stage.advance(minuteMilliseconds)
    expect(readPosts(stage, 'incident')).toEqual(['C-limits', 'C-worst'])
    const edits = stage.slack.sent.filter(({ call, card }) => call === 'update' && card.name === 'incident')
    expect(edits.map(({ channel }) => channel)).toContain('C-worst')
  })

  test('comes there on the digest of its storm', async () => {
    const opened = await createStage({ tenants: [split] })
    stage = opened
    opened.backend.know(limit.entity, stolen)
    for (let at = 0; at < 8; at += 1)
      opened.backend.restrict(createSender(`user${at}@contoso.com`, { reason: limit.reason }))
    await restrict(opened, limit)
    await opened.advance(30_000)
    expect(readPosts(opened, 'digest')).toEqual(['C-limits', 'C-worst'])
    const worst = opened.slack.sent.findLast(({ channel }) => channel === 'C-worst')?.card
    expect(toView(worst, 'digest').rows.map(({ entity }) => entity)).toEqual(['sam@contoso.com'])
  })

  test('that looks like nothing goes to nobody else', async () => {
    const { stage } = await watch({ tenants: [split] }, createSenderEvidence())
    expect(readPosts(stage, 'incident')).toEqual(['C-limits'])
  })
})

describe('where several wait', () => {
  const names = ['early', 'quiet', 'admin', 'stolen'] as const
  const evidence: Readonly<Record<(typeof names)[number], SenderEvidence>> = {
    early: createSenderEvidence(),
    quiet: createSenderEvidence(),
    stolen,
    admin: { ...stolen, roles: known(['Exchange Administrator']) },
  }

  async function restrictAll(more = 0): Promise<Stage> {
    const opened = await createStage()
    stage = opened
    for (const [at, name] of names.entries()) {
      const restriction = createSender(`${name}@contoso.com`, {
        createdAt: daysBefore(0) - (9 - at) * minuteMilliseconds,
      })
      opened.backend.know(restriction.entity, evidence[name])
      opened.backend.restrict(restriction)
    }
    for (let at = 0; at < more; at += 1) opened.backend.restrict(createSender(`user${at}@contoso.com`))
    await opened.advance(2 * minuteMilliseconds)
    return opened
  }

  test('whoever looks worst and waits longest comes first, administrators before all', async () => {
    const stage = await restrictAll()
    const view = toView(await stage.command(maya, 'list'), 'list')
    expect(view.rows.map(({ entity }) => entity.split('@')[0])).toEqual(['admin', 'stolen', 'early', 'quiet'])
    expect(view.rows[0]).toMatchObject({ statusIcon: '🚨', statusWord: 'Looks compromised' })
  })

  test('the card of a storm says how many look compromised, and has them first', async () => {
    const stage = await restrictAll(8)
    const card = stage.slack.sent.findLast(({ card: { name } }) => name === 'digest')?.card
    const view = toView(card, 'digest')
    expect(view.headline).toContain('2 look compromised, 1 is an admin')
    expect(view.rows.slice(0, 2).map(({ entity }) => entity)).toEqual([
      'admin@contoso.com',
      'stolen@contoso.com',
    ])
  })
})

describe('the card', () => {
  test('shows the verdict with at most three reasons and no name that Exchange or an intruder gave', async () => {
    const { stage, incident } = await watch()
    const card = readCard(stage.slack, incident.id)
    expect(card).toMatchObject({ statusWord: 'Looks compromised', isBad: true })
    expect(card.reasons.length).toBe(3)
    for (const secret of ['EmailSendingLimit', '203.0.113.9', 'drop@evil.example', 'Mail Helper'])
      expect(JSON.stringify(card)).not.toContain(secret)
    expect(card.notice).toMatch(/^🚨 Looks compromised: sam@contoso\.com cannot send/)
    expect(card.notice.length).toBeLessThanOrEqual(120)
  })

  test('of one that is back says who unblocked it, what was left undone, and leads there', async () => {
    const { stage, incident } = await watch({}, stolen, createSender('sam@contoso.com'))
    await unblockUndone(stage, incident)
    await stage.advance(hourMilliseconds + 5 * minuteMilliseconds)
    const closed = readCard(stage.slack, incident.id)
    expect(closed.record.map(({ text }) => text)).toEqual([
      expect.stringContaining('Not done: '),
      '“Owner does the rest”',
    ])
    const again = await restrict(stage, createSender('sam@contoso.com', { createdAt: stage.clock.now() }))
    await stage.advance(5_000)
    const card = readCard(stage.slack, again.id)
    expect(card.statusWord).toMatch(/, again$/)
    expect(card.again.map(({ text }) => text)).toEqual([
      expect.stringContaining('Maya unblocked it'),
      expect.stringContaining('Left undone: '),
      '“Owner does the rest”',
    ])
    expect(card.lastIncidentId).toBe(incident.id)
    const view = toView(await stage.press(maya, 'show', { incidentId: card.lastIncidentId }), 'show')
    expect(view.record.map(({ text }) => text).join()).toContain('Owner does the rest')
    expect(view.record.map(({ text }) => text).join()).toContain('Journal head')
    const past = toView(await stage.command(maya, 'history sam@contoso.com'), 'history')
    expect(past.rows[0]?.recordText).toContain('Not done: ')
    expect(past.rows[0]?.recordText).toMatch(/by voice\? Yes, it is/)
  })
})

async function unblockUndone(stage: Stage, incident: Incident): Promise<void> {
  toView(await stage.press(maya, 'review', { incidentId: incident.id }), 'overview')
  const form = await openForm(stage, maya, incident.id)
  const answers = fillForm(form, { byHand: 'none', note: 'Owner does the rest' })
  const page = toView(await stage.press(maya, 'confirm', answers), 'confirm')
  toView(await pressYes(stage, maya, page), 'accepted')
  await stage.idle()
}
