// The machine the bot runs on, and one process after the other on it: start, stop, crash, sleep, a clock that is set.
import type { Bot } from '../../../src/bot/index.js'
import type { PlatformName } from '../../../src/domain/actor.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import type { Clock, Commit, Log, PlatformHandlers, Store } from '../../../src/ports.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Chat } from './chat.js'
import { createFailingDisk } from './disk.js'
import type { Exchange } from './exchange.js'
import type { Happenings } from './happenings.js'
import { createLife, type Life } from './life.js'
import { forgetLocks } from './locks.js'
import type { WorldPager } from './pager.js'
import { access, approval } from './people.js'
import type { DiskTrouble } from './weather.js'

/** What an administrator has written down, from one start to the next. */
export interface Settings {
  readonly tenants: readonly Tenant[]
  readonly platforms: readonly PlatformName[]
}

export interface Running {
  readonly life: Life
  readonly store: Store
  readonly bot: Bot
  readonly handlers: (platform: PlatformName) => PlatformHandlers | undefined
}

export interface LogLine {
  readonly level: 'warn' | 'error'
  readonly event: string
  readonly fields: object
}

export type Crash = 'process' | 'power'
export type Moment = 'writing' | 'asking' | 'yes'

export interface Machine {
  /** Undefined while nothing runs. */
  running(): Running | undefined
  /** Whoever answers the next press. */
  door(): Running | undefined
  /** Whether it has been at work, undisturbed, since then. */
  isAt(running: Running, since: number): boolean
  /** For whoever looks at processes from outside of the world's time. */
  watch(run: () => Promise<void>): Promise<void>
  settings(): Settings
  /** How many work on one store when all is well. */
  readonly bots: number
  start(): void
  /**
   * The process is killed at one of its next writes, while it has asked Exchange to change something, or when somebody
   * says Yes; or the power fails then, and takes what was not synced with it.
   */
  crashSoon(when: Moment, how: Crash): void
  /** Such a moment is now. */
  note(moment: Exclude<Moment, 'writing'>): void
  /** It is stopped as a service manager does it, and started again with these. */
  restart(settings: Settings): void
  sleep(milliseconds: number): void
  /** The next time Exchange has been asked to change something, and has not answered. */
  sleepSoon(milliseconds: number): void
  setClock(milliseconds: number): void
  setDiskTrouble(trouble: DiskTrouble | undefined): void
  diskTrouble(): DiskTrouble | undefined
  /** Since when a process runs undisturbed on a machine that is awake; infinity while none does. */
  worksSince(): number
  /** When the clock was last set, or the machine last woke up. */
  disturbedAt(): number
  /** When this platform was last put into the settings, in the world's time and by the machine's clock. */
  addedAt(platform: PlatformName): { readonly passed: number; readonly now: number }
  starts(): number
}

export interface MachineParts {
  readonly program: Program
  readonly folder: string
  readonly time: WorldTime
  readonly random: Random
  readonly happenings: Happenings
  readonly exchanges: ReadonlyMap<string, Exchange>
  readonly chats: readonly Chat[]
  readonly pagers: readonly WorldPager[]
  readonly settings: Settings
  readonly onLog: (line: LogLine) => void
  /** Of what several processes share, in the order in which it was saved. */
  readonly onSaved: (commit: Commit) => void
  /** Now and then a process stands still as it begins to post. */
  readonly isLossy: boolean
}

/** As the shipped unit has it. */
export const restartMilliseconds = 5_000
/** A service manager's patience with a process that was told to stop. */
export const stopMilliseconds = 60_000

export function createMachine(parts: MachineParts): Machine {
  const { program, folder, time, random, happenings, exchanges, chats, pagers, onLog } = parts
  let settings = parts.settings
  void program.files.mkdir(folder)
  let running: Running | undefined
  let current: { readonly life: Life; readonly stopClock: () => void } | undefined
  let diskTrouble: DiskTrouble | undefined
  let workedSince = Number.POSITIVE_INFINITY
  let diskSince = 0
  let disturbedAt = 0
  let lives = 0
  let ids = 0
  let writesLeft: number | undefined
  let awaited: Moment | undefined
  /** For how long it sleeps at the next such moment. */
  let sleepsFor = 0
  let nextCrash: Crash = 'process'
  const addedAt = new Map<PlatformName, { readonly passed: number; readonly now: number }>()

  const createId = () => {
    ids += 1
    return `i${ids}`
  }

  function die(why: string, how: Crash = 'process'): void {
    if (current === undefined) return
    happenings.note(`machine: ${how === 'power' ? 'the power fails' : 'the process dies'} ${why}`)
    if (how === 'power') program.files.cutPower(folder, () => random.chance(0.5))
    current.life.end()
    current.stopClock()
    current = undefined
    running = undefined
    writesLeft = undefined
    workedSince = Number.POSITIVE_INFINITY
    time.after(restartMilliseconds + random.around(5_000), () => void start())
  }

  /** Whatever killed it may come again before all is as it was. */
  function crash(why: string): void {
    die(why, nextCrash)
    if (!random.chance(0.3)) return
    writesLeft = random.pick([1, 2, 3, 4, 6, 9])
    nextCrash = random.pick(['process', 'power'])
  }

  function createLog(life: Life): Log {
    const write = (level: 'warn' | 'error') => (fields: object, event: string) => {
      if (life.isOver()) return
      happenings.note(`log ${level} ${event} ${toTask(fields)}`)
      onLog({ level, event, fields })
    }
    return { debug() {}, info() {}, warn: write('warn'), error: write('error') }
  }

  function sleep(milliseconds: number): void {
    happenings.note(`machine: sleeps ${Math.round(milliseconds / 1_000)} s`)
    time.sleep(milliseconds)
    disturbedAt = time.passed()
  }

  async function openStore(life: Life, clock: Clock, log: Log): Promise<Store> {
    await forgetLocks(program.files, folder)
    const disk = createFailingDisk({
      files: program.files,
      disk: program.createDisk(),
      life,
      time,
      random,
      readTrouble: () => diskTrouble,
      isLastWrite() {
        if (writesLeft === undefined) return false
        writesLeft -= 1
        return writesLeft <= 0
      },
      onDeath: (at) => crash(`at a write, ${at}`),
    })
    return program.createFileStore({
      duties: program.duties,
      folder,
      clock,
      createId,
      log,
      pid: process.pid,
      disk,
      // Few enough that what is remembered here moves into a file of its own, and again.
      foldCellsAt: 2_048,
    })
  }

  async function start(): Promise<void> {
    lives += 1
    const life = createLife(lives)
    const { clock, stop: stopClock } = time.createClock()
    current = { life, stopClock }
    const log = createLog(life)
    happenings.note(`machine: process ${lives} starts`)
    try {
      const store = await openStore(life, clock, log)
      const tenants = settings.tenants
      await program.beginStore({ store, clock, createId, log, tenants })
      const connected = chats
        .filter(({ name }) => settings.platforms.includes(name))
        .map((chat) => ({ name: chat.name, ...chat.connect(life, clock) }))
      const bot = program.createBot({
        store,
        clock,
        createId,
        random: random.next,
        log,
        access,
        approval,
        tenants: tenants.map((tenant) => toServed(tenant, life)),
        platforms: connected.map(({ platform }) => platform),
        pagers: pagers.map((pager) => pager.connect(life)),
        onFatal: (error) => die(`because of its store: ${error.message.replaceAll(folder, '')}`),
      })
      await bot.start()
      if (life.isOver()) return
      const handlers = (name: PlatformName) => connected.find((one) => one.name === name)?.handlers()
      running = { life, store, bot, handlers }
      workedSince = time.passed()
    } catch (error) {
      if (!life.isOver()) die(`while it starts: ${toWords(error, folder)}`)
    }
  }

  function toServed(tenant: Tenant, life: Life) {
    const backend = exchanges.get(tenant.id)?.connect(life)
    return backend === undefined ? { tenant } : { tenant, backend }
  }

  async function stopThenStart(next: Settings): Promise<void> {
    const stopping = running
    if (stopping === undefined) return
    happenings.note(`machine: stops for other settings: ${toSettingsText(next)}`)
    running = undefined
    workedSince = Number.POSITIVE_INFINITY
    const killing = time.after(stopMilliseconds, () => {
      if (!stopping.life.isOver()) die('as it does not stop')
    })
    const former = settings
    settings = next
    await stopping.bot.stop()
    await stopping.store.close().catch((error: unknown) => {
      happenings.note(`machine: not closed: ${toWords(error, folder)}`)
    })
    for (const name of next.platforms)
      if (!former.platforms.includes(name)) addedAt.set(name, { passed: time.passed(), now: time.now() })
    killing()
    if (!stopping.life.isOver()) die('as it was told to')
  }

  const machine: Machine = {
    running: () => running,
    door: () => running,
    isAt: (one, since) => one === running && !one.life.isOver() && machine.worksSince() <= since,
    watch: (run) => run(),
    settings: () => settings,
    bots: 1,
    start: () => void start(),
    crashSoon(when, how) {
      if (current === undefined) return
      nextCrash = how
      if (when === 'writing') writesLeft ??= Math.ceil(random.around(15))
      else awaited = when
    },
    note(moment) {
      if (moment === 'asking' && sleepsFor > 0) {
        time.after(random.between(1, 300), sleep.bind(undefined, sleepsFor))
        sleepsFor = 0
      }
      const asking = current?.life
      if (moment !== awaited || asking === undefined) return
      awaited = undefined
      if (moment === 'yes') {
        writesLeft = random.pick([1, 1, 2, 3])
        return
      }
      time.after(random.around(700), () => {
        if (!asking.isOver()) crash('while it waits for an answer')
      })
    },
    restart: (next) => void stopThenStart(next),
    sleep,
    sleepSoon(milliseconds) {
      sleepsFor = milliseconds
    },
    setClock(milliseconds) {
      happenings.note(`machine: the clock is set by ${Math.round(milliseconds / 1_000)} s`)
      time.step(milliseconds)
      disturbedAt = time.passed()
    },
    setDiskTrouble(next) {
      if (diskTrouble !== undefined && next === undefined) diskSince = time.passed()
      diskTrouble = next
    },
    diskTrouble: () => diskTrouble,
    worksSince: () =>
      diskTrouble === undefined ? Math.max(workedSince, diskSince, disturbedAt) : Number.POSITIVE_INFINITY,
    disturbedAt: () => disturbedAt,
    addedAt: (platform) => addedAt.get(platform) ?? { passed: 0, now: 0 },
    starts: () => lives,
  }
  return machine
}

export function toTask(fields: object): string {
  const task = 'task' in fields ? String(fields.task) : ''
  const error = 'err' in fields && fields.err instanceof Error ? fields.err.message : ''
  return `${task} ${error.replaceAll(/\/\S*simulation-\S*?\//g, '')}`.trim()
}

export function toWords(error: unknown, folder: string): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(folder, '')
}

export function toSettingsText({ tenants, platforms }: Settings): string {
  const channels = tenants.map(({ id, routes }) =>
    [id, ...routes.map(({ channel }) => channel.channel)].join(' '),
  )
  return `${platforms.join('+')} ${channels.join(', ')}`
}
