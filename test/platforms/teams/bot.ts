// The real Teams platform on a real server, with handlers that remember what reached them.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { z } from 'zod'
import type { Actor } from '../../../src/domain/actor.js'
import type { ChannelNews } from '../../../src/domain/alert-channel.js'
import type { Command, Press } from '../../../src/domain/press.js'
import { StaleError } from '../../../src/errors.js'
import type { Card } from '../../../src/features/cards.js'
import { catalogue, toCard } from '../../../src/features/index.js'
import { createTeams, type TeamsSettings } from '../../../src/platforms/teams/index.js'
import type { TeamsAuthentication } from '../../../src/platforms/teams/settings.js'
import { createRenderer } from '../../../src/platforms/templates/index.js'
import type { Answer, Fetch, Log, Memory, Platform } from '../../../src/ports.js'
import { createManualClock } from '../../clock.js'
import { quietHome } from '../../home-card.js'
import { noticeCard } from './cards.js'
import { appId, homeTenantId, type Tenant } from './tenant.js'

/** What two bots are given both of them share. */
export function createMemory(kept = new Map<string, unknown>()): Memory {
  const versions = new Map([...kept.keys()].map((key) => [key, 1]))
  return {
    async recall(key) {
      return kept.has(key) ? { value: kept.get(key), version: versions.get(key) ?? 1 } : undefined
    },
    async remember(key, value, { expectedVersion } = {}) {
      const version = kept.has(key) ? (versions.get(key) ?? 1) : 0
      if (expectedVersion !== undefined && expectedVersion !== version)
        throw new StaleError('Somebody else was faster.', key)
      kept.set(key, JSON.parse(JSON.stringify(value)))
      versions.set(key, version + 1)
    },
  }
}

export interface LogLine {
  readonly level: string
  readonly event: string
  readonly fields: object
}

export function createLog(lines: LogLine[] = []): Log {
  const write = (level: string) => (fields: object, event: string) =>
    void lines.push({ level, event, fields })
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

const render = createRenderer({ platform: 'teams', cards: catalogue.cards })
const activitySchema = z.looseObject({
  text: z.string().optional(),
  attachments: z
    .array(z.looseObject({ content: z.looseObject({ body: z.unknown().optional() }) }))
    .optional(),
})
const startSchema = z.looseObject({ activity: activitySchema })

/** What a person reads, whatever stands around it: buttons and who is to ask again differ. */
function toShown(rendered: unknown): string {
  const { text, body } = z
    .looseObject({ text: z.string().optional(), body: z.unknown().optional() })
    .parse(rendered)
  return JSON.stringify(body ?? text ?? '').replaceAll(/,"pageId":"[^"]*"/g, '')
}

/** Whether something that was the answer to one person alone was ever shown to everybody. */
function createLeakCheck(overheard: readonly unknown[]) {
  const from = overheard.length
  const answers: Card[] = []
  const posted = new Set<string>()
  return {
    note<Given extends Answer>(card: Given): Given {
      if (card !== undefined && catalogue.cards.get(card.name)?.isForThreads !== true)
        answers.push(toCard(card))
      return card
    },
    /** What is posted or edited for everybody is for everybody. */
    watch(platform: Platform): Platform {
      return {
        ...platform,
        post(place, card) {
          posted.add(toShown(render(card)))
          return platform.post(place, card)
        },
        update(ref, card) {
          posted.add(toShown(render(card)))
          return platform.update(ref, card)
        },
      }
    },
    find(): readonly string[] {
      const own = new Set(answers.map((card) => toShown(render(card))))
      const shown = overheard.slice(from).flatMap((body) => {
        const { data } = z
          .union([startSchema.transform(({ activity }) => activity), activitySchema])
          .safeParse(body)
        const cards = data?.attachments?.map(({ content }) => toShown(content)) ?? []
        return [...cards, ...(data?.text === undefined ? [] : [JSON.stringify(data.text)])]
      })
      return shown.filter((one) => own.has(one) && !posted.has(one))
    },
  }
}

interface BotOptions {
  readonly memory?: Memory
  /** How many answer as this bot, on the same memory; one when undefined. */
  readonly count?: number
  readonly accessGroups?: readonly string[]
  readonly alertChannels?: readonly string[]
  /** Beside the tenant's own. */
  readonly serviceUrls?: readonly string[]
  readonly serviceUrl?: string
  readonly cloud?: TeamsSettings['cloud']
  readonly privateAnswers?: TeamsSettings['privateAnswers']
  /** The way out; straight when undefined. */
  readonly fetch?: Fetch
  readonly onHome?: (actor: Actor) => Promise<Card>
  readonly onPress?: (press: Press) => Promise<Answer>
  readonly onCommand?: (command: Command) => Promise<Answer>
}

export type Bot = Awaited<ReturnType<typeof startBot>>

type Teams = Pick<Tenant, 'serviceUrl' | 'sign'> &
  Partial<Pick<Tenant, 'overheard'>> & { readonly authentication: TeamsAuthentication }

export async function startBot(tenant: Teams, options: BotOptions = {}) {
  const clock = createManualClock(Date.UTC(2026, 10, 22, 12))
  const presses: Press[] = []
  const commands: Command[] = []
  const news: ChannelNews[] = []
  const logged: LogLine[] = []
  const unhandled: unknown[] = []
  const onUnhandled = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', onUnhandled)
  const leaks = createLeakCheck(tenant.overheard ?? [])
  const platform = createTeams({
    settings: {
      appId,
      appType: 'SingleTenant',
      tenantId: homeTenantId,
      serviceUrl: options.serviceUrl ?? tenant.serviceUrl,
      serviceUrls: options.serviceUrls ?? [],
      cloud: options.cloud,
      privateAnswers: options.privateAnswers,
      accessGroups: [...(options.accessGroups ?? [])],
      alertChannels: [...(options.alertChannels ?? [])],
    },
    render,
    catalogue,
    memory: options.memory ?? createMemory(),
    peers: { count: async () => options.count ?? 1 },
    clock,
    log: createLog(logged),
    authentication: tenant.authentication,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  })
  const teams = leaks.watch(platform)
  const [route] = teams.routes
  const server = createServer((request, response) => {
    void route?.handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`
  await teams.start({
    async onPress(press) {
      presses.push(press)
      return leaks.note(options.onPress ? await options.onPress(press) : noticeCard('Pressed'))
    },
    async onChannelNews(one) {
      news.push(one)
    },
    onHome: async (actor) => leaks.note(options.onHome ? await options.onHome(actor) : quietHome),
    async onCommand(command) {
      commands.push(command)
      return leaks.note(options.onCommand ? await options.onCommand(command) : noticeCard('Commanded'))
    },
  })

  return {
    url,
    teams,
    clock,
    presses,
    commands,
    news,
    logged,
    async send(activity: unknown, token?: string) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token ?? (await tenant.sign())}`,
        },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
    },
    async close() {
      await teams.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await new Promise((resolve) => setImmediate(resolve))
      process.off('unhandledRejection', onUnhandled)
      expect(unhandled).toEqual([])
      expect(clock.countTimers()).toBe(0)
      expect(leaks.find()).toEqual([])
    },
  }
}
