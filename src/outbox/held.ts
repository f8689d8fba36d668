// What a platform or a channel did not take waits for it. Of all that waits in one place one is tried again every half
// minute, whichever was tried longest ago; once it is taken, all the rest of them go out by age. A platform that does not
// answer has a breaker; what waits for its answers goes out when it has given one.
import type { PlatformName } from '../domain/actor.js'
import type { Instant } from '../domain/instant.js'
import type { Held, Task } from '../domain/task.js'
import { PlatformError } from '../errors.js'
import type { Claim, Commit } from '../ports.js'
import type { Breakers } from './breakers.js'
import type { OutboxParts } from './parts.js'

/** Where a call to a platform goes; without a channel it is to a person. */
export interface Reach {
  readonly platform: PlatformName
  readonly channel?: string | undefined
}

/** What the calls have come to, and where. */
export interface Reaches {
  taken(reach: Reach): void
  refused(reach: Reach, error: PlatformError): void
  /** Undefined when no platform refused it. */
  findReach(error: unknown): Reach | undefined
  /** By the clock that never steps; undefined when nothing was. */
  readTakenAt(reach: Reach): number | undefined
}

export function createReaches(clock: Pick<OutboxParts['clock'], 'monotonic'>): Reaches {
  const takenAt = new Map<string, number>()
  const refusals = new WeakMap<PlatformError, Reach>()
  return {
    taken({ platform, channel }) {
      takenAt.set(toKey({ platform }), clock.monotonic())
      takenAt.set(toKey({ platform, channel }), clock.monotonic())
    },
    refused: (reach, error) => void refusals.set(error, reach),
    findReach: (error) => (error instanceof PlatformError ? refusals.get(error) : undefined),
    readTakenAt: (reach) => takenAt.get(toKey(reach)),
  }
}

export interface Waiting {
  /** A run that has succeeded: what waits where it had waited goes out when the run has shown that the place takes it. */
  succeeded(claim: Claim, since: number): void
  /** Lets go out what is owed another try. @throws StoreError, and then the next time does it. */
  keepUp(): Promise<void>
}

export const tryEverySeconds = 30
const tryEveryMilliseconds = tryEverySeconds * 1_000
/** Nobody counts the seconds of what waits for somebody to mend a channel. */
const lookEveryMilliseconds = 5_000

interface Given {
  readonly reaches: Reaches
  readonly breakers: Breakers
}

export function createWaiting(getParts: () => OutboxParts, { reaches, breakers }: Given): Waiting {
  /** Places that were found to be mended since the last look. */
  let mended = new Set<string>()
  const triedAt = new Map<string, number>()
  let lookedAt = Number.NEGATIVE_INFINITY

  function listOwed(place: string, tasks: readonly HeldTask[], isMended: boolean): readonly HeldTask[] {
    const { clock } = getParts()
    const now = clock.now()
    if (isMended) return tasks
    if (tasks.some(({ held }) => held.notBefore !== undefined && held.notBefore > now)) return []
    // One is about to be tried anyway.
    if (tasks.some(({ dueAt }) => dueAt <= now + lookEveryMilliseconds)) return []
    const last = Math.max(...tasks.map(({ held }) => held.triedAt))
    const isFresh = last <= now && now - last < tryEveryMilliseconds
    const lastTried = triedAt.get(place) ?? Number.NEGATIVE_INFINITY
    const isUnderWay = clock.monotonic() - lastTried < tryEveryMilliseconds
    if (isFresh || isUnderWay) return []
    const [{ held } = { held: undefined }] = tasks
    const isSilent = held?.isOutage === true && !hasAnsweredSince(held, clock.monotonic() - (now - last))
    if (isSilent) return []
    triedAt.set(place, clock.monotonic())
    return tasks.toSorted((one, other) => one.held.triedAt - other.held.triedAt).slice(0, 1)
  }

  function hasAnsweredSince({ platform }: Held, since: number): boolean {
    return (reaches.readTakenAt({ platform }) ?? Number.NEGATIVE_INFINITY) > since
  }

  return {
    succeeded({ task: { held } }, since) {
      if (held === undefined || (reaches.readTakenAt(held) ?? Number.NEGATIVE_INFINITY) < since) return
      mended.add(toPlace(held))
    },
    async keepUp() {
      const { store, clock } = getParts()
      if (mended.size === 0 && clock.monotonic() - lookedAt < lookEveryMilliseconds) return
      lookedAt = clock.monotonic()
      const found = mended
      mended = new Set()
      const held = (await store.listHeld()).filter(isHeld)
      const places = new Set(held.map((task) => toPlace(task.held)))
      const owed = [...places].flatMap((place) => {
        const tasks = held.filter((task) => toPlace(task.held) === place)
        return breakers.isOpen(tasks[0]?.held.platform) ? [] : listOwed(place, tasks, found.has(place))
      })
      if (owed.length > 0) await store.commit({ hasten: owed.map(toHastened) })
    },
  }
}

/** Its age is its turn, but for what it was asked to wait. */
function toHastened({ key, held }: HeldTask): NonNullable<Commit['hasten']>[number] {
  return { key, dueAt: Math.max(held.since, held.notBefore ?? held.since) }
}

type HeldTask = Task & { readonly held: Held }

function isHeld(task: Task): task is HeldTask {
  return task.held !== undefined
}

/** For a task whose try failed; undefined when no platform refused it. */
export function toHeld(
  { task }: Claim,
  {
    error,
    reach,
    now,
  }: { readonly error: unknown; readonly reach: Reach | undefined; readonly now: Instant },
): Omit<Held, 'dueAt' | 'notBefore'> | undefined {
  if (reach === undefined || !(error instanceof PlatformError)) return undefined
  const when = { since: toAge(task), triedAt: now }
  if (error.code === 'unavailable' && !error.isOfChannel)
    return { platform: reach.platform, isOutage: true, ...when }
  const isOfCard = error.code === 'rejected' || error.code === 'message-gone'
  return { ...reach, ...(isOfCard ? { isOfCard } : {}), ...when }
}

/** When it was first due. */
export function toAge({ held, dueAt }: Task): Instant {
  return held?.since ?? dueAt
}

function toKey({ platform, channel = '' }: Reach): string {
  return `${platform}:${channel}`
}

/** What a place has against one card is not mended by its taking another. */
function toPlace({ isOfCard = false, isOutage = false, ...reach }: Held): string {
  return `${toKey(reach)}:${isOfCard}:${isOutage}`
}
