// Who hears of an incident: the channels that its routes give it, and those that a worse verdict has added.
import type { Incident } from './incident.js'
import { type AlertRoute, findChannels, findGraveChannels } from './route.js'
import type { ChannelRef } from './task.js'
import type { Tenant } from './tenant.js'
import { usualZone } from './time-zone.js'

type Routed = Pick<Incident, 'restriction' | 'severity'>
type Heard = Routed & Pick<Incident, 'added' | 'muted'>

/** The channels that its routes give it: as it was seen first, whatever Exchange says of it later. */
export function listRouted(
  routes: readonly AlertRoute[],
  { restriction, severity }: Routed,
): readonly ChannelRef[] {
  return findChannels(routes, restriction, severity)
}

/** Where the people of the first channel are that its routes give it. */
export function toZone(
  { routes, timeZone = usualZone }: Pick<Tenant, 'routes' | 'timeZone'>,
  incident: Routed,
): string {
  const [first] = listRouted(routes, incident)
  const own = routes.find(
    (route) => first !== undefined && isAmong([first], route.channel) && route.timeZone !== undefined,
  )
  return own?.timeZone ?? timeZone
}

/** The channels that are to have a card of it: none of what is muted. Each once. */
export function listHearing(routes: readonly AlertRoute[], incident: Heard): readonly ChannelRef[] {
  return incident.muted === undefined ? listReached(routes, incident) : []
}

/** The channels that a word about it goes to, and whose digest it is on, also when it is muted. Each once. */
export function listReached(
  routes: readonly AlertRoute[],
  { added = [], ...routedBy }: Heard,
): readonly ChannelRef[] {
  const routed = listRouted(routes, routedBy)
  return [...routed, ...added.filter((one) => !isAmong(routed, one))]
}

/** Whether it stands on what this channel shows, whose routes these are. */
export function isHeardIn(
  routes: readonly AlertRoute[],
  channel: ChannelRef,
  { added = [], ...routedBy }: Heard,
): boolean {
  return listRouted(routes, routedBy).length > 0 || isAmong(added, channel)
}

/** Those that would have had it from the start, had it been as grave as it looks now. */
export function listMissed(routes: readonly AlertRoute[], incident: Heard): readonly ChannelRef[] {
  const hearing = listReached(routes, incident)
  return findGraveChannels(routes, incident.restriction.entity.kind).filter((one) => !isAmong(hearing, one))
}

function isAmong(channels: readonly ChannelRef[], { platform, channel }: ChannelRef): boolean {
  return channels.some((one) => one.platform === platform && one.channel === channel)
}
