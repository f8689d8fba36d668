import { z } from 'zod'

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
  /** Workspace or tenant the person belongs to, which need not be the one the message came through. */
  readonly home: string
  /** False for guests, strangers of shared channels, bots, deactivated people, and whenever the platform could not tell. */
  readonly isMember: boolean
  /** The person's own mail addresses and UPNs, lower-cased; undefined when the platform cannot tell. */
  readonly addresses: readonly string[] | undefined
  /** Of the groups that the access list names, the ids of those this person is in; none when the platform could not tell. */
  readonly groups: readonly string[]
}

/** One person on one platform. */
export function toActorKey(actor: Pick<ActorRef, 'platform' | 'id'>): string {
  return `${actor.platform}:${actor.id}`
}

export function toActorRef(actor: ActorRef): ActorRef {
  return { platform: actor.platform, id: actor.id, name: actor.name }
}
