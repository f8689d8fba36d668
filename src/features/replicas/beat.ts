// Says every few seconds that this process lives, and notices when others come or go.
import { dayMilliseconds, type Instant } from '../../domain/instant.js'
import {
  beatMilliseconds,
  type Elsewhere,
  isLiving,
  knownOf,
  nowhere,
  type Replica,
  rememberedMilliseconds,
  replicaOf,
} from '../../domain/replica.js'
import type { Clock, CreateId, Log, Store } from '../../ports.js'
import { type Compared, digestOf, toSettingsDigests } from './digest.js'
import { createRoster } from './roster.js'

/** Said anew long before its end. */
const knownMilliseconds = 4 * dayMilliseconds

export interface Replicas {
  /** This one, as others are told of it. */
  readonly self: Pick<Replica, 'id' | 'name' | 'version' | 'settings'>
  /** Before anything is done, so that others leave alone what only this one knows. */
  start(given: BeatParts): Promise<void>
  /** Others need not wait until it has been silent for long. Never rejects. */
  stop(): Promise<void>
  /** Other settings from now on, said to the others at once. */
  change(compared: Compared): Promise<void>
  /** The others that live, oldest first; a few seconds old. */
  listOthers(): Promise<readonly Replica[]>
  /** The same as of the last time that this one said it lives. */
  hasOthers(): boolean
  /** What any other has in its settings, or had until some minutes ago. Nothing where the store is one process's own. */
  findElsewhere(): Promise<Elsewhere>
}

interface BeatParts {
  /** What is the matter with this process alone. */
  readFaults(): readonly string[]
  /** Others know less than before, or more. */
  onChanged(): Promise<void>
}

interface ReplicasParts {
  readonly store: Pick<Store, 'isShared' | 'recall' | 'listKeys' | 'commit'>
  readonly clock: Clock
  readonly log: Log
  readonly createId: CreateId
  readonly name: string
  readonly version: string
  readonly compared: Compared
}

export function createReplicas(parts: ReplicasParts): Replicas {
  const { store, clock, log, name, version } = parts
  const roster = createRoster(parts)
  let own = toKnown(parts.compared)
  let self = {
    id: store.isShared ? parts.createId() : '',
    name,
    version,
    settings: toSettingsDigests(parts.compared),
  }
  const startedAt = clock.now()
  let given: BeatParts = { readFaults: () => [], onChanged: async () => {} }
  let knownUntil = 0
  let before = ''
  let living = 0
  let isStopped = true
  let cancel = () => {}
  let beating: Promise<void> | undefined

  function listCells(now: Instant, stopped: Pick<Replica, 'stoppedAt'>) {
    const until = now + rememberedMilliseconds
    const faults = given.readFaults()
    const { known, tenantIds, platforms } = own
    const cells = [
      replicaOf(self.id).put({ ...self, startedAt, beatAt: now, known, faults, ...stopped }, { until }),
    ]
    if (knownUntil - now > knownMilliseconds / 2) return cells
    knownUntil = now + knownMilliseconds
    return [...cells, knownOf(known).put({ tenantIds, platforms }, { until: knownUntil })]
  }

  async function listOthers(): Promise<readonly Replica[]> {
    return (await roster.listRemembered()).filter(({ id }) => id !== self.id)
  }

  /** Says that this one lives. True when others know something else than the last time. */
  async function look(): Promise<boolean> {
    await store.commit({ cells: listCells(clock.now(), {}) })
    const others = await listOthers()
    living = others.filter((one) => isLiving(one, clock.now())).length
    const now = [...new Set(others.map((one) => one.known))].toSorted().join()
    const isChanged = now !== before
    before = now
    // What others ask from here on must not be answered by what was known before.
    if (isChanged) await roster.listLivingAnew()
    return isChanged
  }

  async function beat(): Promise<void> {
    try {
      if (!(await look())) return
      log.info({ others: living }, 'replicas.changed')
      await given.onChanged()
    } catch (error) {
      knownUntil = 0
      log.warn({ err: error }, 'replica.not-said')
    }
  }

  function goOn(): void {
    if (isStopped) return
    cancel = clock.after(beatMilliseconds, () => {
      beating = beat().finally(goOn)
    })
  }

  return {
    get self() {
      return self
    },
    async change(compared) {
      own = toKnown(compared)
      self = { ...self, settings: toSettingsDigests(compared) }
      knownUntil = 0
      if (!store.isShared || isStopped) return
      await look()
      await roster.listLivingAnew()
    },
    async start(beatParts) {
      if (!store.isShared) return
      given = beatParts
      isStopped = false
      await look()
      goOn()
    },
    async stop() {
      if (isStopped) return
      isStopped = true
      cancel()
      await beating
      const now = clock.now()
      await store
        .commit({ cells: listCells(now, { stoppedAt: now }) })
        .catch((error: unknown) => log.warn({ err: error }, 'replica.not-said'))
    },
    async listOthers() {
      return (await roster.listLiving()).filter(({ id }) => id !== self.id)
    },
    hasOthers: () => living > 0,
    async findElsewhere() {
      return store.isShared ? roster.findKnown(await listOthers()) : nowhere
    },
  }
}

function toKnown(compared: Compared) {
  const tenantIds = compared.tenants.map(({ id }) => id).toSorted()
  const platforms = compared.platforms.toSorted()
  return { tenantIds, platforms, known: digestOf({ tenantIds, platforms }) }
}
