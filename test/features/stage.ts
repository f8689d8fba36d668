// The whole bot on a real file store and a scripted outside, with the clock in the test's hand.

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bot, createBot } from '../../src/bot/index.js'
import type { Actor, PlatformName } from '../../src/domain/actor.js'
import type { Approval } from '../../src/domain/approval.js'
import type { Access } from '../../src/domain/grants.js'
import type { Incident } from '../../src/domain/incident.js'
import type { JournalEvent } from '../../src/domain/journal.js'
import type { Press } from '../../src/domain/press.js'
import { toPlain } from '../../src/domain/said.js'
import type { Tenant } from '../../src/domain/tenant.js'
import { toTold } from '../../src/domain/told.js'
import type { PlaceWords } from '../../src/domain/verdict/index.js'
import type { CardName, PlainViews } from '../../src/features/cards.js'
import type { PressName } from '../../src/features/index.js'
import { duties } from '../../src/features/index.js'
import type {
  Answer,
  Card as AnyCard,
  Clock,
  Heartbeat,
  Log,
  Metrics,
  Pager,
  PlatformHandlers,
  Store,
} from '../../src/ports.js'
import type { Disk } from '../../src/stores/file/disk.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { createManualClock } from '../clock.js'
import { began } from '../domain/incidents.js'
import { createScriptedBackend, type ScriptedBackend } from './backend.js'
import { access, contoso } from './people.js'
import { createRecordingPlatform, type RecordingPlatform } from './platform.js'
import { hastyDisk, hastyPulse, type WatchedStore, watchStore } from './store.js'

/** Steps in which time passes; every one is followed by all the work it sets off. */
const stepMilliseconds = 1_000

export interface LogLine {
  readonly level: keyof Log
  readonly event: string
  readonly fields: object
}

export interface Stage {
  readonly clock: Clock
  readonly backends: ReadonlyMap<string, ScriptedBackend>
  /** The backend of the first tenant. */
  readonly backend: ScriptedBackend
  readonly slack: RecordingPlatform
  readonly teams: RecordingPlatform
  readonly log: readonly LogLine[]
  readonly store: () => WatchedStore
  readonly bot: () => Bot
  /** Timers that wait. */
  countTimers(): number
  /** From now on nothing more can be written, or again. */
  fillDisk(isFull: boolean): void
  /** Time passes evenly. */
  advance(milliseconds: number): Promise<void>
  /** Time jumps, as for a machine that slept; what fell due runs after it. Back when negative: somebody set the clock. */
  skip(milliseconds: number): Promise<void>
  /** The same, and nothing has run since. */
  step(milliseconds: number): void
  /** The store's; another one after a crash. */
  folder(): string
  /** Resolves when nothing is left to do at this moment. */
  idle(): Promise<void>
  press(actor: Actor, action: PressName, press?: Partial<Press>): Promise<Answer>
  command(actor: Actor, text: string): Promise<Answer>
  incidents(): Promise<readonly Incident[]>
  journal(incidentId?: string): Promise<readonly JournalEvent[]>
  /** The bot ends in the middle of whatever it does, and another begins on what is on the disk, with settings as they are now. */
  crash(now?: SettingsNow): Promise<void>
  close(): Promise<void>
}

/** What is left in the settings; all of it when undefined. */
export interface SettingsNow {
  readonly tenantIds?: readonly string[]
  readonly platforms?: readonly PlatformName[]
  /** What is written otherwise about a tenant that was there from the start. */
  readonly changed?: Tenant
}

export interface StageSettings {
  readonly tenants?: readonly Tenant[]
  readonly access?: Access
  /** What takes two people; nothing when undefined. */
  readonly approval?: Approval
  readonly metrics?: Metrics
  readonly places?: PlaceWords
  /** What rings when nobody comes; handed the clock of the stage. */
  readonly createPagers?: (clock: Clock) => readonly Pager[]
  readonly heartbeat?: Heartbeat
  /** What the store writes on. */
  readonly disk?: Disk
  /** Before each start of the bot, a first one or one after a crash. */
  readonly open?: (store: Store, parts: { readonly clock: Clock; readonly log: Log }) => Promise<unknown>
  /** Before the bot starts, for every tenant. */
  readonly prepare?: (backend: ScriptedBackend) => unknown
}

export async function createStage(settings: StageSettings = {}): Promise<Stage> {
  const {
    tenants = [contoso],
    access: given = access,
    disk: below = hastyDisk,
    prepare,
    metrics,
    places,
  } = settings
  const manual = createManualClock(began)
  let skipped = 0
  const clock: Clock = {
    now: () => manual.now() + skipped,
    monotonic: () => manual.monotonic(),
    after: (milliseconds, run) => manual.after(milliseconds, run),
  }
  const slack = createRecordingPlatform('slack', clock)
  const teams = createRecordingPlatform('teams', clock)
  const pagers = settings.createPagers?.(clock) ?? []
  const backends = new Map(tenants.map(({ id }) => [id, createScriptedBackend(clock)]))
  for (const backend of backends.values()) prepare?.(backend)
  const lines: LogLine[] = []
  const log = createListLog(lines)
  const createId = createCounter()
  let isFull = false
  const disk: Disk = {
    ...below,
    create: (path, bytes) => (isFull ? Promise.reject(createFullError()) : below.create(path, bytes)),
  }
  const closers: (() => Promise<unknown>)[] = []

  async function open(folder: string, now: SettingsNow = {}) {
    const { tenantIds = tenants.map(({ id }) => id), platforms = ['slack', 'teams'], changed } = now
    const store = watchStore(
      await createFileStore({
        duties,
        folder,
        clock,
        createId,
        log,
        pid: process.pid,
        disk,
        pulse: hastyPulse,
      }),
    )
    const bot = createBot({
      onFatal: (error) => {
        throw error
      },
      store,
      clock,
      createId,
      random: () => 0.5,
      log,
      ...(metrics === undefined ? {} : { metrics }),
      ...(places === undefined ? {} : { places }),
      pagers,
      ...(settings.heartbeat === undefined ? {} : { heartbeat: settings.heartbeat }),
      access: given,
      ...(settings.approval === undefined ? {} : { approval: settings.approval }),
      tenants: tenants
        .filter(({ id }) => tenantIds.includes(id))
        .map((tenant) => (tenant.id === changed?.id ? changed : tenant))
        .map((tenant) => ({ tenant, backend: getBackend(backends, tenant.id) })),
      platforms: [slack, teams].filter(({ name }) => platforms.includes(name)),
    })
    closers.push(() => rm(folder, { recursive: true, force: true }))
    await settings.open?.(store, { clock, log })
    await bot.start()
    return { store, bot, folder }
  }

  let running = await open(await createFolder())

  async function idle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet += 1) {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      if (running.store.isBusy()) quiet = -1
    }
  }

  async function advance(milliseconds: number): Promise<void> {
    await idle()
    for (let left = milliseconds; left > 0; ) {
      // Steps in which no timer falls due set off nothing: they pass at once, up to the one that has one.
      const steps = Math.max(1, Math.ceil(manual.untilNext() / stepMilliseconds))
      const step = Math.min(left, steps * stepMilliseconds)
      await manual.advance(step)
      await idle()
      left -= step
    }
  }

  // People at the console have no platform of their own; the bot's handlers are the same everywhere.
  function findSide(actor: Actor): PlatformHandlers {
    return (actor.platform === 'teams' ? teams : slack).handlers()
  }

  async function stop(): Promise<void> {
    await running.bot.stop()
    await running.store.close()
  }

  await idle()
  return {
    clock,
    backends,
    backend: getBackend(backends, tenants[0]?.id ?? ''),
    slack,
    teams,
    log: lines,
    store: () => running.store,
    bot: () => running.bot,
    folder: () => running.folder,
    countTimers: () => manual.countTimers(),
    fillDisk(full) {
      isFull = full
    },
    advance,
    idle,
    step(milliseconds) {
      skipped += milliseconds
    },
    async skip(milliseconds) {
      await idle()
      skipped += milliseconds
      await advance(3 * stepMilliseconds)
    },
    press: async (actor, action, press) =>
      toPlain(await findSide(actor).onPress({ ...emptyPress, ...press, actor, action })),
    command: async (actor, text) => toPlain(await findSide(actor).onCommand({ actor, text })),
    incidents: () => running.store.listLive({}),
    async journal(incidentId) {
      const about = incidentId === undefined ? {} : { incidentId }
      const entries = await running.store.readJournal({ ...about, limit: 10_000 })
      return entries.map((entry) => {
        const { erased: _, erasedText: __, ...event } = toTold(entry)
        return event
      })
    },
    async crash(now) {
      const former = running
      // The dead one writes nothing more and takes up nothing new; whatever it waits for never comes.
      former.store.beforeCommit(() => new Promise(() => {}))
      void former.bot.stop()
      await idle()
      const folder = await createFolder()
      await cp(former.folder, folder, { recursive: true, filter: (path) => !path.includes('lock.') })
      closers.unshift(() => former.store.close())
      running = await open(folder, now)
      await idle()
    },
    async close() {
      await stop()
      for (const close of closers) await close()
    },
  }
}

const emptyPress = { incidentId: '', confirmationId: '', values: {} }

function createFullError(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

function createFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'reprieve-stage-'))
}

function createCounter(): () => string {
  let count = 0
  return () => {
    count += 1
    return `id-${count}`
  }
}

function createListLog(lines: LogLine[]): Log {
  const write = (level: keyof Log) => (fields: object, event: string) =>
    void lines.push({ level, event, fields })
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

function getBackend(backends: ReadonlyMap<string, ScriptedBackend>, tenantId: string): ScriptedBackend {
  const backend = backends.get(tenantId)
  if (backend === undefined) throw new Error(`no tenant ${tenantId}`)
  return backend
}

/** The view of a card of this name. @throws Error showing the card when it is another one. */
export function toView<Name extends CardName>(given: Answer, name: Name): PlainViews[Name] {
  const card = toPlain(given)
  if (card === undefined || !isNamed(card, name)) throw new Error(`not a ${name}: ${JSON.stringify(card)}`)
  return card.view
}

function isNamed<Name extends CardName>(
  card: AnyCard,
  name: Name,
): card is AnyCard & { readonly name: Name; readonly view: PlainViews[Name] } {
  return card.name === name
}
