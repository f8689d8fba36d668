// The same for many at once: the digest of a storm.
import { z } from 'zod'
import { type Cell, cell } from '../../domain/cell.js'
import { isHeardIn } from '../../domain/hearing.js'
import { type Incident, isClosed, messageRefSchema } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { forgetPosted } from '../../outbox/post-once.js'
import { publish } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import { toAnnouncedTasks } from '../evidence/gather.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { digestOf } from '../watch/storms.js'
import { toDigestCard } from './digest.js'
import { endForRecovery } from './publish.js'
import { countTold, listNew } from './told.js'

export async function publishDigest(
  parts: Parts,
  order: { readonly digestId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const digest = await digestOf(order.digestId).recall(parts.store)
  if (digest === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const tenant = toTenant(parts, digest.tenantId)
  const found = await Promise.all(digest.incidentIds.map((id) => parts.store.findIncident(id)))
  const incidents = found
    .filter((incident) => incident !== undefined)
    .filter((incident) => isHeard(incident, tenant, order.channel))
  const card = digestCardOf(order.digestId, order.channel)
  const before = await card.recall(parts.store)
  if (before === undefined && incidents.every(isClosed)) {
    const ended = { claim, tenantId: digest.tenantId, channel: order.channel }
    return endForRecovery(
      parts,
      ended,
      incidents.map(({ id }) => id),
    )
  }
  const isUnsaved = parts.posted.has(claim.task.key)
  const ref = await publish(
    parts,
    {
      platform: getPlatform(parts, order.channel.platform),
      claim,
      before,
      channel: order.channel,
      isPressable: true,
    },
    toDigestCard(order.digestId, incidents, tenant),
  )
  if (!isUnsaved) countTold(parts, listNew(digest, incidents, before), order.channel)
  await parts.store.commit({
    settle: { claim },
    cells: [card.put({ ...ref, shown: digest.incidentIds.length })],
    tasks: toAnnouncedTasks(parts, claim, incidents),
  })
  await forgetPosted(parts, claim.task.key)
  parts.poke()
}

/** A channel's digest shows what that channel hears of. A channel taken out of the settings keeps its last digest true. */
function isHeard(incident: Incident, { routes }: Tenant, { platform, channel }: ChannelRef): boolean {
  const own = routes.filter(
    (route) => route.channel.platform === platform && route.channel.channel === channel,
  )
  return own.length === 0 || isHeardIn(own, { platform, channel }, incident)
}

/** `shown`: so many of the digest's incidents, from the first on. */
const digestCardSchema = messageRefSchema.unwrap().extend({ shown: z.number().optional() }).readonly()

const digestCard = cell('digest-card', digestCardSchema)

/** Where the card of a digest is in one channel. */
export function digestCardOf(
  digestId: string,
  { platform, channel }: ChannelRef,
): Cell<z.output<typeof digestCardSchema>> {
  return digestCard(digestId, platform, channel)
}
