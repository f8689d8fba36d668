// Which channels hear of which restriction.
import type { BusinessHours } from './business-hours.js'
import type { Entity } from './entity.js'
import type { Ladder } from './ladder.js'
import type { Restriction } from './restriction.js'
import type { ChannelRef } from './task.js'
import type { HourMinute } from './time-zone.js'

export const entityKinds = ['sender', 'connector'] as const satisfies readonly Entity['kind'][]

export const severities = ['high', 'medium'] as const
/** As Microsoft's own alert policies rate it, so that a runbook means the same here and there. */
export type Severity = (typeof severities)[number]

/** How long what waits lies there before it is said again, and again; never when 0. */
export interface Reminders {
  /** A review that waits for approval. */
  readonly approvalMinutes: number
  /** An unblock that is still restricted while nobody is on it. */
  readonly stuckMinutes: number
  /** What was changed on an account and not given back, after the end. */
  readonly leftMinutes: number
}

export const usualReminders: Reminders = { approvalMinutes: 60, stuckMinutes: 240, leftMinutes: 1440 }

/** A channel with what it wants to hear of. */
export interface AlertRoute {
  readonly channel: ChannelRef
  readonly kinds: readonly Entity['kind'][]
  readonly severities: readonly Severity[]
  /** Where its people are; as the tenant says when undefined. */
  readonly timeZone?: string | undefined
  /** When its shifts change; none when undefined. */
  readonly handover?: readonly HourMinute[] | undefined
  /** When they are at work; always when undefined. */
  readonly businessHours?: BusinessHours
  /** Who else is told when nobody takes it on; nobody when undefined. */
  readonly ladders?: readonly Ladder[]
  /** When what waits is said again; as usual when undefined. */
  readonly reminders?: Reminders
}

/** What a channel wants to hear of. */
export type Heeded = Pick<AlertRoute, 'kinds' | 'severities'>

/** A channel that hears of everything. */
export function toOpenRoute(channel: ChannelRef): AlertRoute {
  return { channel, kinds: entityKinds, severities }
}

type Heard = Pick<Restriction, 'entity' | 'reason'>

/**
 * Microsoft's default policies: "User restricted from sending email" and "Suspicious connector activity" are High,
 * "Email sending limit exceeded" is Medium. What cannot be told apart is High: too loud is better than too quiet.
 */
export function toSeverity({ entity, reason }: Heard): Severity {
  return entity.kind === 'sender' && reason.cause === 'limit' ? 'medium' : 'high'
}

/** Everything that can happen; a connector is never restricted for a sending limit alone. */
const occurrences = [
  { kind: 'sender', severity: 'high' },
  { kind: 'sender', severity: 'medium' },
  { kind: 'connector', severity: 'high' },
] as const

type Occurrence = (typeof occurrences)[number]

/** The channels that hear of this restriction, each once, in the order of the routes. */
export function findChannels(
  routes: readonly AlertRoute[],
  restriction: Heard,
  severity = toSeverity(restriction),
): readonly ChannelRef[] {
  return toChannels(routes.filter((route) => hears(route, { kind: restriction.entity.kind, severity })))
}

/** The channels that hear of the worst that can be about such an entity, whatever Exchange says of it. */
export function findGraveChannels(
  routes: readonly AlertRoute[],
  kind: Entity['kind'],
): readonly ChannelRef[] {
  return toChannels(routes.filter((route) => hears(route, { kind, severity: 'high' })))
}

/** The channels that hear of something as severe as this, whatever it is about. */
export function findSevereChannels(routes: readonly AlertRoute[], severity: Severity): readonly ChannelRef[] {
  return toChannels(routes.filter((route) => route.severities.includes(severity)))
}

/** Every channel of these routes, each once. */
export function toChannels(routes: readonly Pick<AlertRoute, 'channel'>[]): readonly ChannelRef[] {
  const byKey = new Map(routes.map(({ channel }) => [`${channel.platform}:${channel.channel}`, channel]))
  return [...byKey.values()]
}

/** What would reach nobody: a silent restriction is worse than none. */
export function findUnheard(routes: readonly Heeded[]): readonly Occurrence[] {
  return occurrences.filter((occurrence) => !routes.some((route) => hears(route, occurrence)))
}

/** Whether this route can ever be of use. */
export function hearsAnything(route: Heeded): boolean {
  return occurrences.some((occurrence) => hears(route, occurrence))
}

function hears(
  route: Heeded,
  { kind, severity }: { readonly kind: Entity['kind']; readonly severity: Severity },
): boolean {
  return route.kinds.includes(kind) && route.severities.includes(severity)
}
