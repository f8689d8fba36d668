// The way of one process to the store that all share: each call takes its time, the process may die at it, and what others
// saved is heard of. The store itself goes on, as a database does.
import type { Claim, Commit, Store } from '../../../src/ports.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Life } from './life.js'
import type { DiskTrouble } from './weather.js'

export interface HandleParts {
  readonly program: Program
  readonly store: Store
  readonly life: Life
  readonly time: WorldTime
  readonly random: Random
  readonly readTrouble: () => DiskTrouble | undefined
  /** Somebody looks at the process from outside of the world's time: nothing takes any. */
  readonly isWatched: () => boolean
  /** Whether the process dies at this very commit. */
  readonly isLastWrite: () => boolean
  readonly onDeath: (at: string) => void
  /** Of a key that somebody looks under. */
  readonly onRecall: (key: string) => void
  /** Other handles hear of it. */
  readonly onSaved: (commit: Commit) => void
}

export interface Handle {
  readonly store: Store
  /** Somebody else saved work. */
  wake(): void
  /** Tasks that it was given and has not ended: nobody else gets them before the lease is over. */
  holds(): number
}

const never = new Promise<never>(() => {})

export function createHandle(parts: HandleParts): Handle {
  const { program, store, life, time, random, readTrouble, isWatched, isLastWrite, onDeath } = parts
  const { onSaved, onRecall } = parts
  const listeners = new Set<() => void>()
  const held = new Set<string>()
  const hold = (claims: readonly Claim[]) => {
    for (const { token } of claims) held.add(token)
    return claims
  }

  /** Most calls are there at once; those that are not let everybody else get in between. */
  async function reach(): Promise<void> {
    const trouble = readTrouble()
    if (isWatched()) return
    if (trouble === 'slow') await time.wait(random.between(5, 900))
    else if (random.chance(0.2)) await time.wait(random.between(1, 60))
    if (trouble === 'full' || (trouble === 'scarce' && random.chance(0.4)))
      throw new program.StoreError('The database does not answer.', false)
  }

  const call = <Value>(run: () => Promise<Value>) =>
    life.hear(async () => {
      await reach()
      return life.isOver() ? never : run()
    })

  /** Killed before the database has heard of it, or when it has and nobody was told. */
  async function die(commit: Commit): Promise<never> {
    const how = random.pick(['before', 'after'] as const)
    if (how === 'after') {
      const isSaved = await store.commit(commit).then(
        () => true,
        () => false,
      )
      if (isSaved) onSaved(commit)
    }
    if (!life.isOver()) onDeath(`${how} a commit`)
    return never
  }

  async function commit(given: Commit) {
    const saved = await call(async () => {
      if (isLastWrite()) return die(given)
      const incident = await store.commit(given)
      onSaved(given)
      return incident
    })
    if (given.settle !== undefined) held.delete(given.settle.claim.token)
    return saved
  }

  return {
    wake: () => {
      for (const listener of listeners) listener()
    },
    holds: () => held.size,
    store: {
      isShared: true,
      commit,
      remember: async (key, value, terms) => void (await commit({ cells: [{ ...terms, key, value }] })),
      claimTasks: async (request) => hold(await call(() => store.claimTasks(request))),
      async renewClaims(request) {
        const renewed = await call(() => store.renewClaims(request))
        for (const { token } of request.claims) held.delete(token)
        return hold(renewed)
      },
      recall: (key) =>
        call(async () => {
          const kept = await store.recall(key)
          onRecall(key)
          return kept
        }),
      listKeys: (beginning) => call(() => store.listKeys(beginning)),
      findIncident: (id) => call(() => store.findIncident(id)),
      listLive: (query) => call(() => store.listLive(query)),
      listClosed: (query) => call(() => store.listClosed(query)),
      countClosed: (query) => call(() => store.countClosed(query)),
      listHeld: () => call(() => store.listHeld()),
      readBacklog: (now) => call(() => store.readBacklog(now)),
      readJournal: (query) => call(() => store.readJournal(query)),
      findOldestText: () => call(() => store.findOldestText()),
      streamJournal: (reading) => store.streamJournal(reading),
      verifyJournal: (query) => call(() => store.verifyJournal(query)),
      health: () => {
        const trouble = readTrouble()
        return trouble === undefined || trouble === 'slow'
          ? store.health()
          : { ok: false, detail: 'the database does not answer' }
      },
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      close: async () => {},
    },
  }
}
