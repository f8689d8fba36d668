// What began and ended while a channel could not be reached gets one row in one card there, and no card of its own.
import { z } from 'zod'
import { type Cell, type CellWrite, cell } from '../../domain/cell.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toRecoveryCard } from './digest.js'
import { putOffWhenLate } from './reach.js'
import { toRecoveryTask } from './tasks.js'

interface Order {
  readonly tenantId: string
  readonly channel: ChannelRef
}

const idsOf = cell('recovery', z.array(z.string()).readonly())

/** Saved with the end of the task that would have shown them. */
export function keepForRecovery(
  parts: Parts,
  order: Order,
  {
    incidentIds,
    save,
  }: {
    readonly incidentIds: readonly string[]
    readonly save: (kept: {
      readonly cells: readonly CellWrite[]
      readonly tasks: readonly Task[]
    }) => Promise<unknown>
  },
): Promise<void> {
  const cellOf = toCell(order)
  return parts.writes.run(cellOf.key, async () => {
    const ids = (await cellOf.recall(parts.store)) ?? []
    const cells = [cellOf.put([...new Set([...ids, ...incidentIds])])]
    await save({ cells, tasks: [toRecoveryTask(order.tenantId, order.channel, parts.clock.now())] })
  })
}

export async function postRecovery(parts: Parts, order: Order, claim: Claim): Promise<void> {
  // The channel has just come back: what else is over ends first.
  if (await putOffWhenLate(parts, claim)) return
  const cellOf = toCell(order)
  const ids = (await cellOf.recall(parts.store)) ?? []
  const found = await Promise.all(ids.map((id) => parts.store.findIncident(id)))
  const incidents = found.filter((incident) => incident !== undefined)
  if (incidents.length > 0)
    await post(parts, order, {
      claim,
      card: toRecoveryCard(parts, incidents, toTenant(parts, order.tenantId)),
    })
  await parts.writes.run(cellOf.key, async () => {
    const now = (await cellOf.recall(parts.store)) ?? []
    const left = now.filter((id) => !ids.includes(id))
    await parts.store.commit({
      settle: { claim },
      cells: [left.length === 0 ? cellOf.forget() : cellOf.put(left)],
    })
  })
  await forgetPosted(parts, claim.task.key)
}

interface Posting {
  readonly claim: Claim
  readonly card: ReturnType<typeof toRecoveryCard>
}

async function post(parts: Parts, { channel }: Order, { claim, card }: Posting): Promise<void> {
  const platform = getPlatform(parts, channel.platform)
  await sayOnce(parts, { claim, platform, key: claim.task.key, place: { kind: 'channel', channel } }, card)
}

/** When all of them ended. */
export async function listRecoveryIds(parts: Parts, order: Order): Promise<readonly string[]> {
  return (await toCell(order).recall(parts.store)) ?? []
}

function toCell({ tenantId, channel: { platform, channel } }: Order): Cell<readonly string[]> {
  return idsOf(tenantId, platform, channel)
}
