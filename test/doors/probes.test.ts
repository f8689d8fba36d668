import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBot } from '../../src/bot/index.js'
import { dayMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { createHttpServer, type HttpServer } from '../../src/doors/http.js'
import { createProbes } from '../../src/doors/probes.js'
import { BackendError, PlatformError, StoreError } from '../../src/errors.js'
import { taskKinds } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import { createMetrics } from '../../src/metrics/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { createSender, restrict } from '../features/acts.js'
import { contoso, maya } from '../features/people.js'
import { createStage, type Stage } from '../features/stage.js'
import { parseExposition } from '../prometheus.js'

const interval = contoso.pollSeconds * 1_000
const sam = createSender('sam@contoso.com')

let stage: Stage
let server: HttpServer
let port: number
beforeEach(async () => {
  stage = await createStage({ metrics: createMetrics({ version: '1', taskKinds, platforms: platformNames }) })
  server = createHttpServer(stage.bot().routes, createLog({ level: 'silent' }))
  port = await server.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(async () => {
  await server.close()
  await stage.close()
})

async function ask(path: string, method = 'GET') {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function askReady() {
  const { status, text } = await ask('/readyz')
  const body: unknown = JSON.parse(text)
  return { status, body }
}

const notReady = (...reasons: readonly string[]) => ({ status: 503, body: { status: 'not-ready', reasons } })
const notReadyFor = (tenants: readonly string[], ...reasons: readonly string[]) => ({
  status: 503,
  body: { status: 'not-ready', reasons, tenants },
})
const ready = { status: 200, body: { status: 'ready' } }
const down = new BackendError('Exchange is down: token xyz', { code: 'unavailable', outcome: 'unchanged' })

describe('/readyz', () => {
  test('names one reason for all cards that no channel takes, as long as somebody waits for them', async () => {
    await restrict(stage, sam)
    await restrict(stage, createSender('kim@contoso.com'))
    stage.slack.refuse(() => new PlatformError('gone', { code: 'channel-not-found' }))
    for (const { id } of await stage.incidents()) await stage.press(maya, 'review', { incidentId: id })
    await stage.advance(20 * minuteMilliseconds)
    expect(await askReady()).toEqual(notReady('cards-given-up'))
    for (const { entity } of await stage.incidents()) stage.backend.clear(entity)
    await stage.advance(20 * minuteMilliseconds)
    expect(await askReady()).toEqual(ready)
  })

  test('names the tenant whose card is not where it belongs', async () => {
    stage.slack.refuse(() => new PlatformError('gone', { code: 'channel-not-found' }))
    await restrict(stage, sam)
    await stage.advance(20 * minuteMilliseconds)
    expect(await askReady()).toEqual(notReadyFor(['contoso'], 'cards-given-up', 'cards-elsewhere'))
  })

  test('says that the clock was set back, and that polls go on', async () => {
    await stage.advance(interval)
    await stage.skip(-2 * 60 * minuteMilliseconds)
    expect(await askReady()).toEqual(notReady('clock-stepped'))
    await stage.advance(interval)
    expect(await askReady()).toEqual(notReady('clock-stepped'))
    await stage.advance(6 * minuteMilliseconds)
    expect(await askReady()).toEqual(ready)
  })

  test('says ready when everything works', async () => {
    await stage.advance(interval)
    expect(await askReady()).toEqual(ready)
  })

  test('says that no good poll was had for two intervals, until there is one', async () => {
    await stage.advance(interval)
    stage.backend.fail('list', down)
    await stage.advance(2 * interval)
    expect(await askReady()).toEqual(notReadyFor(['contoso'], 'poll-overdue', 'look-overdue'))
    stage.backend.fail('list', undefined)
    await stage.advance(interval)
    expect(await askReady()).toEqual(ready)
  })

  test('says whose list could not be read in whole, with its metric, until it can', async () => {
    const entry = { kind: 'sender', key: 'pat', what: 'SenderAddress is empty', reason: '', raw: '' } as const
    stage.backend.doubt({ unreadable: [entry] })
    await stage.advance(interval)
    expect(await askReady()).toEqual(notReadyFor(['contoso'], 'list-not-whole'))
    expect((await ask('/metrics')).text).toContain('reprieve_list_doubts{tenant="contoso"} 1')
    stage.backend.doubt({})
    await stage.advance(interval)
    expect(await askReady()).toEqual(ready)
    expect((await ask('/metrics')).text).toContain('reprieve_list_doubts{tenant="contoso"} 0')
  })

  test('says nothing of settings that cannot be read: restrictions are seen all the same', async () => {
    stage.backend.fail('readPolicies', down)
    await stage.skip(dayMilliseconds)
    expect(stage.backend.calls).toContain('readPolicies')
    expect(await askReady()).toEqual(ready)
  })

  test('says which platform is unwell, and that its cards do not go out', async () => {
    stage.slack.refuse(() => new PlatformError('down', { code: 'unavailable' }))
    stage.slack.sicken('xoxb-1-secret refused for maya@contoso.com')
    await restrict(stage, sam)
    expect(await askReady()).toEqual(notReady('slack-unwell', 'work-failing'))
  })

  test('says that work is due and nobody takes it up', async () => {
    const duty = { kind: 'gather', incidentId: 'none' } as const
    const dueAt = stage.clock.now() - 6 * minuteMilliseconds
    const release = stage.backend.hold('list')
    await stage.advance(interval)
    // The lane is held by the look under way, so this waits although its time has come.
    const task = { key: 'late', lane: `watch:${contoso.id}`, dueAt, attempts: 0, duty }
    await stage.store().commit({ tasks: [task] })
    expect(await askReady()).toEqual(notReady('work-late'))
    release()
  })

  test('says that it is stopping', async () => {
    const stopping = stage.bot().stop()
    expect(await askReady()).toEqual(notReady('stopping'))
    await stopping
    expect(await askReady()).toEqual(notReady('stopping'))
  })

  test('says that the store cannot be used', async () => {
    await stage.store().close()
    expect(await askReady()).toEqual(notReady('store-unusable'))
  })
})

describe('/healthz', () => {
  test('is well while Exchange and a platform are down: a restart would not help', async () => {
    stage.backend.fail('list', down)
    stage.slack.sicken('down')
    await stage.advance(5 * interval)
    expect((await askReady()).status).toBe(503)
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' })
  })

  test('is not well when the store is of no use any more', async () => {
    await stage.store().close()
    const broken = { status: 503, text: '{"status":"broken","reasons":["store-unusable"]}' }
    expect(await ask('/healthz')).toMatchObject(broken)
  })
})

test('a database that is away makes a process unready, and is no reason to restart it or to answer nobody', async () => {
  const away = new StoreError('The database does not answer', false)
  const reject = () => Promise.reject(away)
  const log = createLog({ level: 'silent' })
  const probes = createProbes({
    store: { isShared: true, readBacklog: reject },
    clock: stage.clock,
    log,
    metrics: undefined,
    readPhase: () => 'running',
    isStanding: () => false,
    readHealth: reject,
    readFaultsAlone: reject,
    readMeasures: reject,
  })
  const own = createHttpServer(probes, log)
  const origin = `http://127.0.0.1:${await own.listen({ host: '127.0.0.1', port: 0 })}`
  const [ready, alive] = [await fetch(`${origin}/readyz`), await fetch(`${origin}/healthz`)]
  const route = await fetch(`${origin}/routez`)
  expect([route.status, await route.json()]).toEqual([200, { status: 'here' }])
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'not-ready', reasons: ['database-away'] },
  ])
  expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }])
  await own.close()
})

describe('/metrics', () => {
  test('tells how things are, whatever else is broken', async () => {
    await restrict(stage, sam)
    const { status, headers, text } = await ask('/metrics')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4')
    const series = parseExposition(text)
    expect(series.get('reprieve_ready')).toBe(1)
    expect(series.get('reprieve_incidents{status="open"}')).toBe(1)
    expect(series.get('reprieve_last_good_poll_timestamp_seconds{tenant="contoso"}')).toBeGreaterThan(1e9)
    await stage.store().close()
    const broken = parseExposition((await ask('/metrics')).text)
    expect(broken.get('reprieve_ready')).toBe(0)
    expect(broken.has('reprieve_incidents{status="open"}')).toBe(false)
    expect(broken.get('reprieve_incidents_opened_total')).toBe(1)
  })

  test('is not ready while the bot stops', async () => {
    await stage.bot().stop()
    expect(parseExposition((await ask('/metrics')).text).get('reprieve_ready')).toBe(0)
  })
})

describe.each(['/healthz', '/readyz', '/metrics'])('%s', (path) => {
  test('names nobody and repeats no text from outside', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.fail('list', down)
    stage.slack.sicken('xoxb-1-secret refused for maya@contoso.com')
    stage.slack.refuse(() => new PlatformError('channel C1 is gone', { code: 'channel-not-found' }))
    stage.backend.clear(sam.entity)
    await stage.advance(3 * interval)
    const { text } = await ask(path)
    // Whole words: an id such as id-1 is part of many a number.
    const secrets = [
      '@',
      'sam',
      'maya',
      'xoxb',
      'token xyz',
      'Contoso',
      'channel C1',
      `"${id}"`,
      'Exchange is down',
    ]
    for (const secret of secrets) expect(text).not.toContain(secret)
  })

  test('can be read and nothing else, and is never kept by a proxy', async () => {
    const { status, headers } = await ask(path)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const refused = await ask(path, method)
      expect({ method, status: refused.status }).toEqual({ method, status: 405 })
      expect(refused.headers.get('allow')).toBe('GET, HEAD')
    }
  })

  test('answers HEAD as it answers GET, without the text', async () => {
    const { status, text } = await new Promise<{ status: number | undefined; text: string }>(
      (resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path, method: 'HEAD' }, (response) => {
          let text = ''
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString()
          })
          response.on('end', () => resolve({ status: response.statusCode, text }))
        })
        asked.on('error', reject).end()
      },
    )
    expect({ status, text }).toEqual({ status: 200, text: '' })
  })

  test('survives a body that nobody asked for', async () => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: 'x'.repeat(1e6) })
    expect(response.status).toBe(405)
    await response.text()
  })
})

test('before the start it is alive and not ready', async () => {
  const bot = createBot({
    store: stage.store(),
    clock: stage.clock,
    createId: () => 'id',
    random: () => 0,
    log: createLog({ level: 'silent' }),
    access: { homes: new Set(), people: new Map(), groups: new Map() },
    tenants: [],
    platforms: [],
    onFatal: () => {},
  })
  const other = createHttpServer(bot.routes, createLog({ level: 'silent' }))
  const at = `http://127.0.0.1:${await other.listen({ host: '127.0.0.1', port: 0 })}`
  const answer = await fetch(`${at}/readyz`)
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'not-ready', reasons: ['starting'] }])
  expect((await fetch(`${at}/healthz`)).status).toBe(200)
  expect((await fetch(`${at}/metrics`)).status).toBe(404)
  await other.close()
})
