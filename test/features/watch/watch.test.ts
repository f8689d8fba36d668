import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../../src/domain/incident.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import type { Restriction } from '../../../src/domain/restriction.js'
import { BackendError, StoreError } from '../../../src/errors.js'
import { began } from '../../domain/incidents.js'
import {
  confirm,
  createSender,
  getIncident,
  pressYes,
  readCard,
  readStatus,
  readTypes,
  restrict,
  unblock,
} from '../acts.js'
import { contoso, maya, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const interval = contoso.pollSeconds * 1_000
const sam = createSender('sam@contoso.com')
const kim = createSender('kim@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const readOutcome = async (id: string) => {
  const { state } = await getIncident(stage, id)
  return state.status === 'closed' ? state.outcome : state.status
}
const readHealth = async () => toView(await stage.command(vera, 'status'), 'status')
const readList = async () => toView(await stage.command(vera, 'list'), 'list')

describe('a new restriction', () => {
  test('is one incident with one card per channel, on both platforms within a minute', async () => {
    const incident = await restrict(stage, sam)
    await stage.advance(3 * interval)
    expect(await stage.incidents()).toHaveLength(1)
    const posts = [...stage.slack.sent, ...stage.teams.sent].filter(({ call }) => call === 'post')
    expect(posts.map(({ channel, at }) => [channel, at - began <= minuteMilliseconds])).toEqual([
      ['C1', true],
      ['19:ops', true],
    ])
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, incident.id)).toMatchObject({
        entity: 'sam@contoso.com',
        statusWord: 'Looks like bulk mail',
        headline: 'Cannot send',
        canReview: true,
        isAccent: true,
      })
  })

  test('tells a shared channel what is the matter, and no client address', async () => {
    const { id } = await restrict(stage, sam)
    const card = readCard(stage.slack, id)
    expect(card.notice).toContain('sam@contoso.com cannot send')
    expect(card.smallText).toContain('412 of 1,203 were spam')
    expect(JSON.stringify(card)).not.toContain('203.0.113.9')
  })

  test('has its evidence gathered and shown without being asked', async () => {
    const { id, evidence } = await restrict(stage, sam)
    expect(evidence?.kind).toBe('sender')
    expect(readCard(stage.teams, id).reasons).not.toEqual([])
  })

  test('is journalled with the record Exchange gave', async () => {
    const { id } = await restrict(stage, sam)
    const [opened] = await stage.journal(id)
    expect(opened).toMatchObject({
      type: 'incident.opened',
      tenantId: 'contoso',
      data: { entity: 'sender:sam@contoso.com', raw: '{"SenderAddress":"sam@contoso.com"}' },
    })
  })

  test('may be a connector', async () => {
    const entity = { kind: 'connector', connectorId: '8f2c', name: 'Head office' } as const
    const { id } = await restrict(stage, { ...sam, entity, reason: parseReason('') })
    expect(readCard(stage.slack, id)).toMatchObject({
      entity: 'Head office',
      headline: 'Its mail is blocked',
      kindWord: 'Connector',
      entityDetail: '8f2c',
    })
  })

  test('is another one when its address only looks the same: each has a card that tells them apart', async () => {
    const { id } = await restrict(stage, kim)
    const { id: other } = await restrict(stage, createSender('\u212Aim@contoso.com'))
    expect(other).not.toBe(id)
    expect((await stage.incidents()).map((incident) => incident.id).toSorted()).toEqual(
      [id, other].toSorted(),
    )
    expect(readCard(stage.slack, other).entity).toBe('\u212Aim@contoso.com')
    const found = toView(await stage.command(vera, 'show kim@contoso.com'), 'show')
    expect(found.incidentId).toBe(id)
  })

  test('is the same one when Exchange writes its address in another case', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    const { id: same } = await restrict(stage, createSender('SAM@contoso.com'))
    expect(same).toBe(id)
  })
})

describe.each([
  ['an error', 'unavailable'],
  ['a page that is missing', 'partial'],
  ['throttling', 'throttled'],
] as const)('a look that fails by %s', (_, code) => {
  const error = new BackendError('Exchange is not well', { code, outcome: 'unchanged' })

  test('opens, closes and clears nothing', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.fail('list', error)
    stage.backend.clear(sam.entity)
    stage.backend.restrict(kim)
    await stage.advance(5 * interval + 20_000)
    expect((await stage.incidents()).map((incident) => incident.id)).toEqual([id])
    expect(await readStatus(stage, id)).toBe('open')
  })

  test('shows in status and list within two intervals, and no more once looks work again', async () => {
    await stage.advance(interval)
    const lastGoodAt = stage.clock.now()
    expect((await readHealth()).summary).toBe('Everything works.')
    stage.backend.fail('list', error)
    await stage.advance(2 * interval)
    expect(stage.clock.now() - lastGoodAt).toBeLessThanOrEqual(2 * interval)
    const [row] = (await readHealth()).rows
    expect(row).toMatchObject({ word: 'has a problem', name: 'Polls of Contoso' })
    expect(row?.detail).toContain('last good poll 03:15 UTC, 2 min ago')
    expect(row?.detail).toContain('Exchange is not well')
    expect((await readList()).pollText).toBe(
      '⚠️ Last good poll 03:15 UTC, 2 min ago: this list may be out of date (Contoso).',
    )
    stage.backend.fail('list', undefined)
    await stage.advance(interval)
    expect((await readHealth()).summary).toBe('Everything works.')
    expect((await readList()).pollText).not.toContain('⚠️')
  })

  test('is journalled when it begins and when it is over', async () => {
    stage.backend.fail('list', error)
    await stage.advance(3 * interval)
    stage.backend.fail('list', undefined)
    await stage.advance(2 * interval)
    const types = (await stage.journal()).map(({ type, data }) => [type, data.failures])
    expect(types).toEqual([
      ['watch.failed', undefined],
      ['watch.recovered', 3],
    ])
  })
})

describe('looking', () => {
  test('gives up an answer that does not come, and looks again', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.hold('list')
    await stage.advance(3 * interval)
    expect(await readStatus(stage, id)).toBe('open')
    expect(await readTypes(stage)).toContain('watch.failed')
    stage.backend.clear(sam.entity)
    await stage.advance(2 * interval + 20_000)
    expect(await readOutcome(id)).toBe('cleared-elsewhere')
  })

  test('waits as long as Exchange asks it to', async () => {
    stage.backend.fail(
      'list',
      new BackendError('slow down', {
        code: 'throttled',
        outcome: 'unchanged',
        retryAfterMilliseconds: 5 * interval,
      }),
    )
    await stage.advance(interval)
    const before = stage.backend.calls.length
    await stage.advance(4 * interval)
    expect(stage.backend.calls.length).toBe(before)
    await stage.advance(2 * interval)
    expect(stage.backend.calls.length).toBe(before + 1)
  })

  test('says that the first poll is under way, not that all is well', async () => {
    let release = () => {}
    const early = await createStage({
      prepare(backend) {
        release = backend.hold('list')
      },
    })
    expect(toView(await early.command(vera, 'list'), 'list').pollText).toBe('The first poll is under way.')
    release()
    await early.close()
  })

  test('says so when there has never been a good poll', async () => {
    const error = new BackendError('no role', { code: 'forbidden', outcome: 'unchanged' })
    const blind = await createStage({ prepare: (backend) => backend.fail('list', error) })
    expect(toView(await blind.command(vera, 'list'), 'list').pollText).toContain('no good poll yet')
    const status = toView(await blind.command(vera, 'status'), 'status')
    expect(status.rows[0]).toMatchObject({
      word: 'has a problem',
      detail: 'never a good one; 1 poll failed: no role',
    })
    await blind.close()
  })
})

describe('a restriction that nobody lifted here', () => {
  const midnight = 21 * hourMilliseconds
  const limit = parseReason('EmailSendingLimitExceeded;ExceedingLimitType=External')
  const table: readonly (readonly [string, Partial<Restriction>, number, Outcome])[] = [
    ['cleared elsewhere', {}, minuteMilliseconds, 'cleared-elsewhere'],
    ['cleared elsewhere before its midnight', { temporary: true }, hourMilliseconds, 'cleared-elsewhere'],
    ['expired at midnight UTC', { temporary: true }, midnight, 'expired'],
    ['cleared elsewhere within a day of a limit', { reason: limit }, midnight, 'cleared-elsewhere'],
    ['expired a day after a limit', { reason: limit }, 25 * hourMilliseconds, 'expired'],
  ]

  test.each(table)('is closed as %s', async (_, facts, milliseconds, outcome) => {
    const { id } = await restrict(stage, createSender('sam@contoso.com', facts))
    await stage.skip(milliseconds)
    stage.backend.clear(sam.entity)
    await stage.advance(interval + 20_000)
    expect(await readOutcome(id)).toBe(outcome)
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, id)).toMatchObject({ canReview: false, isCalm: true })
    const closed = (await stage.journal(id)).at(-1)
    expect(closed).toMatchObject({ type: 'incident.closed', data: { outcome } })
  })

  test('may go while it is being reviewed', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    stage.backend.clear(sam.entity)
    await stage.advance(interval + 20_000)
    expect(await readOutcome(incident.id)).toBe('cleared-elsewhere')
    const notice = toView(await pressYes(stage, maya, page), 'notice')
    expect(notice).toMatchObject({ title: 'Not done', incidentId: incident.id })
    expect(notice.text).toMatch(/^This is over since .*lifted elsewhere/)
  })

  test('is a new incident that counts the earlier one when it comes back', async () => {
    const first = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    await stage.advance(interval + 20_000)
    const second = await restrict(stage, createSender('sam@contoso.com', { createdAt: stage.clock.now() }))
    expect(second.id).not.toBe(first.id)
    expect(second.earlier).toEqual({ count: 1, lastIncidentId: first.id })
    expect(readCard(stage.slack, second.id).again.map(({ text }) => text)).toEqual([
      expect.stringContaining('left the list'),
    ])
    expect(readCard(stage.slack, second.id).lastIncidentId).toBe(first.id)
  })
})

describe('an entry with other facts than before', () => {
  test('ends a pending confirmation, in clear words and with the answers kept', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    const reason = parseReason('OutboundSpamLast24Hours=900;OutboundMailLast24Hours=1203')
    stage.backend.restrict({ ...sam, reason })
    await stage.advance(interval)
    expect((await getIncident(stage, incident.id)).revision).toBeGreaterThan(incident.revision)
    const shown = toView(await pressYes(stage, maya, page), 'recommendations')
    expect(shown.problem).toContain('changed while you were reading: Exchange changed the entry')
    expect(stage.backend.calls).not.toContain('unblock sam@contoso.com')
    const again = toView(
      await stage.press(maya, 'recommendations', { incidentId: incident.id }),
      'recommendations',
    )
    expect(again.note).toBe('Password reset at the desk')
    expect(again.questions.map(({ answer }) => answer)).toEqual(['yes'])
    expect(readCard(stage.slack, incident.id).smallText).toContain('900 of 1,203')
    expect(await readTypes(stage, incident.id)).toContain('incident.changed')
  })

  test('is the same incident, and the same facts again change nothing', async () => {
    const { id, version } = await restrict(stage, sam)
    stage.backend.restrict({ ...sam, raw: { other: 'record' } })
    await stage.advance(2 * interval)
    expect(await getIncident(stage, id)).toMatchObject({ version })
  })
})

describe('a look that began before something changed', () => {
  const { createdAt: _, ...undated } = sam

  test('does not take an unblock that came after for a new restriction', async () => {
    const incident = await restrict(stage, undated)
    const release = stage.backend.hold('list')
    await stage.advance(interval)
    await unblock(stage, maya, incident)
    release()
    await stage.advance(1_000)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    expect(await stage.incidents()).toHaveLength(1)
  })

  test('does not close what has been taken up since; the next look does', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    const release = stage.backend.hold('list')
    await stage.advance(interval)
    await stage.press(maya, 'review', { incidentId: id })
    release()
    await stage.advance(1_000)
    expect(await readStatus(stage, id)).toBe('open')
    await stage.advance(interval + 20_000)
    expect(await readOutcome(id)).toBe('cleared-elsewhere')
  })

  test('does not, even when the change comes while the look is being compared', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    stage.store().afterNextListing(async () => {
      await stage.press(maya, 'review', { incidentId: id })
    })
    await stage.advance(interval)
    expect(await readStatus(stage, id)).toBe('open')
  })
})

describe('evidence', () => {
  test('that comes after the end changes nothing', async () => {
    const release = stage.backend.hold('gather')
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    await stage.advance(interval + 20_000)
    release()
    await stage.idle()
    const incident = await getIncident(stage, id)
    expect([incident.state.status, incident.evidence]).toEqual(['closed', undefined])
    expect(await readTypes(stage, id)).not.toContain('evidence.gathered')
  })

  test('is asked for again when nothing at all could be asked', async () => {
    stage.backend.fail('gather', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
    const { id, evidence } = await restrict(stage, sam)
    expect(evidence).toBeUndefined()
    stage.backend.fail('gather', undefined)
    await stage.advance(interval)
    expect((await getIncident(stage, id)).evidence?.kind).toBe('sender')
  })
})

test('a store that fails during a look is no failed look: what was seen is saved soon after', async () => {
  stage.store().beforeCommit(({ incident }) => {
    if (incident !== undefined) throw new StoreError('busy', false)
  })
  stage.backend.restrict(sam)
  await stage.advance(interval)
  expect(await stage.incidents()).toEqual([])
  stage.store().beforeCommit(() => {})
  await stage.advance(5_000)
  expect(await stage.incidents()).toHaveLength(1)
  expect(await readTypes(stage)).not.toContain('watch.failed')
})

test('a tenant that was taken out of the settings is looked at no more', async () => {
  await stage.store().commit({
    tasks: [
      {
        key: 'watch:gone',
        lane: 'watch:gone',
        dueAt: began,
        attempts: 0,
        duty: { kind: 'watch', tenantId: 'gone' },
      },
    ],
  })
  await stage.advance(interval)
  expect(stage.log.filter(({ level }) => level !== 'info')).toEqual([])
})
