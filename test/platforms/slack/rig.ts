// The real platform on a real server, in front of the fake Web API, with a clock that stands still.

import { createServer } from 'node:http'
import { expect } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import type { ChannelNews } from '../../../src/domain/alert-channel.js'
import type { Command, Press } from '../../../src/domain/press.js'
import type { Card } from '../../../src/features/cards.js'
import { catalogue } from '../../../src/features/index.js'
import { createSlack, type SlackParts } from '../../../src/platforms/slack/index.js'
import { createRenderer, type Render } from '../../../src/platforms/templates/index.js'
import type { Answer, Log, Platform } from '../../../src/ports.js'
import { createManualClock, type ManualClock } from '../../clock.js'
import { quietHome } from '../../home-card.js'
import { createFakeSlack, type FakeSlack, homeTeam } from './fake-slack.js'
import { listen } from './listen.js'
import { formType, sign, signingSecret, toForm } from './payloads.js'

export const botToken = 'xoxb-canary-token'
export const startedAt = Date.UTC(2026, 10, 22, 3, 14)

interface LogLine {
  readonly level: string
  readonly event: string
  readonly fields: object
}

export interface Rig {
  readonly fake: FakeSlack
  readonly platform: Platform
  /** For a rig that was not started. */
  start(): Promise<void>
  readonly clock: ManualClock
  readonly url: string
  readonly log: readonly LogLine[]
  readonly presses: readonly Press[]
  readonly news: readonly ChannelNews[]
  readonly commands: readonly Command[]
  /** Sends as Slack would, signed now; headers given here win. */
  send(body: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  sendInteraction(payload: unknown): Promise<Response>
  sendCommand(fields: Readonly<Record<string, string>>): Promise<Response>
  /** Resolves when all work on the requests so far is done. */
  idle(): Promise<void>
  close(): Promise<void>
}

interface RigParts {
  readonly onPress?: (press: Press) => Promise<Answer>
  readonly onCommand?: (command: Command) => Promise<Answer>
  readonly apiUrl?: string
  readonly isStarted?: boolean
  readonly accessGroups?: readonly string[]
  readonly alertChannels?: readonly string[]
  /** Comes in through Socket Mode instead of the route. */
  readonly appToken?: string
  readonly onHome?: (actor: Actor) => Promise<Card>
  readonly render?: Render
  /** Straight when undefined. */
  readonly wayOut?: Pick<SlackParts, 'fetch' | 'dispatcher'>
  /** With other processes that answer the same app; none when undefined. */
  readonly shared?: SlackParts['shared']
  readonly samples?: SlackParts['samples']
}

/** Drawn by one for all: what it says decides alone how a card looks. */
const drawAll = createRenderer({ platform: 'slack', cards: catalogue.cards })

export async function createRig(parts: RigParts = {}): Promise<Rig> {
  const fake = await createFakeSlack()
  const clock = createManualClock(startedAt)
  const { log, lines } = createRecorder()
  const rejections = watchRejections()
  const presses: Press[] = []
  const news: ChannelNews[] = []
  const commands: Command[] = []
  const render = parts.render ?? drawAll
  const common = {
    botToken,
    teamId: homeTeam,
    apiUrl: parts.apiUrl ?? fake.apiUrl,
    accessGroups: parts.accessGroups ?? [],
    alertChannels: parts.alertChannels ?? [],
  }
  const settings =
    parts.appToken === undefined
      ? { ...common, signingSecret }
      : { ...common, mode: 'socket' as const, appToken: parts.appToken }
  const platform = createSlack({
    settings,
    render,
    catalogue,
    clock,
    log,
    shared: parts.shared,
    samples: parts.samples,
    ...parts.wayOut,
  })
  const working = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    for (const route of platform.routes) working.add(route.handle(request, response))
  })
  const url = `${await listen(server)}/slack/events`
  const start = () =>
    platform.start({
      onPress: async (press) => {
        presses.push(press)
        return parts.onPress?.(press)
      },
      onHome: parts.onHome ?? (async () => quietHome),
      onChannelNews: async (one) => void news.push(one),
      onCommand: async (command) => {
        commands.push(command)
        return parts.onCommand?.(command)
      },
    })
  if (parts.isStarted !== false) await start()

  const send: Rig['send'] = (body, headers = {}) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': formType, ...sign(body, clock.now()), ...headers },
    })

  return {
    fake,
    platform,
    start,
    clock,
    url,
    log: lines,
    presses,
    news,
    commands,
    send,
    sendInteraction: (payload) => send(toForm(payload)),
    sendCommand: (fields) => send(new URLSearchParams(fields).toString()),
    idle: async () => void (await Promise.all(working)),
    async close() {
      await platform.stop()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await fake.close()
      expect(await rejections.finish()).toEqual([])
    },
  }
}

export const notice: Card = {
  name: 'notice',
  view: {
    icon: 'i',
    title: 'A notice',
    text: 'For your eyes',
    incidentId: 'incident-1',
    isBad: false,
    isBusy: false,
    isGood: false,
    isCalm: true,
  },
}

export const line: Card = { name: 'line', view: { icon: 'i', text: 'A line', mentions: [] } }

export const handoff: Card = {
  name: 'handoff',
  view: {
    incidentId: 'incident-1',
    entity: 'laura@contoso.com',
    entityDetail: '',
    kindWord: 'Sender',
    tenantName: 'Contoso',
    statusIcon: 'i',
    statusWord: 'Open',
    intro: 'For support',
    text: 'A window',
  },
}

/** An answer that a test gives when it wants to. */
export function createLater<T>(): { readonly promise: Promise<T>; give(value: T): void } {
  let give: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    give = resolve
  })
  return { promise, give: (value) => give(value) }
}

export function createRecorder(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: string) => (fields: object, event: string) => void lines.push({ level, event, fields })
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } }
}

/** Node reports a rejection nobody handles when the microtasks are done, so one turn of the loop is enough. */
function watchRejections(): { finish(): Promise<readonly unknown[]> } {
  const seen: unknown[] = []
  const note = (reason: unknown) => void seen.push(reason)
  process.on('unhandledRejection', note)
  return {
    async finish() {
      await new Promise((resolve) => setImmediate(resolve))
      process.off('unhandledRejection', note)
      return seen
    },
  }
}
