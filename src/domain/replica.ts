// A replica: one of the processes that work on one store. Each says every few seconds that it lives and how it is, in a cell.
import { z } from 'zod'
import { cell } from './cell.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'
import { keepUnknown } from './keep-unknown.js'

export const beatMilliseconds = 10_000
/** Whoever has said nothing for so long is not counted any more. */
const silentMilliseconds = 35_000
/** What only it had in its settings is not given up before: a replica that is frozen, or starts again, is soon back. */
export const rememberedMilliseconds = 10 * minuteMilliseconds

const replicaSchema = z
  .object({
    id: z.string(),
    /** Of its machine. */
    name: z.string(),
    version: z.string(),
    startedAt: z.number(),
    beatAt: z.number(),
    /** It was stopped, and said so. */
    stoppedAt: z.number().optional(),
    /** The digest of each part of its settings, by the name of the part. */
    settings: z.record(z.string(), z.string()).readonly(),
    /** Where it says what it knows. */
    known: z.string(),
    /** What is the matter with this process alone, in the words that machines are told. */
    faults: z.array(z.string()).readonly(),
  })
  .readonly()
export type Replica = z.infer<typeof replicaSchema>

const name = 'replica'
export const replicasBeginning = `${name}:`
export const replicaOf = cell(name, keepUnknown(replicaSchema))

/** Once for all replicas with the same settings: there may be thousands of tenants. */
export const knownOf = cell(
  'replica-known',
  z
    .object({ tenantIds: z.array(z.string()).readonly(), platforms: z.array(z.string()).readonly() })
    .readonly(),
)

export function isLiving({ beatAt, stoppedAt }: Replica, now: Instant): boolean {
  return stoppedAt === undefined && !isAhead(beatAt, now) && now - beatAt < silentMilliseconds
}

/** What is known by any of the others. */
export interface Elsewhere {
  readonly tenantIds: ReadonlySet<string>
  readonly platforms: ReadonlySet<string>
}

export const nowhere: Elsewhere = { tenantIds: new Set(), platforms: new Set() }

/** "host-a 3f2c": several may be on one machine. */
export function toReplicaName({ name: machine, id }: Pick<Replica, 'name' | 'id'>): string {
  return `${machine} ${id.slice(0, 4)}`
}
