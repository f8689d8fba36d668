// A bot on a bad day: the file store on a real disk, or one that is given, cards that are rendered, and an outside that is as slow as it is
// told to be. Nothing else is slow: what is measured is who waits for whom.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createBot } from '../../src/bot/index.js'
import { toOpenRoute } from '../../src/domain/route.js'
import { catalogue, duties } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import type { Platform, Store } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createDisk, type Disk } from '../../src/stores/file/disk.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { createScriptedBackend, type ScriptedBackend } from '../../test/features/backend.js'
import { access, contoso } from '../../test/features/people.js'
import { createRecordingPlatform, type RecordingPlatform } from '../../test/features/platform.js'

/** What a call to Slack takes. */
const platformMilliseconds = 200
const glanceMilliseconds = 20

export const clock = createSystemClock()

interface DaySettings {
  readonly folder: string
  readonly tenants: number
  readonly pollSeconds: number
  /** Of a poll, while all is well. */
  readonly listMilliseconds: number
  /** A file store of its own when undefined. */
  readonly store?: Store
}

export interface Day {
  /** In the order of the settings. */
  readonly backends: readonly ScriptedBackend[]
  readonly slack: RecordingPlatform
  /** From now on nothing more can be written, or again. */
  fillDisk(isFull: boolean): void
  /** The incident of this address, once it has its evidence: before that nobody can say Yes. */
  untilKnown(address: string): Promise<string>
}

export async function startDay({
  folder,
  tenants,
  pollSeconds,
  listMilliseconds,
  store: given,
}: DaySettings): Promise<Day> {
  const disk = createFillableDisk()
  const log = createLog({ level: 'silent' })
  const path = join(folder, randomUUID())
  const parts = { duties, folder: path, clock, createId: randomUUID, log, pid: process.pid, disk }
  const store = given ?? (await createFileStore(parts))
  const slack = createRecordingPlatform('slack', clock)
  slack.slow(platformMilliseconds)
  const watched = Array.from({ length: tenants }, (_, index) => {
    const backend = createScriptedBackend(clock)
    backend.take('list', listMilliseconds)
    const routes = [toOpenRoute({ platform: 'slack', channel: `C${index}` })]
    return { tenant: { ...contoso, id: `tenant-${index}`, pollSeconds, routes }, backend }
  })
  const bot = createBot({
    store,
    clock,
    createId: randomUUID,
    random: Math.random,
    log,
    access,
    tenants: watched,
    platforms: [withRendering(slack)],
    onFatal: (error) => {
      throw error
    },
  })
  await bot.start()
  return {
    backends: watched.map(({ backend }) => backend),
    slack,
    fillDisk: disk.fill,
    untilKnown: (address) =>
      until(async () => {
        const live = await store.listLive({ entityKey: `sender:${address}` })
        return live.find(({ evidence }) => evidence !== undefined)?.id
      }),
  }
}

/** Looks until there is something. */
export async function until<Found>(look: () => Found | Promise<Found>): Promise<NonNullable<Found>> {
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== null) return found
    await wait(glanceMilliseconds)
  }
}

function createFillableDisk() {
  const disk = createDisk()
  let isFull = false
  const full: Disk = {
    ...disk,
    create: (path, bytes) => (isFull ? Promise.reject(createFullError()) : disk.create(path, bytes)),
  }
  return {
    ...full,
    fill(now: boolean) {
      isFull = now
    },
  }
}

function createFullError(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

/** What a card costs is a part of how long people wait for it. */
function withRendering(platform: RecordingPlatform): Platform {
  const render = createRenderer({ platform: 'slack', cards: catalogue.cards })
  return {
    ...platform,
    post(place, card) {
      render(card)
      return platform.post(place, card)
    },
    update(ref, card) {
      render(card)
      return platform.update(ref, card)
    },
  }
}
