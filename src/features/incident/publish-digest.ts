// The same for many at once: the digest of a storm.
import { z } from 'zod'
import { type Cell, cell } from '../../domain/cell.js'
import { isHeardIn, listReached } from '../../domain/hearing.js'
import { type Incident, isClosed, messageRefSchema } from '../../domain/incident.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { forgetPosted } from '../../outbox/post-once.js'
import { publish } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import type { Card } from '../cards.js'
import { toAnnouncedTasks } from '../evidence/gather.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { digestOf } from '../watch/storms.js'
import { toCountText } from '../words/words.js'
import { toDigestCard } from './digest.js'
import { isLeft, type Left, listNow, recallLeft, toMovedCard } from './left.js'
import { endForRecovery } from './publish.js'
import { isSame } from './reach.js'
import { toDigestTask } from './tasks.js'
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
  const cell = digestCardOf(order.digestId, order.channel)
  const before = await cell.recall(parts.store)
  const left = await recallLeft(parts.store, digest.tenantId)
  // The settings have no such channel any more.
  if (before === undefined && isLeft(left, order.channel))
    return void (await parts.store.commit({ settle: { claim } }))
  const loud = incidents.filter(({ muted }) => muted === undefined)
  // What is known and quiet is on a digest of others, and none for itself.
  if (before === undefined && loud.length === 0) return void (await parts.store.commit({ settle: { claim } }))
  if (before === undefined && loud.every(isClosed)) {
    const ended = { claim, tenantId: digest.tenantId, channel: order.channel }
    return endForRecovery(
      parts,
      ended,
      loud.map(({ id }) => id),
    )
  }
  const others = await listLeaving(parts, order, left)
  const isUnsaved = parts.posted.has(claim.task.key)
  const ref = await publish(
    parts,
    {
      platform: getPlatform(parts, order.channel.platform),
      claim,
      before,
      place: { kind: 'channel', channel: order.channel },
    },
    (await toSignpost(parts, { order, tenant, left, incidents })) ??
      toDigestCard(parts, order.digestId, { incidents, tenant }),
  )
  if (!isUnsaved && others.length === 0) countTold(parts, listNew(digest, incidents, before), order.channel)
  await parts.store.commit({
    settle: { claim },
    cells: [cell.put({ ...ref, shown: digest.incidentIds.length })],
    tasks: [...(before === undefined ? others : []), ...toAnnouncedTasks(parts, claim, incidents)],
  })
  await forgetPosted(parts, claim.task.key)
  parts.poke()
}

type Order = Parameters<typeof publishDigest>[1]

/** What is to be drawn anew once this channel has its digest: those that were left behind point here. */
async function listLeaving(parts: Parts, { digestId, channel }: Order, left: Left): Promise<readonly Task[]> {
  const others = left.filter((one) => !isSame(one, channel))
  const cards = await Promise.all(others.map((one) => digestCardOf(digestId, one).recall(parts.store)))
  const now = parts.clock.now()
  return others.filter((_, at) => cards[at] !== undefined).map((one) => toDigestTask(digestId, one, now))
}

interface Leaving {
  readonly order: Order
  readonly tenant: Tenant
  readonly left: Left
  readonly incidents: readonly Incident[]
}

/** Undefined as long as this digest is to be seen here, or nowhere else yet. */
async function toSignpost(
  parts: Parts,
  { order, tenant, left, incidents }: Leaving,
): Promise<Card | undefined> {
  const { digestId, channel } = order
  if (!isLeft(left, channel)) return undefined
  const hearing = incidents.flatMap((one) => listReached(tenant.routes, one))
  for (const now of listNow(parts, hearing, { left, platform: channel.platform })) {
    const successor = await digestCardOf(digestId, now).recall(parts.store)
    if (successor === undefined) continue
    const what = toCountText(incidents.length, 'sender or connector', 'senders and connectors')
    return toMovedCard(parts, tenant, { what, platform: channel.platform, successor })
  }
  return undefined
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
