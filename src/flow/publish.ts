// What everyone sees: posts a card once per channel and keeps it up to date.
import type { PlatformName } from '../domain/actor.js'
import { type Incident, type MessageRef, messageRefSchema } from '../domain/incident.js'
import { findChannels } from '../domain/route.js'
import type { ChannelRef } from '../domain/task.js'
import type { Tenant } from '../domain/tenant.js'
import { isSamePlace, saveCard } from '../domain/transitions.js'
import { PlatformError } from '../errors.js'
import type { Claim, Platform } from '../ports.js'
import { recallDigest } from './alert.js'
import { toDigestCard, toIncidentCard } from './cards/incident.js'
import { changeIncident, getIncident, type Parts, toTenant } from './parts.js'
import { toIncidentEvent } from './settle.js'
import { toLineTasks } from './tasks.js'

export function getPlatform(parts: Parts, name: PlatformName): Platform {
  const platform = parts.platforms.get(name)
  if (platform === undefined)
    throw new PlatformError(`${name} is not connected in the settings`, { code: 'unavailable' })
  return platform
}

export async function postIncident(
  parts: Parts,
  order: { readonly incidentId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const incident = await getIncident(parts, order.incidentId)
  const card = toIncidentCard(incident, toTenant(parts, incident.tenantId))
  const place = { kind: 'channel', channel: order.channel } as const
  const ref = await getPlatform(parts, order.channel.platform).post(place, card)
  await changeIncident(parts, { incidentId: incident.id, claim }, (current) => {
    const now = parts.clock.now()
    const next = saveCard(current, ref)
    const event = toIncidentEvent(next, 'card.posted', now, { platform: ref.platform, channel: ref.channel })
    return {
      next,
      events: [event],
      tasks: current.changedAt > incident.changedAt ? [toLateUpdate(current, ref, now)] : [],
    }
  })
}

// The incident moved while the card was on its way; its own update may have run before there was a card to edit.
function toLateUpdate(incident: Incident, ref: MessageRef, dueAt: number) {
  const duty = { kind: 'update', incidentId: incident.id, platform: ref.platform } as const
  const lane = `card:${incident.id}:${ref.platform}`
  return { key: `update:${incident.id}:${ref.platform}`, lane, dueAt, attempts: 0, duty }
}

export async function updateIncident(
  parts: Parts,
  order: { readonly incidentId: string; readonly platform: PlatformName },
  claim: Claim,
): Promise<void> {
  const { incidentId, platform } = order
  const incident = await getIncident(parts, incidentId)
  const card = toIncidentCard(incident, toTenant(parts, incident.tenantId))
  const moved: { from: MessageRef; to: MessageRef }[] = []
  const refs = incident.cards.filter((ref) => ref.platform === platform)
  const failure = await forEachPlace(refs, async (ref) => {
    const to = await getPlatform(parts, platform).update(ref, card)
    if (!isSamePlace(to, ref)) moved.push({ from: ref, to })
  })
  // A replacement is kept even when another channel failed: the next try must not post it again.
  await changeIncident(parts, failure === undefined ? { incidentId, claim } : { incidentId }, (current) => {
    if (moved.length === 0) return undefined
    const now = parts.clock.now()
    const next = moved.reduce((one, { from, to }) => saveCard(one, to, from), current)
    const tenant = toTenant(parts, current.tenantId)
    const lines = toLineTasks({ incident: next, tenant, notice: 'replaced', dueAt: now })
    return {
      next,
      events: [toIncidentEvent(next, 'card.replaced', now, { platform })],
      tasks: lines.filter(({ duty }) => duty.kind === 'line' && duty.platform === platform),
    }
  })
  if (failure !== undefined) throw failure
}

/**
 * One channel that cannot be reached keeps no other from the truth: every place has its turn.
 * @returns what failed; of several failures the one that asks for the longest wait.
 */
export async function forEachPlace(
  refs: readonly MessageRef[],
  reach: (ref: MessageRef) => Promise<void>,
): Promise<PlatformError | undefined> {
  const failures: PlatformError[] = []
  for (const ref of refs) {
    try {
      await reach(ref)
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      failures.push(error)
    }
  }
  const toWait = (error: PlatformError) => error.retryAfterMilliseconds ?? 0
  return failures.toSorted((one, other) => toWait(other) - toWait(one))[0]
}

export async function publishDigest(
  parts: Parts,
  order: { readonly digestId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const digest = await recallDigest(parts, order.digestId)
  if (digest === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const tenant = toTenant(parts, digest.tenantId)
  const incidents = await Promise.all(digest.incidentIds.map((id) => parts.store.findIncident(id)))
  const card = toDigestCard(
    incidents
      .filter((incident) => incident !== undefined)
      .filter((incident) => isHeard(incident, tenant, order.channel)),
    tenant,
  )
  const platform = getPlatform(parts, order.channel.platform)
  const before = await recallDigestCard(parts, order.digestId, order.channel)
  const ref =
    before === undefined
      ? await platform.post({ kind: 'channel', channel: order.channel }, card)
      : await platform.update(before, card)
  await parts.store.commit({
    settle: { claim },
    memory: { [toDigestCardKey(order.digestId, order.channel)]: ref },
  })
}

/** A channel's digest shows what that channel hears of. A channel taken out of the settings keeps its last digest true. */
function isHeard(incident: Incident, { routes }: Tenant, { platform, channel }: ChannelRef): boolean {
  const own = routes.filter(
    (route) => route.channel.platform === platform && route.channel.channel === channel,
  )
  return own.length === 0 || findChannels(own, incident.restriction).length > 0
}

export async function recallDigestCard(
  parts: Parts,
  digestId: string,
  channel: ChannelRef,
): Promise<MessageRef | undefined> {
  return messageRefSchema.optional().parse(await parts.store.recall(toDigestCardKey(digestId, channel)))
}

function toDigestCardKey(digestId: string, channel: ChannelRef): string {
  return `digest-card:${digestId}:${channel.platform}:${channel.channel}`
}
