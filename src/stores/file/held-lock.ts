// A lock while it is held: beats, notices when it is lost, lets go.
import { rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../../errors.js'
import type { Clock, CreateId, Log } from '../../ports.js'
import { isMissing } from './disk.js'
import type { Holder } from './lock-holder.js'

export interface LockParts {
  readonly folder: string
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  readonly pid: number
}

export interface Lock {
  /** @throws StoreError when another process has taken over, as after a long standstill of this one. */
  check(): Promise<void>
  release(): Promise<void>
}

const beatMilliseconds = 5_000
/** Without a beat for this long, a holder that cannot be seen counts as gone. */
export const staleMilliseconds = 30_000

export function holdLock(parts: LockParts, self: Holder, path: string): Lock {
  const { folder, clock, createId } = parts
  const heart = createHeart(parts, path)
  return {
    async check() {
      // After a standstill somebody may rightly have taken over; as long as it beats in time, nobody can.
      if (clock.now() - heart.beatAt() > staleMilliseconds / 2) await heart.beat()
      if (heart.isLost()) throw new StoreError(`Another process has taken over the folder ${folder}.`, true)
    },
    async release() {
      heart.stop()
      if (heart.isLost()) return
      const ticket = join(folder, `lock.${createId()}.new`)
      await writeFile(ticket, JSON.stringify({ ...self, isReleased: true }), { mode: 0o600 })
      await rename(ticket, path)
    },
  }
}

function createHeart({ folder, clock, log }: LockParts, path: string) {
  let beatAt = clock.now()
  let isLost = false
  let isStopped = false
  let cancel = () => {}

  async function beat(): Promise<void> {
    const now = clock.now()
    try {
      await utimes(path, now / 1000, now / 1000)
      beatAt = now
    } catch (error) {
      isLost ||= isMissing(error)
      log.error({ err: error, folder }, 'store.heartbeat-failed')
    }
  }

  function schedule(): void {
    if (isLost || isStopped) return
    cancel = clock.after(beatMilliseconds, () => void beat().then(schedule))
  }

  schedule()
  return {
    beat,
    beatAt: () => beatAt,
    isLost: () => isLost,
    stop() {
      isStopped = true
      cancel()
    },
  }
}
