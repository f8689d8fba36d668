// Reprieve itself: both platforms, the flow, the file store on a real disk or the one on PostgreSQL, and the shared HTTP server. Only Exchange is
// a list in memory.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { type Bot, createBot } from '../../src/bot/index.js'
import { toPortals } from '../../src/config/index.js'
import { toOpenRoute } from '../../src/domain/route.js'
import { createHttpServer } from '../../src/doors/http.js'
import { catalogue, duties, taskKinds } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import { createMetrics } from '../../src/metrics/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { createSlack } from '../../src/platforms/slack/index.js'
import { createTeams } from '../../src/platforms/teams/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import type { Platform, PlatformHandlers, Route, Store } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { createPostgresStore } from '../../src/stores/postgres/index.js'
import { answerCalls } from '../processes/answer.js'
import { readUsage } from '../processes/usage.js'
import { createListedTenants } from '../world/exchange.js'
import { slack, teams, tenantId } from '../world/facts.js'
import { seedIncidents } from '../world/incidents.js'

const settingsSchema = z.object({
  folder: z.string(),
  origin: z.string(),
  openIdMetadataUrl: z.string(),
  /** `nothing`: presses reach a handler that has no answer, which leaves the request alone to be measured. */
  answers: z.enum(['bot', 'nothing']),
  /** Where a page goes that was opened from a card in Teams. */
  privateAnswers: z.enum(['channel', 'card']),
  openIncidents: z.number(),
  tenants: z.number(),
  pollSeconds: z.number(),
  /** Of a database that has its incidents already; a file store of its own when undefined. */
  databaseUrl: z.string().optional(),
})
const entrySchema = z.object({ tenant: z.string(), address: z.string() })
type Settings = z.output<typeof settingsSchema>

const clock = createSystemClock()
const log = createLog({ level: 'silent' })
const exchange = createListedTenants()

answerCalls({
  async start(argument) {
    const settings = settingsSchema.parse(argument)
    const store = await openStore(settings)
    if (settings.databaseUrl === undefined)
      await seedIncidents(store, { name: 'open', count: settings.openIncidents, isClosed: false })
    const incidentIds = Array.from({ length: settings.openIncidents }, (_, index) => `open-${index}`)
    const live = await store.listLive({})
    exchange.list(
      tenantId,
      live.map(({ restriction }) => restriction),
    )
    const routes: Route[] = []
    const port = await createHttpServer(routes, log).listen({ host: '127.0.0.1', port: 0 })
    const platforms = createPlatforms(settings, store)
    const bot = createWholeBot(settings, store, platforms)
    routes.push(...bot.routes)
    if (settings.answers === 'bot') await bot.start()
    else await Promise.all(platforms.map((platform) => platform.start(nothing)))
    return { port, incidentIds }
  },
  restrict(argument) {
    const { tenant, address } = entrySchema.parse(argument)
    return exchange.restrict(tenant, address)
  },
  clear(argument) {
    const { tenant, address } = entrySchema.parse(argument)
    exchange.clear(tenant, address)
  },
  usage: readUsage,
})

const nothing: PlatformHandlers = {
  onPress: async () => undefined,
  onCommand: async () => undefined,
  onHome: () => Promise.reject(new Error('Nobody opens a home here.')),
  onChannelNews: async () => undefined,
}

function openStore({ folder, databaseUrl: url }: Settings): Promise<Store> {
  if (url !== undefined) return createPostgresStore({ url, duties, clock, createId: randomUUID, log })
  return createFileStore({
    duties,
    folder: join(folder, randomUUID()),
    clock,
    createId: randomUUID,
    log,
    pid: process.pid,
  })
}

function createPlatforms(
  { origin, openIdMetadataUrl, privateAnswers }: Settings,
  memory: Store,
): readonly Platform[] {
  const { appId, outboundToken } = teams
  const serviceUrl = `${origin}/connector/`
  return [
    createSlack({
      settings: { ...slack, apiUrl: `${origin}/api/` },
      render: createRenderer({ platform: 'slack', cards: catalogue.cards }),
      catalogue,
      clock,
      log,
    }),
    createTeams({
      settings: { appId, appType: 'SingleTenant', tenantId: teams.tenantId, privateAnswers, serviceUrl },
      render: createRenderer({ platform: 'teams', cards: catalogue.cards }),
      catalogue,
      memory,
      clock,
      log,
      authentication: { appId, tenantId: teams.tenantId, openIdMetadataUrl, outboundToken },
    }),
  ]
}

function createWholeBot(settings: Settings, store: Store, platforms: readonly Platform[]): Bot {
  const ids = [tenantId, ...Array.from({ length: settings.tenants - 1 }, (_, index) => `tenant-${index}`)]
  return createBot({
    store,
    clock,
    createId: randomUUID,
    random: Math.random,
    log,
    metrics: createMetrics({ version: 'bench', taskKinds, platforms: platformNames }),
    onFatal: (error) => {
      throw error
    },
    access: {
      homes: new Set([`slack:${slack.teamId}`, `teams:${teams.tenantId}`]),
      people: new Map([
        [`slack:${slack.userId}`, { role: 'approver', addresses: ['maya@contoso.com'] }],
        [`teams:${teams.objectId}`, { role: 'approver', addresses: ['maya@contoso.com'] }],
      ]),
      groups: new Map(),
    },
    tenants: ids.map((id) => ({
      tenant: {
        id,
        name: id,
        pollSeconds: settings.pollSeconds,
        portals: toPortals(),
        routes: [
          toOpenRoute({ platform: 'slack', channel: `C-${id}` }),
          toOpenRoute({ platform: 'teams', channel: `19:${id}` }),
        ],
      },
      backend: exchange.toBackend(id),
    })),
    platforms,
  })
}
