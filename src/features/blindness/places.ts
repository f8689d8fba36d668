// Who is told: the channels that still work, and where there are none, those who may approve, in person.
import type { PlatformName } from '../../domain/actor.js'
import type { BlindPlace } from '../../domain/blindness.js'
import { findSevereChannels } from '../../domain/route.js'
import type { ChannelRef } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'
import { listApprovers } from '../incident/reach.js'

/** What is about no tenant is the business of whoever runs Reprieve, and not of the channels of a hundred customers. */
const mostChannels = 5
const mostPeople = 10

/** Of a tenant that is not watched: its own channels. */
export async function findPlacesOf(parts: Parts, tenant: Tenant): Promise<readonly BlindPlace[]> {
  const channels = findSevereChannels(tenant.routes, 'high')
  const working = pickWorking(parts, channels)
  if (working.length > 0) return working
  const people = await findPeople(parts, tenant.id)
  // Where nothing works it waits, and comes when something does again.
  return people.length > 0 ? people : channels.map(toPlace)
}

/** Of what is about Reprieve itself. */
export async function findOwnPlaces(parts: Parts, dead?: PlatformName): Promise<readonly BlindPlace[]> {
  const routes = [...parts.tenants.values()].flatMap((tenant) => tenant.routes)
  const channels = findSevereChannels(routes, 'high')
  const working = pickWorking(parts, channels).filter(({ platform }) => platform !== dead)
  if (working.length > 0 && working.length <= mostChannels) return working
  const people = (await findPeople(parts, '')).filter(({ platform }) => platform !== dead)
  return people.length > 0 ? people : working.slice(0, mostChannels)
}

function pickWorking(parts: Parts, channels: readonly ChannelRef[]): readonly BlindPlace[] {
  return channels.filter(({ platform }) => isWorking(parts, platform)).map(toPlace)
}

function toPlace({ platform, channel }: ChannelRef): BlindPlace {
  return { platform, id: channel }
}

function isWorking({ platforms }: Parts, name: PlatformName): boolean {
  return platforms.get(name)?.health().ok === true
}

/** @param tenantId empty for those who may for all. */
async function findPeople(parts: Parts, tenantId: string): Promise<readonly BlindPlace[]> {
  const people = await listApprovers(parts, { about: [], tenant: { id: tenantId } })
  return people
    .filter(({ platform }) => isWorking(parts, platform))
    .slice(0, mostPeople)
    .map(({ platform, id }) => ({ platform, id, isPerson: true }))
}
