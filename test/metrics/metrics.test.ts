import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BlindCause } from '../../src/domain/blindness.js'
import type { Status } from '../../src/domain/incident.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError, PlatformError } from '../../src/errors.js'
import { taskKinds } from '../../src/features/index.js'
import { createMetrics } from '../../src/metrics/index.js'
import { platformNames } from '../../src/platforms/names.js'
import type { Measures, Metrics } from '../../src/ports.js'
import { createIncident, createUnblock } from '../domain/incidents.js'
import { createSender, restrict, unblock } from '../features/acts.js'
import { contoso, maya, nobody, tom } from '../features/people.js'
import { createStage, type Stage } from '../features/stage.js'
import { parseExposition } from '../prometheus.js'

const well: Measures = {
  isReady: true,
  isSettingsRefused: false,
  isJournalWritten: false,
  replicas: 2,
  blind: new Map<BlindCause, number>([['tenant', 2]]),
  incidents: new Map<Status, number>([['open', 3]]),
  resting: { snoozed: 2, muted: 1 },
  polls: [
    { tenantId: 'contoso', lastGoodAt: 1_500, pollSeconds: 60, doubts: 2 },
    { tenantId: 'fabrikam', lastGoodAt: undefined, pollSeconds: 300, doubts: 0 },
  ],
  platforms: [
    { name: 'slack', ok: true },
    { name: 'teams', ok: false },
  ],
  work: { due: 4, lateMilliseconds: 2_500, failing: 1 },
}

async function read(metrics: Metrics, now?: Measures) {
  return parseExposition((await metrics.expose(now)).text)
}

describe('what is true now', () => {
  test('is told with every status there is, and with 0 for a poll that never was', async () => {
    const series = await read(createMetrics({ version: '1.2.3', taskKinds, platforms: platformNames }), well)
    const told = [...series].filter(([name]) => !/_total|_bucket|_sum|_count|look|^(?!reprieve)/.test(name))
    expect(Object.fromEntries(told)).toEqual({
      'reprieve_build_info{version="1.2.3"}': 1,
      reprieve_ready: 1,
      reprieve_settings_refused: 0,
      reprieve_journal_behind: 1,
      reprieve_replicas: 2,
      'reprieve_blind{cause="tenant"}': 2,
      'reprieve_blind{cause="platform"}': 0,
      'reprieve_blind{cause="journal"}': 0,
      'reprieve_blind{cause="clock"}': 0,
      'reprieve_incidents{status="open"}': 3,
      'reprieve_incidents{status="reviewing"}': 0,
      'reprieve_incidents{status="unblocking"}': 0,
      'reprieve_incidents{status="uncertain"}': 0,
      'reprieve_incidents{status="watching"}': 0,
      'reprieve_incidents{status="stuck"}': 0,
      'reprieve_incidents{status="failed"}': 0,
      'reprieve_incidents_resting{by="snooze"}': 2,
      'reprieve_incidents_resting{by="mute"}': 1,
      'reprieve_last_good_poll_timestamp_seconds{tenant="contoso"}': 1.5,
      'reprieve_last_good_poll_timestamp_seconds{tenant="fabrikam"}': 0,
      'reprieve_poll_interval_seconds{tenant="contoso"}': 60,
      'reprieve_poll_interval_seconds{tenant="fabrikam"}': 300,
      'reprieve_list_doubts{tenant="contoso"}': 2,
      'reprieve_list_doubts{tenant="fabrikam"}': 0,
      'reprieve_platform_ok{platform="slack"}': 1,
      'reprieve_platform_ok{platform="teams"}': 0,
      reprieve_tasks_due: 4,
      reprieve_oldest_due_task_age_seconds: 2.5,
      reprieve_tasks_failing: 1,
    })
  })

  test('is told by its earlier name as well, for whoever asks for that', async () => {
    const series = await read(createMetrics({ version: '1', taskKinds, platforms: platformNames }), well)
    const polls = [...series].filter(([name]) => name.includes('_poll_'))
    expect(polls.map(([name]) => series.get(name.replace('_poll_', '_look_')))).toEqual(
      polls.map(([, value]) => value),
    )
    expect(series.get('reprieve_look_interval_seconds{tenant="fabrikam"}')).toBe(300)
  })

  test('is left out when it cannot be known, rather than told as it was', async () => {
    const metrics = createMetrics({ version: '1', taskKinds, platforms: platformNames })
    await metrics.expose(well)
    const series = await read(metrics)
    expect(series.get('reprieve_ready')).toBe(0)
    expect([...series.keys()].filter((name) => /incidents\{|good_poll|_due|_failing/.test(name))).toEqual([])
    expect(series.has('reprieve_unblocks_total{outcome="failed"}')).toBe(true)
    expect((await read(metrics, well)).get('reprieve_tasks_due')).toBe(4)
  })

  test('forgets a tenant that is no longer watched', async () => {
    const metrics = createMetrics({ version: '1', taskKinds, platforms: platformNames })
    await metrics.expose(well)
    const series = await read(metrics, { ...well, polls: [] })
    expect([...series.keys()].filter((name) => name.includes('tenant='))).toEqual([])
  })

  test('comes with the process itself, as Prometheus text', async () => {
    const { text, contentType } = await createMetrics({
      version: '1',
      taskKinds,
      platforms: platformNames,
    }).expose(well)
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'])
      expect(parseExposition(text).get(name)).toBeGreaterThan(0)
  })
})

test('a bot that begins later in the same process tells of the process what the first one tells', async () => {
  const create = () => createMetrics({ version: '1', taskKinds, platforms: platformNames })
  const used = async (metrics: Metrics) => (await read(metrics)).get('process_cpu_seconds_total') ?? 0
  const first = create()
  for (let count = 0; count < 20; count += 1) await used(first)
  const before = await used(first)
  expect(await used(create())).toBeGreaterThanOrEqual(before)
})

describe('names', () => {
  test('keep to the conventions: a prefix, a unit in base units, a total, and a sentence of help', async () => {
    const { text } = await createMetrics({ version: '1', taskKinds, platforms: platformNames }).expose(well)
    const types = [...text.matchAll(/^# TYPE (reprieve_\S+) (\S+)$/gm)]
    expect(types.length).toBeGreaterThan(12)
    const isTimed = (name: string) => /duration|timestamp|interval|age|_to_/.test(name)
    for (const [, name = '', type] of types) {
      const told = { name, isTotal: name.endsWith('_total'), isInSeconds: name.endsWith('_seconds') }
      expect(told).toEqual({ name, isTotal: type === 'counter', isInSeconds: isTimed(name) })
      expect(name).toMatch(/^[a-z_]+$/)
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.{10,}$`, 'm'))
    }
  })

  test('belong to this meter alone', async () => {
    const [one, other] = [
      createMetrics({ version: '1', taskKinds, platforms: platformNames }),
      createMetrics({ version: '1', taskKinds, platforms: platformNames }),
    ]
    one.taskFailed('watch')
    const series = 'reprieve_task_failures_total{kind="watch"}'
    expect((await read(one)).get(series)).toBe(1)
    expect((await read(other)).get(series)).toBe(0)
  })
})

test('a clock that was set back makes no wait negative', async () => {
  const metrics = createMetrics({ version: '1', taskKinds, platforms: platformNames })
  metrics.pollEnded({ ok: true, milliseconds: -5_000 })
  expect((await read(metrics)).get('reprieve_poll_duration_seconds_sum{ok="true"}')).toBe(0)
})

test('unblocks of a storm that were reviewed together are counted beside all the others', async () => {
  const metrics = createMetrics({ version: '1', taskKinds, platforms: platformNames })
  const look = { unblockedAt: 0, alreadyGone: false }
  for (const stormReviewId of [undefined, 'storm-1']) {
    const unblock = createUnblock({ stormReviewId })
    const before = createIncident('unblocking', { state: { status: 'unblocking', unblock } })
    metrics.incidentChanged(before, { ...before, state: { status: 'watching', unblock, ...look } })
  }
  const series = await read(metrics)
  expect(series.get('reprieve_unblocks_total{outcome="unblocked"}')).toBe(2)
  expect(series.get('reprieve_storm_unblocks_total{outcome="unblocked"}')).toBe(1)
})

describe('the bot is measured', () => {
  const sam = createSender('sam@contoso.com')
  const interval = contoso.pollSeconds * 1_000
  let metrics: Metrics
  let stage: Stage
  beforeEach(async () => {
    metrics = createMetrics({ version: '1', taskKinds, platforms: platformNames })
    stage = await createStage({ metrics, tenants: [{ ...contoso, hasAlertsInStep: true }] })
  })
  afterEach(() => stage.close())

  /** What was counted, without what is still 0. */
  async function count(name: string): Promise<Record<string, number>> {
    const found = [...(await read(metrics))].filter(([series, value]) => series.startsWith(name) && value > 0)
    return Object.fromEntries(found.map(([series, value]) => [series.slice(name.length), value]))
  }

  test('from the restriction to the end', async () => {
    const incident = await restrict(stage, sam)
    expect(await count('reprieve_incidents_opened_total')).toEqual({ '': 1 })
    await unblock(stage, maya, incident)
    expect(await count('reprieve_unblocks_total')).toEqual({ '{outcome="unblocked"}': 1 })
    await stage.advance(61 * minuteMilliseconds)
    expect(await count('reprieve_incidents_closed_total')).toEqual({ '{outcome="unblocked"}': 1 })
    expect(await count('reprieve_unblocks_total')).toEqual({ '{outcome="unblocked"}': 1 })
  })

  test.each([
    ['failed', new BackendError('no', { code: 'forbidden', outcome: 'unchanged' })],
    ['uncertain', new BackendError('lost', { code: 'timeout', outcome: 'unknown' })],
  ])('when an unblock is %s', async (outcome, error) => {
    const incident = await restrict(stage, sam)
    stage.backend.fail('unblock', error)
    await unblock(stage, maya, incident)
    expect(await count('reprieve_unblocks_total')).toEqual({ [`{outcome="${outcome}"}`]: 1 })
  })

  test('when the list decides what became of an unblock whose answer was lost', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', {
      error: new BackendError('lost', { code: 'timeout', outcome: 'unknown' }),
      isDone: true,
    })
    await unblock(stage, maya, incident)
    await stage.advance(2 * minuteMilliseconds)
    expect(await count('reprieve_unblocks_total')).toEqual({
      '{outcome="uncertain"}': 1,
      '{outcome="unblocked"}': 1,
    })
  })

  test('when somebody else was faster', async () => {
    await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    await stage.advance(2 * interval)
    expect(await count('reprieve_unblocks_total')).toEqual({})
    expect(await count('reprieve_incidents_closed_total')).toEqual({ '{outcome="cleared-elsewhere"}': 1 })
  })

  test('by what an owner says, and by what becomes of Defender’s alert', async () => {
    stage.backend.alerts.raise('sam@contoso.com')
    const { id: incidentId } = await restrict(stage, sam)
    const values = { says: 'no', note: 'Sam, on his desk phone' }
    await stage.press(maya, 'owner-told', { incidentId, values })
    expect(await count('reprieve_owner_answers_total')).toEqual({ '{source="phone",answer="no"}': 1 })
    await stage.advance(2 * minuteMilliseconds)
    stage.backend.alerts.edit({ isResolved: true })
    await stage.advance(6 * minuteMilliseconds)
    expect(await count('reprieve_defender_alerts_total')).toEqual({
      '{move="found"}': 1,
      '{move="closed-there"}': 1,
    })
  })

  test('by look, good and failed', async () => {
    const name = 'reprieve_poll_duration_seconds_count'
    await stage.advance(2 * interval)
    const before = (await count(name))['{ok="true"}'] ?? 0
    expect(before).toBeGreaterThan(1)
    stage.backend.fail('list', new BackendError('half', { code: 'partial', outcome: 'unchanged' }))
    await stage.advance(3 * interval)
    expect(await count(name)).toEqual({ '{ok="true"}': before, '{ok="false"}': 3 })
  })

  test('by every card that a platform did not take', async () => {
    stage.teams.refuse(() => new PlatformError('gone', { code: 'channel-not-found' }))
    await restrict(stage, sam)
    const label = '{platform="teams",code="channel-not-found"}'
    const errors = await count('reprieve_platform_errors_total')
    expect(Object.keys(errors)).toEqual([label])
    expect(errors[label]).toBe(stage.teams.tried.length)
    expect(Object.keys(await count('reprieve_task_failures_total'))).toContain('{kind="post"}')
  })

  test('by every channel that has heard of a restriction: how long after it', async () => {
    await stage.advance(minuteMilliseconds)
    await restrict(stage, { ...sam, createdAt: stage.clock.now() + 20_000 })
    const name = 'reprieve_restriction_to_card_seconds'
    const platforms = ['slack', 'teams'].map((platform) => `{platform="${platform}"}`)
    expect(await count(`${name}_count`)).toEqual(Object.fromEntries(platforms.map((label) => [label, 1])))
    for (const seconds of Object.values(await count(`${name}_sum`))) {
      expect(seconds).toBeGreaterThanOrEqual(39)
      expect(seconds).toBeLessThanOrEqual(41)
    }
  })

  test('by every unblock after which mail was seen to flow: how long after it, once', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    await stage.advance(20 * minuteMilliseconds)
    const name = 'reprieve_unblock_to_mail_seconds'
    expect(Object.values(await count(`${name}_count`))).toEqual([1])
    expect(Object.values(await count(`${name}_sum`))).toEqual([60])
  })

  test('by press and command: how long, and how it ended', async () => {
    const { id } = await restrict(stage, sam)
    await stage.press(maya, 'review', { incidentId: id })
    await stage.press(nobody, 'review', { incidentId: id })
    await stage.press(maya, 'unblock', { incidentId: id, confirmationId: 'made up' })
    await stage.command(tom, 'list')
    const answered = await count('reprieve_press_duration_seconds_count')
    expect(answered).toEqual({
      '{platform="slack",action="review",outcome="answered"}': 1,
      '{platform="slack",action="review",outcome="refused"}': 1,
      '{platform="slack",action="unblock",outcome="refused"}': 1,
      '{platform="teams",action="typed",outcome="answered"}': 1,
    })
  })

  test('with the wait for one’s turn, since the person waits too', async () => {
    const { id } = await restrict(stage, sam)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    stage.store().beforeCommit(() => held)
    const first = stage.press(maya, 'review', { incidentId: id })
    const second = stage.press(tom, 'review', { incidentId: id })
    await stage.advance(2_000)
    release()
    await Promise.all([first, second])
    const waited = await count('reprieve_press_duration_seconds_sum')
    expect(waited['{platform="teams",action="review",outcome="answered"}']).toBeGreaterThanOrEqual(2)
  })
})
