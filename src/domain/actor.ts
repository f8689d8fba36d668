import { z } from 'zod'
import type { PlatformErrorCode } from '../errors.js'

/**
 * A name by which a platform calls itself. Which there are is for the platforms to say: what is stored may name one that this
 * program does not have, and stays readable.
 */
export const platformNameSchema = z.string().min(1)
export type PlatformName = z.infer<typeof platformNameSchema>

/** The platform of whoever acts on the machine the bot runs on. */
export const consolePlatform = 'console'

/** The home of everybody at the console of the machine the bot runs on; nothing is ever posted there. */
export const consoleHome = 'this-machine'

/** Who acted, as the journal and the cards remember it. Ids decide; the name is outside text, for reading only. */
export const actorRefSchema = z
  .object({
    platform: platformNameSchema,
    id: z.string().min(1),
    name: z.string(),
    /** Of whoever is at a console: what that machine is called. */
    host: z.string().optional(),
  })
  .readonly()
export type ActorRef = z.infer<typeof actorRefSchema>

/** Somebody in a group of the access list, by the id that they can be written to by. */
export interface Member {
  readonly id: string
  /** Their own, lower-cased, as far as the platform tells. */
  readonly addresses: readonly string[]
}

/** An account in Entra. `directoryId` is the Entra tenant's id; undefined when nobody said which. */
const entraIdSchema = z.object({ objectId: z.string(), directoryId: z.string().optional() }).readonly()
export type EntraId = z.infer<typeof entraIdSchema>

/** Whoever pressed or typed, as the platform vouches for them at this moment. */
export interface Actor extends ActorRef {
  /**
   * Workspace or tenant the person belongs to, which need not be the one the message came through; empty when nobody
   * could say.
   */
  readonly home: string
  /** False for guests, strangers of shared channels, bots, deactivated people, and whenever `lookupFailure` is about the person. */
  readonly isMember: boolean
  /** The person's own mail addresses and UPNs, lower-cased; undefined when the platform cannot tell. */
  readonly addresses: readonly string[] | undefined
  /** Of the groups that the access list names, the ids of those this person is in; without those that could not be read. */
  readonly groups: readonly string[]
  /** Where the platform signs people in with Entra and vouches for the account; then `addresses` are Entra's as well. */
  readonly entraId?: EntraId
  /** What could not be looked up just now; undefined when everything was answered. It is no verdict about the person. */
  readonly lookupFailure?: LookupFailure
}

/** `malformed`: an answer came, and could not be understood. */
export type LookupFailureCode = PlatformErrorCode | 'malformed'

/** `asked`: who was asked, as people know it. */
export type LookupFailure = { readonly code: LookupFailureCode; readonly asked: string } & (
  | { readonly about: 'person' }
  /** Only these groups of the access list; what the others say is known. */
  | { readonly about: 'groups'; readonly groups: readonly string[] }
)

/**
 * What is kept of whoever said Yes until it is done: enough to tell once more whose mailbox is whose. Nothing of it
 * stays longer than that.
 */
export const identitySchema = z
  .object({
    home: z.string(),
    addresses: z.array(z.string()).readonly().optional(),
    entraId: entraIdSchema.optional(),
  })
  .readonly()
export type Identity = z.infer<typeof identitySchema>

export function toIdentity({ home, addresses, entraId }: Actor): Identity {
  return {
    home,
    ...(addresses === undefined ? {} : { addresses }),
    ...(entraId === undefined ? {} : { entraId }),
  }
}

/** One person on one platform. */
export function toActorKey(actor: Pick<ActorRef, 'platform' | 'id'>): string {
  return `${actor.platform}:${actor.id}`
}

export function toActorRef(actor: ActorRef): ActorRef {
  const { platform, id, name, host } = actor
  return { platform, id, name, ...(host === undefined ? {} : { host }) }
}
