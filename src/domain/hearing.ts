// Who hears of an incident: the channels that its routes give it, and those that a worse verdict has added.
import type { Incident } from './incident.js'
import { type AlertRoute, findChannels, findGraveChannels } from './route.js'
import type { ChannelRef } from './task.js'

type Heard = Pick<Incident, 'restriction' | 'added'>

/** Each once. */
export function listHearing(
  routes: readonly AlertRoute[],
  { restriction, added = [] }: Heard,
): readonly ChannelRef[] {
  const routed = findChannels(routes, restriction)
  return [...routed, ...added.filter((one) => !isAmong(routed, one))]
}

/** Whether it stands on what this channel shows, whose routes these are. */
export function isHeardIn(
  routes: readonly AlertRoute[],
  channel: ChannelRef,
  { restriction, added = [] }: Heard,
): boolean {
  return findChannels(routes, restriction).length > 0 || isAmong(added, channel)
}

/** Those that would have had it from the start, had it been as grave as it looks now. */
export function listMissed(routes: readonly AlertRoute[], incident: Heard): readonly ChannelRef[] {
  const hearing = listHearing(routes, incident)
  return findGraveChannels(routes, incident.restriction.entity.kind).filter((one) => !isAmong(hearing, one))
}

function isAmong(channels: readonly ChannelRef[], { platform, channel }: ChannelRef): boolean {
  return channels.some((one) => one.platform === platform && one.channel === channel)
}
