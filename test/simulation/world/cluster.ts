// Several machines with one process each, on one store that outlives them all: they start one by one, die alone, are frozen
// beyond their leases, and get other settings one after the other. People press at any of them.
import type { PlatformName } from '../../../src/domain/actor.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import type { Clock, Commit, Log, RestrictionBackend, Store } from '../../../src/ports.js'
import { beginning } from '../invariants/marks.js'
import { createHandle, type Handle } from './handle.js'
import { createLife, type Life } from './life.js'
import {
  type Machine,
  type MachineParts,
  type Moment,
  type Running,
  restartMilliseconds,
  type Settings,
  stopMilliseconds,
  toSettingsText,
  toTask,
  toWords,
} from './machine.js'
import { access, approval } from './people.js'
import type { DiskTrouble } from './weather.js'

/** How long a task is a process's own, and the moment until others look for it. */
const leaseMilliseconds = 6 * minuteMilliseconds + 10_000

/** One machine. */
interface Member {
  readonly name: string
  settings: Settings
  life: Life | undefined
  running: Running | undefined
  handle: Handle | undefined
  isFrozen: boolean
  writesLeft: number | undefined
  stopClock: () => void
}

export function createCluster(parts: MachineParts & { readonly bots: number }): Machine {
  const { program, folder, time, random, happenings, exchanges, chats, pagers, onLog, bots } = parts
  const { settings: first, isLossy } = parts
  const marks = random.fork('marks')
  let settings = first
  let diskTrouble: DiskTrouble | undefined
  /** Whatever one left is done by then. */
  let calmAt = 0
  let changedAt = 0
  let lives = 0
  let ids = 0
  let awaited: Moment | undefined
  let sleepsFor = 0
  let lastDoor: Member | undefined
  let lastAsker: Member | undefined
  let rolling = 0
  let rolled = Promise.resolve()
  let disturbedAt = 0
  let isWatched = false
  const addedAt = new Map<PlatformName, { readonly passed: number; readonly now: number }>()
  const members = Array.from({ length: bots }, (_, index) => createMember(index, settings))
  const createId = () => {
    ids += 1
    return `i${ids}`
  }
  const openShared = createShared(parts, createId)

  /** Nothing is promised of what it held before its leases are over. */
  function disturb(milliseconds = leaseMilliseconds): void {
    calmAt = Math.max(calmAt, time.passed() + milliseconds)
  }

  function end(member: Member): void {
    member.life?.end()
    member.stopClock()
    member.life = undefined
    member.running = undefined
    member.handle = undefined
    member.writesLeft = undefined
  }

  function die(member: Member, why: string): void {
    if (member.life === undefined) return
    happenings.note(`${member.name}: the process dies ${why}`)
    end(member)
    disturb()
    time.after(restartMilliseconds + random.around(5_000), () => void start(member))
  }

  function createLog({ name }: Member, life: Life): Log {
    const write = (level: 'warn' | 'error') => (fields: object, event: string) => {
      if (life.isOver()) return
      happenings.note(`${name}: log ${level} ${event} ${toTask(fields)}`)
      onLog({ level, event, fields })
    }
    return { debug() {}, info() {}, warn: write('warn'), error: write('error') }
  }

  /** Whoever is frozen hears its timers when it goes on. */
  function createOwnClock(member: Member, life: Life): Clock {
    const { clock, stop } = time.createClock()
    member.stopClock = stop
    return {
      ...clock,
      after: (milliseconds, run) =>
        clock.after(milliseconds, () => {
          if (member.isFrozen) void life.hear(async () => {}).then(run)
          else run()
        }),
    }
  }

  function tellOthers(self: Life, { tasks = [], hasten = [], settle }: Commit): void {
    if (tasks.length + hasten.length === 0 && settle?.retryAt === undefined) return
    for (const member of members) {
      const { life } = member
      if (life === undefined || life === self || random.chance(0.1)) continue
      time.after(random.between(1, 20), () => {
        if (member.life === life && !member.isFrozen) member.handle?.wake()
      })
    }
  }

  async function start(member: Member): Promise<void> {
    if (member.life !== undefined) return
    lives += 1
    const life = createLife(lives)
    member.life = life
    const clock = createOwnClock(member, life)
    const log = createLog(member, life)
    happenings.note(`${member.name}: process ${lives} starts`)
    try {
      const shared = await openShared()
      const handle = createHandle({
        program,
        store: shared,
        life,
        time,
        random,
        readTrouble: () => diskTrouble,
        isWatched: () => isWatched,
        isLastWrite() {
          if (member.writesLeft === undefined) return false
          member.writesLeft -= 1
          return member.writesLeft <= 0
        },
        onDeath: (at) => die(member, `at a write, ${at}`),
        onSaved(commit) {
          parts.onSaved(commit)
          tellOthers(life, commit)
        },
        onRecall(key) {
          const isPosting = isLossy && key.startsWith(`${beginning}post:`)
          if (isPosting && marks.chance(0.1)) freeze(leaseMilliseconds + minuteMilliseconds, member)
        },
      })
      member.handle = handle
      const { store } = handle
      const { tenants, platforms } = member.settings
      await program.beginStore({ store, clock, createId, log, tenants })
      const connected = chats
        .filter(({ name }) => platforms.includes(name))
        .map((chat) => ({ name: chat.name, ...chat.connect(life, clock) }))
      const bot = program.createBot({
        store,
        clock,
        createId,
        random: random.next,
        log,
        access,
        approval,
        replica: { machine: member.name, version: '1.0.0' },
        tenants: tenants.map((tenant) => toServed(member, tenant, life)),
        platforms: connected.map(({ platform }) => platform),
        pagers: pagers.map((pager) => pager.connect(life)),
        onFatal: (error) => die(member, `because of its store: ${error.message.replaceAll(folder, '')}`),
      })
      await bot.start()
      if (life.isOver()) return
      const handlers = (name: PlatformName) => connected.find((one) => one.name === name)?.handlers()
      // Whoever only watches asks the store itself, and waits for nothing.
      member.running = { life, store: shared, bot, handlers }
      changedAt = time.passed()
    } catch (error) {
      if (!life.isOver()) die(member, `while it starts: ${toWords(error, folder)}`)
    }
  }

  function toServed(member: Member, tenant: Tenant, life: Life) {
    const backend = exchanges.get(tenant.id)?.connect(life)
    if (backend === undefined) return { tenant }
    const asking = () => {
      if (!life.isOver()) lastAsker = member
    }
    return { tenant, backend: noticeAsking(backend, asking) }
  }

  async function stop(member: Member): Promise<void> {
    const { life, running, handle } = member
    if (life === undefined || running === undefined) return
    happenings.note(`${member.name}: stops`)
    member.running = undefined
    const killing = time.after(stopMilliseconds, () => {
      if (!life.isOver()) die(member, 'as it does not stop')
    })
    await running.bot.stop()
    killing()
    if (life.isOver()) return
    if ((handle?.holds() ?? 0) > 0) disturb()
    end(member)
  }

  /** One by one, as whoever deploys does it. */
  async function roll(next: Settings): Promise<void> {
    happenings.note(`all: other settings, one by one: ${toSettingsText(next)}`)
    for (const name of next.platforms)
      if (!settings.platforms.includes(name)) addedAt.set(name, { passed: time.passed(), now: time.now() })
    settings = next
    for (const member of members) {
      member.settings = next
      if (member.running === undefined) continue
      await stop(member)
      await start(member)
      await time.wait(random.between(2_000, 30_000))
    }
    // What only an older one had in its settings is left alone for some minutes.
    disturb()
  }

  async function rollAfter(former: Promise<void>, next: Settings): Promise<void> {
    await former
    await roll(next)
    rolling -= 1
  }

  function freezeSome(milliseconds: number): void {
    const awake = members.filter(({ running, isFrozen }) => running !== undefined && !isFrozen)
    if (awake.length > 0) freeze(milliseconds, random.pick(awake))
  }

  function freeze(milliseconds: number, member: Member): void {
    if (member.isFrozen) return
    const { life } = member
    happenings.note(`${member.name}: frozen for ${Math.round(milliseconds / 1_000)} s`)
    member.isFrozen = true
    disturbedAt = time.passed()
    const thawed = time.wait(milliseconds).then(() => {
      happenings.note(`${member.name}: goes on`)
      member.isFrozen = false
      disturbedAt = time.passed()
      disturb(minuteMilliseconds)
    })
    life?.freeze(thawed)
    disturb(milliseconds + leaseMilliseconds)
  }

  const listWorking = () => members.filter(({ running, isFrozen }) => running !== undefined && !isFrozen)
  const isCalm = () =>
    diskTrouble === undefined && rolling === 0 && listWorking().length === bots && time.passed() >= calmAt

  const machine: Machine = {
    running: () => listWorking()[0]?.running,
    door() {
      const working = listWorking()
      if (working.length === 0) return undefined
      lastDoor = random.pick(working)
      return lastDoor.running
    },
    isAt: (one, since) => members.some(({ running }) => running === one) && machine.worksSince() <= since,
    async watch(run) {
      isWatched = true
      await run()
      isWatched = false
    },
    settings: () => settings,
    bots,
    start() {
      for (const [index, member] of members.entries()) time.after(index * 3_000, () => void start(member))
    },
    crashSoon(when) {
      const member = random.pick(members)
      if (when === 'writing') member.writesLeft ??= Math.ceil(random.around(15))
      else awaited = when
    },
    note(moment) {
      if (moment === 'asking' && sleepsFor > 0) {
        time.after(random.between(1, 300), freezeSome.bind(undefined, sleepsFor))
        sleepsFor = 0
      }
      if (moment !== awaited) return
      awaited = undefined
      if (moment === 'yes') {
        if (lastDoor !== undefined) lastDoor.writesLeft = random.pick([1, 1, 2, 3])
        return
      }
      const [asker, life] = [lastAsker, lastAsker?.life]
      time.after(random.around(700), () => {
        if (asker !== undefined && asker.life === life) die(asker, 'while it waits for an answer')
      })
    },
    restart(next) {
      rolling += 1
      rolled = rollAfter(rolled, next)
    },
    sleep: freezeSome,
    sleepSoon(milliseconds) {
      sleepsFor = milliseconds
    },
    setClock(milliseconds) {
      happenings.note(`all: the clock that they share is set by ${Math.round(milliseconds / 1_000)} s`)
      time.step(milliseconds)
      changedAt = time.passed()
      disturbedAt = time.passed()
    },
    setDiskTrouble(next) {
      if (diskTrouble !== undefined && next === undefined) disturb(minuteMilliseconds)
      diskTrouble = next
    },
    diskTrouble: () => diskTrouble,
    worksSince: () => (isCalm() ? Math.max(changedAt, calmAt) : Number.POSITIVE_INFINITY),
    disturbedAt: () => disturbedAt,
    addedAt: (platform) => addedAt.get(platform) ?? { passed: 0, now: 0 },
    starts: () => lives,
  }
  return machine
}

function createMember(index: number, settings: Settings): Member {
  return {
    name: `machine ${index + 1}`,
    settings,
    life: undefined,
    running: undefined,
    handle: undefined,
    isFrozen: false,
    writesLeft: undefined,
    stopClock: () => {},
  }
}

/** As a database would be: opened once, on a disk that nothing is the matter with, and outliving every process. */
function createShared({ program, folder, time }: MachineParts, createId: () => string): () => Promise<Store> {
  let opening: Promise<Store> | undefined
  async function open(): Promise<Store> {
    await program.files.mkdir(folder)
    const { clock } = time.createClock()
    const { duties } = program
    const own = { duties, folder, clock, createId, log: silent, pid: process.pid, disk: program.createDisk() }
    return program.createFileStore(own)
  }
  return () => {
    opening ??= open()
    return opening
  }
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** @param asking before Exchange is asked to change something. */
function noticeAsking(backend: RestrictionBackend, asking: () => void): RestrictionBackend {
  return {
    ...backend,
    unblock(entity, signal) {
      asking()
      return backend.unblock(entity, signal)
    },
    contain(sender, order, signal) {
      asking()
      return backend.contain(sender, order, signal)
    },
  }
}
