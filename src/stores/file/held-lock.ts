// A lock while it is held: beats, notices when it is lost, lets go.
import { readdir, rename, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../../domain/instant.js'
import { StoreError } from '../../errors.js'
import type { Clock, CreateId, Log } from '../../ports.js'
import { hasCode } from './disk.js'
import type { Holder } from './lock-holder.js'

/** What is done with the file of a lock, before every write. */
export interface Pulse {
  /** Says that its holder lives. @throws when the file is gone. */
  readonly beat: (path: string, now: Instant) => Promise<void>
  /** @throws when the file is gone. */
  readonly feel: (path: string) => Promise<void>
}

const filePulse: Pulse = {
  beat: (path, now) => utimes(path, now / 1000, now / 1000),
  async feel(path) {
    await stat(path)
  },
}

export interface LockParts {
  readonly folder: string
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  readonly pid: number
  /** Whoever takes it lets go soon. */
  readonly isBrief?: boolean
  /** The real one when undefined. */
  readonly pulse?: Pulse
}

export interface Lock {
  /** @throws StoreError when another process has taken over, as after a long standstill of this one, or the folder is gone. */
  check(): Promise<void>
  /** @param left checksum of the state that stays behind, when it is known to be all there is. */
  release(left?: string): Promise<void>
  /** What the holder before this one left behind, when it let go in peace. */
  readonly left: string | undefined
}

const beatMilliseconds = 5_000
/** Without a beat for this long, a holder that cannot be seen counts as gone. */
export const staleMilliseconds = 30_000

interface Place {
  readonly path: string
  /** As `findHome` told it when the lock was taken. */
  readonly home: string | undefined
  readonly left: string | undefined
}

export function holdLock(parts: LockParts, self: Holder, place: Place): Lock {
  const { folder, clock, createId } = parts
  const { path } = place
  const heart = createHeart(parts, path)
  return {
    left: place.left,
    async check() {
      // After a standstill somebody may rightly have taken over. The clock may have stood still as well, so the lock
      // itself is looked at every time.
      if (clock.now() - heart.beatAt() > staleMilliseconds / 2) await heart.beat()
      await heart.look()
      if (heart.isLost()) throw new StoreError(await toLoss({ ...parts, ...place }), true)
    },
    async release(left) {
      heart.stop()
      if (heart.isLost()) return
      const ticket = join(folder, `lock.${createId()}.new`)
      await writeFile(ticket, JSON.stringify({ ...self, isReleased: true, left }), { mode: 0o600 })
      await rename(ticket, path)
    },
  }
}

/** Why the lock is not there any more: whoever takes over leaves a higher one in the very same folder. */
async function toLoss({ folder, path, home }: Place & LockParts): Promise<string> {
  const isThere = (await findHome(folder)) === home
  if (isThere && (await findHighest(folder)) > toNumber(path))
    return `Another process has taken over the folder ${folder}.`
  return (
    `The data folder ${folder} is gone: it was deleted or moved, or its volume is not mounted any more. Nothing more is ` +
    'written. Bring it back before the next start, or that one begins with an empty memory.'
  )
}

/** Tells a folder from another one that stands in its place, as a mount point does without its volume. */
export async function findHome(folder: string): Promise<string | undefined> {
  const found = await stat(folder).catch(() => undefined)
  return found === undefined ? undefined : `${found.dev}:${found.ino}`
}

function toNumber(path: string): number {
  return Number(path.slice(path.lastIndexOf('.') + 1))
}

/** 0 when there is none. */
export async function findHighest(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? [])
  return Math.max(0, ...numbers.map(Number))
}

function createHeart({ folder, clock, log, pulse = filePulse }: LockParts, path: string) {
  let beatAt = clock.now()
  let isLost = false
  let isStopped = false
  let cancel = () => {}

  async function beat(): Promise<void> {
    const now = clock.now()
    try {
      await pulse.beat(path, now)
      beatAt = now
    } catch (error) {
      isLost ||= isGone(error)
      log.error({ err: error, folder }, 'store.heartbeat-failed')
    }
  }

  /** Any other failure says nothing about the lock, and what is to be written next will fail by itself. */
  async function look(): Promise<void> {
    try {
      await pulse.feel(path)
    } catch (error) {
      isLost ||= isGone(error)
    }
  }

  function schedule(): void {
    if (isLost || isStopped) return
    cancel = clock.after(beatMilliseconds, () => void beat().then(schedule))
  }

  schedule()
  return {
    beat,
    look,
    beatAt: () => beatAt,
    isLost: () => isLost,
    stop() {
      isStopped = true
      cancel()
    },
  }
}

/** Also a network volume that the server has replaced, or a mount that has lost its server. */
const goneCodes = ['ENOENT', 'ENOTDIR', 'ESTALE', 'ENOTCONN']

function isGone(error: unknown): boolean {
  return goneCodes.some((code) => hasCode(error, code))
}
