// Joins everything. The command line, the playground and the tests all build the bot here.

import { createLanes } from '../concurrency/lanes.js'
import { late, within } from '../concurrency/within.js'
import type { Actor, ActorRef, PlatformName } from '../domain/actor.js'
import { type Approval, singleApproval } from '../domain/approval.js'
import type { DoctorReport, DoctorWish } from '../domain/doctor.js'
import { usualRetentionDays } from '../domain/erase.js'
import { type Access, withName } from '../domain/grants.js'
import { hourMilliseconds, minuteMilliseconds } from '../domain/instant.js'
import { readCounting } from '../domain/reads.js'
import { refusalCounting } from '../domain/refusals.js'
import type { SettingsStanding } from '../domain/settings-standing.js'
import type { PlaceWords } from '../domain/verdict/index.js'
import { createPagerDoors } from '../doors/pagers.js'
import { createProbes, type Phase } from '../doors/probes.js'
import { PlatformError, StoreError } from '../errors.js'
import { hearChannelNews } from '../features/alert-channel/hear.js'
import { hideApart, ignoreApart } from '../features/apart.js'
import { type BreakGlassWish, breakGlass } from '../features/break-glass/run.js'
import { showHome } from '../features/browse/home.js'
import { runDoctor } from '../features/doctor/run.js'
import { createCounter } from '../features/entrance/counter.js'
import { createCommandHandler, createDoctorHandler, createPressHandler } from '../features/entrance/press.js'
import { followChange, type Parts, toTaskTable } from '../features/feature.js'
import { toForgetTask } from '../features/forgetting/tasks.js'
import { runCommand } from '../features/help/command.js'
import { catchUpOnChannels } from '../features/incident/moved.js'
import { catchUpOnPlatforms } from '../features/incident/returned.js'
import { features } from '../features/index.js'
import { hearPager } from '../features/pager/hear.js'
import { listFirstReads } from '../features/policies/read.js'
import { toSpreadPoliciesTasks } from '../features/policies/tasks.js'
import { toEraseTask } from '../features/privacy/tasks.js'
import { createReplicas } from '../features/replicas/beat.js'
import { createWarmth, type Warmth } from '../features/replicas/warmth.js'
import { createDelays } from '../features/status/delays.js'
import { readFaults, readHealth } from '../features/status/health.js'
import { readMeasures } from '../features/status/measures.js'
import { createRouting } from '../features/status/routing.js'
import { tellGap } from '../features/store-identity/gap.js'
import { closeAllUnwatched, createEndOfDeparted } from '../features/watch/departed.js'
import { listFirstPolls } from '../features/watch/first-polls.js'
import { findNewestTry, movePolls } from '../features/watch/polls.js'
import { toSpreadWatchTasks } from '../features/watch/tasks.js'
import { toErrorCard } from '../features/words/notice.js'
import { type Breakers, createBreakers } from '../outbox/breakers.js'
import { moveBackAfterStart } from '../outbox/clock-steps.js'
import { createReaches, type Reach, type Reaches } from '../outbox/held.js'
import { createLeft } from '../outbox/left.js'
import { createWorker, type Worker } from '../outbox/worker.js'
import type {
  Answer,
  Clock,
  CreateId,
  Heartbeat,
  Log,
  Meter,
  Metrics,
  Pager,
  Place,
  Platform,
  PlatformHandlers,
  Route,
  Store,
} from '../ports.js'
import {
  type BotTenant,
  createChangeTenants,
  createRoll,
  type Roll,
  type TenantsChange,
  toTenantParts,
} from './tenants.js'

export interface BotParts {
  readonly store: Store
  readonly clock: Clock
  readonly createId: CreateId
  readonly random: () => number
  readonly log: Log
  /** Nothing is measured, and there is no `/metrics`, when undefined. */
  readonly metrics?: Metrics
  readonly access: Access
  /** When one signature is not enough, and what is protected; one always is, and nothing, when undefined. */
  readonly approval?: Approval
  /** What is allowed in the settings but probably not meant; none when undefined. */
  readonly warnings?: readonly string[]
  /** Of the Node that it runs on; the doctor looks whether that has ended. */
  readonly nodeVersion?: string
  /** Who listens for signs of life; nobody when undefined. */
  readonly heartbeat?: Heartbeat
  /** For how long evidence, notes and the like are kept; 90 when undefined. */
  readonly retentionDays?: number
  /** How a place is said on shared cards; by its name when undefined. */
  readonly places?: PlaceWords
  readonly tenants: readonly BotTenant[]
  /** How the settings stand to what is written in their files; undefined where there are none. */
  readonly readSettings?: () => SettingsStanding | undefined
  readonly platforms: readonly Platform[]
  /** What others on a shared store are told of this process. */
  readonly replica?: { readonly machine: string; readonly version: string }
  /** What rings when nobody comes; nothing when undefined. */
  readonly pagers?: readonly Pager[]
  /** The store can no longer be trusted: whoever runs the bot must end the process, the truth is on the disk. */
  readonly onFatal: (error: StoreError) => void
  /** As the worker has it when undefined. */
  readonly leaseMilliseconds?: number | undefined
}

export interface Bot {
  /** What the bot answers on the shared HTTP server: the platforms' doors, `/healthz`, `/readyz`, `/metrics`. */
  readonly routes: readonly Route[]
  readonly handlers: PlatformHandlers
  /** Examines everything while the asker waits. Never rejects: a refusal or an error comes back as a notice card. */
  callDoctor(actor: Actor, wish: DoctorWish): Promise<DoctorReport | Answer>
  /**
   * The same where nobody can be asked who may: whoever reads the settings holds every secret in them.
   * @throws RefusedError, StoreError.
   */
  runDoctor(by: ActorRef, wish: DoctorWish): Promise<DoctorReport>
  /** For whoever owns the machine, whom nobody asks for leave. Never rejects. */
  breakGlass(wish: BreakGlassWish): Promise<Answer>
  /** Other tenants in the settings: who is new is polled at once, and what belongs to who is gone comes to an end. */
  changeTenants(change: TenantsChange): Promise<void>
  start(): Promise<void>
  /** Takes nothing new, finishes what was accepted, and leaves the rest saved for the next start. */
  stop(): Promise<void>
}

/** Below what service managers wait before they kill; a call to Exchange may take longer, and is saved as begun. */
const longestStopMilliseconds = 25_000

/** After a start, which has enough to do. */
const forgetMilliseconds = 10 * minuteMilliseconds

const silentMeter: Meter = {
  pressAnswered() {},
  incidentChanged() {},
  restrictionTold() {},
  pollEnded() {},
  drillEnded() {},
  earlyChanged() {},
  platformFailed() {},
  taskFailed() {},
  orphanPressed() {},
  postDoubted() {},
}

export function createBot(given: BotParts): Bot {
  const { clock, log, platforms } = given
  const breakers = createBreakers(clock)
  const reaches = createReaches(clock)
  const table = toTaskTable(features)
  const roll = createRoll(given)
  const warmth = createWarmth(clock, () => roll.stickyIds)
  const left = createLeft(clock, () => (parts.replicas.hasOthers() ? warmth.listFar() : {}))
  const listMoved = (milliseconds: number) =>
    movePolls(parts.store, [...parts.tenants.keys()], { milliseconds, now: clock.now() })
  const worker = createWorker(() => parts, {
    table,
    end: createEndOfDeparted(left),
    left,
    breakers,
    reaches,
    listMoved,
    leaseMilliseconds: given.leaseMilliseconds,
  })
  const parts = createParts(given, worker, { breakers, reaches, warmth, roll })
  const changeTenants = createChangeTenants(parts, roll, warmth)
  const handlers = createHandlers(parts)
  let phase: Phase = 'starting'
  const probes = createProbes({
    store: parts.store,
    clock,
    log,
    metrics: given.metrics,
    readPhase: () => phase,
    isStanding: () => worker.readStanding().passMilliseconds !== undefined,
    readHealth: () => readHealth(parts),
    readFaultsAlone: createRouting(parts),
    readMeasures: (isRunning) => readMeasures(parts, isRunning),
  })
  const pagerDoors = createPagerDoors({
    pagers: [...parts.pagers.values()],
    clock,
    log,
    hear: (pagerId, news) => hearPager(parts, pagerId, news),
  })
  return {
    handlers,
    callDoctor: createDoctorHandler(parts, runDoctor),
    runDoctor: (by, wish) => runDoctor(parts, by, wish),
    breakGlass: (wish) => breakGlass(parts, wish),
    changeTenants,
    routes: [...platforms.flatMap((platform) => platform.routes), ...pagerDoors, ...probes],
    async start() {
      if (given.access.people.size + given.access.groups.size === 0) log.warn({}, 'access.nobody-may-act')
      await parts.replicas.start({
        readFaults: () => readFaults(parts),
        onChanged: () => closeAllUnwatched(parts),
      })
      await Promise.all(platforms.map((platform) => platform.start(handlers)))
      await parts.delays.load()
      const newest = await findNewestTry(parts.store, [...parts.tenants.keys()])
      await moveBackAfterStart(parts, newest, listMoved)
      await closeAllUnwatched(parts)
      await catchUpOnPlatforms(parts)
      await catchUpOnChannels(parts)
      const now = clock.now()
      const pollsUntil = await tellGap(parts)
      // Whoever works alone reads all anew: what it reads from may be another one since, and nobody else reads it too.
      const isKnown = pollsUntil === undefined && parts.store.isShared
      const tenantIds = [...parts.tenants.keys()]
      const again = await Promise.all(
        parts.features.map(async (one) => (await one.listStartTasks?.(parts)) ?? []),
      )
      await parts.store.commit({
        tasks: [
          ...(isKnown ? await listFirstPolls(parts, now) : toSpreadWatchTasks(tenantIds, now)),
          ...(isKnown
            ? await listFirstReads(parts, now)
            : toSpreadPoliciesTasks(tenantIds, pollsUntil ?? now)),
          toForgetTask(now + forgetMilliseconds),
          toEraseTask(now + hourMilliseconds),
          ...again.flat(),
        ],
      })
      worker.start()
      phase = 'running'
    },
    async stop() {
      phase = 'stopping'
      // The worker first: it must not begin anything while the platforms answer what they have accepted.
      // What was only counted is written at once, and once more when nothing comes any more: it is nowhere else.
      const { refusals, reads, delays } = parts
      const flush = () => Promise.all([refusals.flush(), reads.flush()])
      const ending = Promise.all([
        worker.stop(),
        flush(),
        ...platforms.map((platform) => platform.stop()),
      ]).then(() => Promise.all([flush(), delays.flush(), parts.replicas.stop()]))
      // What takes longer goes on by itself.
      const ended = await within(clock, longestStopMilliseconds, ending)
      if (ended !== late) return log.info({}, 'bot.stopped')
      log.warn({ milliseconds: longestStopMilliseconds }, 'bot.stopped-unfinished')
    },
  }
}

function createParts(given: BotParts, worker: Worker, watchers: Watchers): Parts {
  const { clock, log } = given
  const meter = ignoreApart(given.metrics ?? silentMeter)
  const { roll } = watchers
  const store = hideApart(withAlarm(given.store, given.onFatal), () => [...roll.tenants.keys()])
  const parts: Parts = {
    ...given,
    meter,
    approval: given.approval ?? singleApproval,
    warnings: given.warnings ?? [],
    retentionDays: given.retentionDays ?? usualRetentionDays,
    places: given.places ?? 'named',
    live: [],
    store,
    refusals: createCounter({ store, clock, log, counting: refusalCounting, name: 'refusals' }),
    reads: createCounter({ store, clock, log, counting: readCounting, name: 'reads' }),
    delays: createDelays({ store, clock, log }),
    ...toTenantParts(roll, { store, clock, warmth: watchers.warmth }),
    readSettings: given.readSettings ?? (() => undefined),
    platforms: new Map<PlatformName, Platform>(
      given.platforms.map((platform) => [platform.name, withMeter(platform, meter, watchers)]),
    ),
    pagers: new Map((given.pagers ?? []).map((pager) => [pager.id, pager])),
    writes: createLanes(),
    poke: () => worker.poke(),
    readTroubles: () => worker.readTroubles(),
    findTrouble: (key) => worker.findTrouble(key),
    readClockStep: () => worker.readClockStep(),
    readStanding: () => worker.readStanding(),
    replicas: toReplicas(given, roll),
    posted: new Map(),
    unmarked: new Map(),
    gathering: new Map(),
    follow: (before, change) => followChange(parts, before, change),
    features,
  }
  return parts
}

function toReplicas(given: BotParts, roll: Roll) {
  const { store, clock, log, createId, replica = { machine: '', version: '' } } = given
  return createReplicas({
    store,
    clock,
    log,
    createId,
    name: replica.machine,
    version: replica.version,
    compared: roll.compared,
  })
}

interface Watchers {
  readonly breakers: Breakers
  readonly reaches: Reaches
  readonly warmth: Warmth
  readonly roll: Roll
}

/** The platform, with every card that it did not take counted, and what it takes where noted. */
function withMeter(platform: Platform, meter: Meter, { breakers, reaches }: Watchers): Platform {
  const toReach = (channel: string | undefined): Reach => ({
    platform: platform.name,
    ...(channel === undefined ? {} : { channel }),
  })

  async function count<Value>(reach: Reach, call: Promise<Value>): Promise<Value> {
    const value = await watch(reach, call)
    breakers.answered(platform.name)
    reaches.taken(reach)
    return value
  }

  async function watch<Value>(reach: Reach, call: Promise<Value>): Promise<Value> {
    try {
      return await call
    } catch (error) {
      // That a message is gone says that the rest works.
      if (error instanceof PlatformError && error.code === 'message-gone') breakers.answered(platform.name)
      else if (error instanceof PlatformError) {
        breakers.failed(platform.name, error)
        reaches.refused(reach, error)
      }
      if (error instanceof PlatformError && !error.isPaced) meter.platformFailed(platform.name, error.code)
      throw error
    }
  }
  return {
    ...platform,
    post: (place, card, wish) => count(toReach(toChannel(place)), platform.post(place, card, wish)),
    update: (ref, card) => count(toReach(ref.channel), platform.update(ref, card)),
    // That it answers questions does not mean that it takes cards.
    probe: (place) => watch(toReach(toChannel(place)), platform.probe(place)),
  }
}

function toChannel(place: Place): string | undefined {
  switch (place.kind) {
    case 'channel':
      return place.channel.channel
    case 'thread':
      return place.of.channel
    case 'person':
      return undefined
    default:
      return place satisfies never
  }
}

/** The store, telling of the failure after which it takes no more work. */
function withAlarm(store: Store, onFatal: (error: StoreError) => void): Store {
  async function watch<Value>(writing: Promise<Value>): Promise<Value> {
    try {
      return await writing
    } catch (error) {
      if (error instanceof StoreError && error.fatal) onFatal(error)
      throw error
    }
  }
  return {
    ...store,
    commit: (change) => watch(store.commit(change)),
    remember: (...cell) => watch(store.remember(...cell)),
    claimTasks: (request) => watch(store.claimTasks(request)),
    renewClaims: (request) => watch(store.renewClaims(request)),
  }
}

function createHandlers(parts: Parts): PlatformHandlers {
  const handlePress = createPressHandler(parts)
  const handleCommand = createCommandHandler(parts, runCommand)
  const toKnown = (actor: Actor) => withName(actor, parts.access)
  return {
    onPress: (press) => handlePress({ ...press, actor: toKnown(press.actor) }),
    async onHome(actor) {
      try {
        return await showHome(parts, toKnown(actor))
      } catch (error) {
        parts.log.error({ err: error }, 'home.failed')
        return toErrorCard(error, '')
      }
    },
    onCommand: (command) => handleCommand({ ...command, actor: toKnown(command.actor) }),
    onChannelNews: (news) => hearChannelNews(parts, news),
  }
}
