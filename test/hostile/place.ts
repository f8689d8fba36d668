// The whole bot on the real server, with both platforms, a real store and log, and small ends of Slack and Teams. One
// restriction is open, its card is posted, and people of every kind are there.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBot } from '../../src/bot/index.js'
import { toPortals } from '../../src/config/index.js'
import type { Access } from '../../src/domain/grants.js'
import type { Incident } from '../../src/domain/incident.js'
import { toOpenRoute } from '../../src/domain/route.js'
import { createHttpServer } from '../../src/doors/http.js'
import type { JournalType } from '../../src/features/events.js'
import { catalogue, duties, taskKinds } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import { createMetrics } from '../../src/metrics/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { createSlack } from '../../src/platforms/slack/index.js'
import { createTeams } from '../../src/platforms/teams/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import type { Clock, Log, Platform, Store } from '../../src/ports.js'
import { createAdjustableClock, createSystemClock } from '../../src/run/clock.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { verifyJournal } from '../../src/stores/file/verify-journal.js'
import { createRestriction } from '../domain/incidents.js'
import { createScriptedBackend, type ScriptedBackend } from '../features/backend.js'
import { hastyDisk, hastyPulse } from '../features/store.js'
import { homeTeam } from '../platforms/slack/fake-slack.js'
import { signingSecret } from '../platforms/slack/payloads.js'
import { appId, createTenant, homeTenantId, type Tenant } from '../platforms/teams/tenant.js'
import { watchAccidents } from './accidents.js'
import { createSender, type Sender } from './send.js'
import { createSlackEnd, type SlackEnd } from './slack-end.js'

export const approverOnSlack = 'U1'
/** At home and without any role; Slack's small end knows everybody. */
export const nobodiesOnSlack = ['U7', 'U8', 'U9']

const approverOnTeams = '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a01'
const nobodyOnTeams = '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a17'
export const maya = { id: '29:1maya', name: 'Maya', aadObjectId: approverOnTeams }
export const norman = { id: '29:1norman', name: 'Norman', aadObjectId: nobodyOnTeams }

/** Part of every secret, and of nothing else. */
const secretWords = ['canary', 'outbound-token']

const access: Access = {
  homes: new Set([`slack:${homeTeam}`, `teams:${homeTenantId}`]),
  people: new Map([
    [`slack:${approverOnSlack}`, { role: 'approver', addresses: [] }],
    [`teams:${approverOnTeams}`, { role: 'approver', addresses: ['maya@contoso.com'] }],
  ]),
  groups: new Map(),
}

export interface Place extends Pick<Sender, 'send'> {
  readonly url: string
  readonly slack: SlackEnd
  readonly tenant: Tenant
  readonly backend: ScriptedBackend
  readonly incidentId: string
  /** What people can change of the incident, and nobody without a role may. */
  decisions(): Promise<Pick<Incident, 'state' | 'reviews' | 'confirmations' | 'asked'> | undefined>
  /** Journal entries of these types. */
  countEvents(types: readonly JournalType[]): Promise<number>
  /** How many of the bot's seconds pass in a real one. */
  setRate(rate: number): void
  /** Whatever the bot logged as an error, as text. */
  errors(): readonly string[]
  /** What is wrong by now: a crash, a secret that got out, a broken journal, a process that does not answer. */
  findDamage(): Promise<readonly string[]>
  close(): Promise<void>
}

export async function openPlace(): Promise<Place> {
  const accidents = watchAccidents()
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-hostile-'))
  const clock = createAdjustableClock(createSystemClock())
  const lines: string[] = []
  // The secrets are not named to it, so only what must never be handed over at all keeps them out.
  const log = createLog({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const slack = await createSlackEnd()
  const tenant = await createTenant()
  tenant.answerWith(({ line }) => toMember(line))
  const backend = createScriptedBackend(clock)
  backend.restrict(createRestriction({ createdAt: clock.now() }))
  const store = await createFileStore({
    duties,
    folder,
    clock,
    createId: () => crypto.randomUUID(),
    log,
    pid: process.pid,
    disk: hastyDisk,
    pulse: hastyPulse,
  })
  const bot = createBot({
    store,
    clock,
    createId: () => crypto.randomUUID(),
    random: Math.random,
    log,
    metrics: createMetrics({ version: '0.0.0', taskKinds, platforms: platformNames }),
    access,
    tenants: [
      { tenant: { id: 'contoso', name: 'Contoso', pollSeconds: 60, portals: toPortals(), routes }, backend },
    ],
    platforms: createPlatforms({ slack, tenant, store, clock, log }),
    onFatal: (error) => {
      throw error
    },
  })
  const underway = new Set<Promise<void>>()
  const server = createHttpServer(
    bot.routes.map((route) => ({
      path: route.path,
      handle(request, response) {
        const work = route.handle(request, response).finally(() => underway.delete(work))
        underway.add(work)
        return work
      },
    })),
    log,
  )
  // What was acknowledged may still be at work.
  async function settle(): Promise<void> {
    while (underway.size > 0) await Promise.allSettled(underway)
  }
  const port = await server.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${port}`
  await bot.start()
  const opened = await untilOpened(store)
  const sender = createSender(url)

  return {
    ...sender,
    url,
    slack,
    tenant,
    backend,
    incidentId: opened.id,
    async decisions() {
      await settle()
      const incident = await store.findIncident(opened.id)
      if (incident === undefined) return undefined
      const { state, reviews, confirmations, asked } = incident
      return { state, reviews, confirmations, ...(asked === undefined ? {} : { asked }) }
    },
    async countEvents(types) {
      await settle()
      const entries = await store.readJournal({ limit: 100_000 })
      return entries.filter(({ event }) => types.some((type) => type === event.type)).length
    },
    setRate: (rate) => clock.setRate(rate),
    errors: () => lines.filter((line) => line.includes('"level":50')),
    async findDamage() {
      await settle()
      const health = await sender.send({ method: 'GET', path: '/healthz' })
      const journal = await verifyJournal(folder)
      return [
        ...(await accidents.list()),
        ...(health.status === 200 ? [] : [`/healthz: ${health.status} ${health.text}`]),
        ...(journal.ok ? [] : [`journal: ${journal.problem}`]),
        ...lines.filter(hasSecret),
      ]
    },
    async close() {
      sender.close()
      clock.setRate(60)
      await bot.stop()
      await server.close(0)
      await store.close()
      await slack.close()
      await tenant.close()
      await rm(folder, { recursive: true, force: true })
      accidents.ignore()
    },
  }
}

/** With its card posted and its evidence gathered. */
async function untilOpened(store: Store): Promise<Incident> {
  for (;;) {
    const [opened] = await store.listLive({})
    if (opened?.evidence !== undefined && opened.cards.length > 0) return opened
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
  }
}

export function hasSecret(text: string): boolean {
  return secretWords.some((word) => text.includes(word))
}

const routes = [toOpenRoute({ platform: 'slack', channel: 'C1' })]

function createPlatforms(ends: {
  readonly slack: SlackEnd
  readonly tenant: Tenant
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}): readonly Platform[] {
  const { slack, tenant, store, clock, log } = ends
  return [
    createSlack({
      settings: { signingSecret, botToken: 'the-canary-of-slack', teamId: homeTeam, apiUrl: slack.apiUrl },
      render: createRenderer({ platform: 'slack', cards: catalogue.cards }),
      catalogue,
      clock,
      log,
    }),
    createTeams({
      settings: {
        appId,
        appType: 'SingleTenant',
        tenantId: homeTenantId,
        serviceUrl: tenant.serviceUrl,
      },
      render: createRenderer({ platform: 'teams', cards: catalogue.cards }),
      catalogue,
      memory: store,
      clock,
      log,
      authentication: tenant.authentication,
    }),
  ]
}

/** The roster of every conversation. */
function toMember(line: string) {
  const [, id = ''] = /^GET .*\/members\/(.*)$/.exec(line) ?? []
  const person = [maya, norman].find((one) => one.id === id)
  if (person === undefined) return undefined
  const address = `${person.name.toLowerCase()}@contoso.com`
  const { aadObjectId: objectId } = person
  const body = { id, objectId, tenantId: homeTenantId, email: address, userPrincipalName: address }
  return { status: 200, body: { ...body, userRole: 'user' } }
}
