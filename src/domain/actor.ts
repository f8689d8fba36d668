import { z } from 'zod'
import type { PlatformErrorCode } from '../errors.js'

export const platformNames = ['slack', 'teams'] as const
export type PlatformName = (typeof platformNames)[number]

/** People also act from the console of the machine the bot runs on; nothing is ever posted there. */
const actorPlatforms = [...platformNames, 'console'] as const
/** The home of everybody at the console. */
export const consoleHome = 'this-machine'

/** Who acted, as the journal and the cards remember it. Ids decide; the name is outside text, for reading only. */
export const actorRefSchema = z
  .object({ platform: z.enum(actorPlatforms), id: z.string().min(1), name: z.string() })
  .readonly()
export type ActorRef = z.infer<typeof actorRefSchema>

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
  /** What could not be looked up just now; undefined when everything was answered. It is no verdict about the person. */
  readonly lookupFailure?: LookupFailure
}

/** `malformed`: an answer came, and could not be understood. */
export type LookupFailureCode = PlatformErrorCode | 'malformed'

export type LookupFailure =
  | { readonly about: 'person'; readonly code: LookupFailureCode }
  /** Only these groups of the access list; what the others say is known. */
  | { readonly about: 'groups'; readonly code: LookupFailureCode; readonly groups: readonly string[] }

/**
 * What is kept of whoever said Yes until it is done: enough to tell once more whose mailbox is whose. Nothing of it
 * stays longer than that.
 */
export const identitySchema = z
  .object({ home: z.string(), addresses: z.array(z.string()).readonly().optional() })
  .readonly()
export type Identity = z.infer<typeof identitySchema>

export function toIdentity({ home, addresses }: Actor): Identity {
  return { home, ...(addresses === undefined ? {} : { addresses }) }
}

/** One person on one platform. */
export function toActorKey(actor: Pick<ActorRef, 'platform' | 'id'>): string {
  return `${actor.platform}:${actor.id}`
}

export function toActorRef(actor: ActorRef): ActorRef {
  return { platform: actor.platform, id: actor.id, name: actor.name }
}
