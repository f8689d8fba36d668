// The bot with the sandbox tenant, the file store and the playground, on one data folder: everything that can be set anew
// while the server goes on.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPlayground, type Playground, pagerId } from '../../playground/index.js'
import type { PersonKey } from '../../playground/people.js'
import { createSandbox } from '../backends/sandbox/index.js'
import { type Bot, createBot } from '../bot/index.js'
import { toPortals } from '../config/index.js'
import { consoleHome } from '../domain/actor.js'
import { type Approval, usualExpiresMinutes } from '../domain/approval.js'
import type { Access, Role } from '../domain/grants.js'
import type { Ladder, Step } from '../domain/ladder.js'
import { type AlertRoute, toOpenRoute } from '../domain/route.js'
import { catalogue, commandHints, duties, taskKinds } from '../features/index.js'
import { beginStore } from '../features/store-identity/identity.js'
import { createMetrics } from '../metrics/index.js'
import { createPagerDuty } from '../pagers/pagerduty.js'
import { platformNames } from '../platforms/names.js'
import { createSlack } from '../platforms/slack/index.js'
import { createRenderer, listSamples } from '../platforms/templates/index.js'
import type { Clock, Log, Platform, Route, Store } from '../ports.js'
import { createFileStore } from '../stores/file/index.js'
import { createSavedFile } from '../stores/saved-file.js'
import { toStoreFolder } from './data-folder.js'
import { createPlaygroundClock } from './playground-clock.js'
import { createSandboxDesk } from './sandbox-desk.js'
import { scenes } from './scenes/index.js'
import { type Scene, toSceneSight } from './scenes/scene.js'
import { createSceneTools } from './scenes/tools.js'
import { lookAtTour } from './tour.js'

const pollSeconds = 5
const tenant = { id: 'contoso', name: 'Contoso' }

/**
 * Laura may approve too: her own mailbox is the one she is refused. Norman was given nothing, and Oscar belongs to
 * another organisation.
 */
const roles: Readonly<Partial<Record<PersonKey, Role>>> = {
  maya: 'approver',
  tom: 'approver',
  ines: 'operator',
  laura: 'approver',
  vera: 'viewer',
}

/** Everything that can ask for a second person, so that it can be tried: Maya and Tom are two. */
const approval: Approval = {
  twoPeople: { directoryRoles: true, contradicted: true, again: true },
  expiresMinutes: usualExpiresMinutes,
  protected: [{ by: 'address', value: 'fatima.elamrani@contoso.com', rule: 'two-people' }],
}

/** Somebody is asked by name, then the phone rings: late enough that nobody who tries a card is interrupted. */
function toLadder(asked: Pick<Step, 'name' | 'target'>): Ladder {
  return {
    verdicts: ['compromised', 'unclear'],
    severities: ['critical', 'high', 'medium', 'low'],
    steps: [
      { afterMinutes: 10, when: 'always', ...asked },
      {
        afterMinutes: 20,
        when: 'always',
        name: 'the phone',
        target: { kind: 'pager', pager: pagerId },
      },
    ],
  }
}

function createPhonePager({ pager }: Playground) {
  const { routingKey, webhookSecret } = pager
  const settings = { id: pagerId, routingKey, webhookSecret, url: 'http://pager.playground.invalid/' }
  return createPagerDuty(settings, { fetch: pager.fetch })
}

export interface PlaygroundStage {
  readonly playground: Playground
  readonly bot: Bot
  /** What the server answers for it. */
  readonly routes: readonly Route[]
  start(): Promise<void>
  stop(): Promise<void>
}

export interface StageParts {
  readonly folder: string
  /** Set in it, and nothing else happens by itself then; the tenant lives its own life when undefined. */
  readonly scene?: Scene | undefined
  /** Where the server answers, with a slash at its end. Asked once the folder is ours. */
  readonly findAddress: () => Promise<string>
  readonly log: Log
  readonly realClock: Clock
  /** What its time begins from; the real one when undefined. */
  readonly startClock?: Clock | undefined
  readonly pid: number
  /** May do everything from the command line beside it; nobody may when undefined. */
  readonly user?: string | undefined
  readonly onFatal: (error: Error) => void
}

/** @throws ConfigError, StoreError. */
export async function openStage(parts: StageParts): Promise<PlaygroundStage> {
  const { folder, scene, log, realClock, startClock, pid, user, onFatal } = parts
  const savedIn = (name: string) => createSavedFile(join(folder, name))
  const time = await createPlaygroundClock(startClock ?? realClock, savedIn('playground-clock.json'))
  const { clock } = time
  const store = await createFileStore({
    duties,
    folder: toStoreFolder(folder),
    clock,
    createId: randomUUID,
    log,
    pid,
  })
  // The first start of a playground is meant to be empty, and a channel's first card the one that people came for.
  await beginStore({ store, clock, createId: randomUUID, log, tenants: [] })
  const address = await parts.findAddress()
  // Every time the same.
  const random = scene === undefined ? Math.random : () => 0.5
  const sandbox = createSandbox({
    clock,
    random,
    saved: savedIn('sandbox.json'),
    ...(scene === undefined ? { script: { openingSeconds: 4, everySeconds: 300 } } : {}),
  })
  const desk = createSandboxDesk(sandbox)
  const playground = await createPlayground({
    baseUrl: () => address.slice(0, -1),
    saveFolder: folder,
    pageFolder: fileURLToPath(new URL('../../dist/playground/page', import.meta.url)),
    desk: { tenant: desk.tenant, clock: time.controls },
    guide: {
      scenes: scenes.map(toSceneSight),
      scene: scene && { ...toSceneSight(scene), setAt: realClock.now() },
      look: () => lookAtTour(store),
    },
    commands: commandHints,
    realClock,
  })
  const bot = createBot({
    store,
    clock,
    createId: randomUUID,
    random,
    log,
    onFatal,
    metrics: createMetrics({ version: 'playground', taskKinds, platforms: platformNames }),
    access: createAccess(playground, user),
    approval,
    tenants: [
      {
        tenant: {
          ...tenant,
          early: { nearLimitPercent: 80, alerts: true },
          pollSeconds,
          routes: toRoutes(playground),
          hasAlertsInStep: true,
          portals: toPortals(),
        },
        backend: desk.backend,
      },
    ],
    platforms: await createPlatforms({ playground, store, clock: withRealWaits(clock, realClock), log }),
    pagers: [createPhonePager(playground)],
  })
  return {
    playground,
    bot,
    routes: [...bot.routes, ...playground.routes],
    async start() {
      await bot.start()
      await playground.install()
      sandbox.start()
      await scene?.set(
        createSceneTools({ playground, tenant: desk.tenant, time: time.controls, store, bot, realClock }),
      )
    },
    async stop() {
      sandbox.stop()
      await bot.stop()
      await playground.stop()
      await store.close()
      await time.stop()
    },
  }
}

/**
 * What a platform waits for is a network and a person: both take as long as ever, however time is hurried. Only what it
 * remembers ages by the bot's clock.
 */
function withRealWaits(clock: Clock, realClock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (milliseconds, run) => realClock.after(milliseconds, run),
  }
}

interface Outside {
  readonly playground: Playground
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

async function createPlatforms({ playground, store, clock, log }: Outside): Promise<readonly Platform[]> {
  const { createTeams } = await import('../platforms/teams/index.js')
  const { slack, teams } = playground
  const authentication = teams.botAuthentication()
  return [
    createSlack({
      settings: {
        signingSecret: slack.signingSecret,
        botToken: slack.botToken,
        teamId: slack.teamId,
        apiUrl: slack.apiUrl(),
        alertChannels: [slack.channelId],
      },
      render: createRenderer({ platform: 'slack', cards: catalogue.cards }),
      catalogue,
      clock,
      log,
      // This workspace counts nothing.
      samples: {
        list: () => listSamples({ platform: 'slack', cards: catalogue.cards }),
        paceMilliseconds: 0,
      },
    }),
    createTeams({
      settings: {
        appId: authentication.appId,
        appType: 'SingleTenant',
        tenantId: authentication.tenantId,
        serviceUrl: teams.serviceUrl(),
        alertChannels: ['installed'],
      },
      render: createRenderer({ platform: 'teams', cards: catalogue.cards }),
      catalogue,
      memory: store,
      clock,
      log,
      authentication,
    }),
  ]
}

function toRoutes({ slack, people }: Playground): readonly AlertRoute[] {
  const tom = people.find(({ key }) => key === 'tom')
  const slackLadder = toLadder({
    name: 'mail-oncall',
    target: { kind: 'mention', memberId: slack.userGroupId, isGroup: true },
  })
  const teamsLadder = toLadder({
    name: tom?.name ?? '',
    target: { kind: 'mention', memberId: tom?.teams.aadObjectId ?? '', isGroup: false },
  })
  return [
    { ...toOpenRoute({ platform: 'slack', channel: slack.channelId }), ladders: [slackLadder] },
    { ...toOpenRoute({ platform: 'teams', channel: 'installed' }), ladders: [teamsLadder] },
  ]
}

interface Person {
  readonly role: Role
  readonly addresses: readonly string[]
}

function createAccess({ people, slack, teams }: Playground, user: string | undefined): Access {
  const given = people.flatMap((person) => {
    const role = roles[person.key]
    if (role === undefined) return []
    const entry = { role, addresses: [person.email], name: person.name }
    return [
      [`slack:${person.slack.userId}`, entry] as const,
      [`teams:${person.teams.aadObjectId}`, entry] as const,
    ]
  })
  return {
    homes: new Set([`slack:${slack.teamId}`, `teams:${teams.tenantId}`, `console:${consoleHome}`]),
    people: new Map<string, Person>([...given, ...toConsolePeople(user)]),
    groups: new Map(),
    accounts: new Map(
      people.map((person) => [
        `slack:${person.slack.userId}`,
        { objectId: person.teams.aadObjectId, directoryId: person.teams.tenantId },
      ]),
    ),
    entraPlatforms: new Map([['teams', teams.tenantId]]),
    directories: new Map([[tenant.id, teams.tenantId]]),
  }
}

/** Whose machine it is. None of the tenant's mailboxes is theirs. */
function toConsolePeople(user: string | undefined): readonly (readonly [string, Person])[] {
  if (user === undefined) return []
  return [[`console:${user}`, { role: 'approver', addresses: ['console@playground.invalid'] }]]
}
