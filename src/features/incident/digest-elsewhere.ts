// The same for the digest of a storm: a line says how many there are and how to see them.
import { type Cell, cell } from '../../domain/cell.js'
import { listReached } from '../../domain/hearing.js'
import { type Incident, isClosed, type MessageRef } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import { isToldThere, type Untold, untoldSchema } from '../../domain/untold.js'
import { countDoubted } from '../../outbox/post-once.js'
import type { Claim, Memory } from '../../ports.js'
import type { Card } from '../cards.js'
import { type Parts, toTenant } from '../feature.js'
import { digestOf } from '../watch/storms.js'
import { toCountText } from '../words/words.js'
import { isLeft, recallLeft } from './left.js'
import { digestCardOf } from './publish-digest.js'
import {
  findProblem,
  lostProblem,
  putOffWhenLate,
  reachSomebody,
  sayIn,
  toLostCard,
  toPlaceText,
} from './reach.js'
import { toDigestElsewhereTask, toDigestTask, unshownMilliseconds } from './tasks.js'

/** Longer than a storm is of interest. */
const keptMilliseconds = 30 * dayMilliseconds

const untoldOf = cell('digest-untold', untoldSchema)

interface Order {
  readonly digestId: string
  readonly missing: ChannelRef
}

/** Whether one of these channels may have it, and no answer said where: what it gets from now on may never be seen there. */
export async function isDigestLost(
  parts: Parts,
  digestId: string,
  channels: readonly ChannelRef[],
): Promise<boolean> {
  const lost = await Promise.all(
    channels.map(async (channel) => {
      const { key } = toDigestTask(digestId, channel, 0)
      if (parts.posted.has(key) || !(await isTwiceDoubted(parts, key))) return false
      return (await digestCardOf(digestId, channel).recall(parts.store)) === undefined
    }),
  )
  return lost.includes(true)
}

async function isTwiceDoubted(parts: Parts, key: string): Promise<boolean> {
  return (await countDoubted(parts, key)) > 1
}

/** When a first digest was not taken: what is to be done if that lasts. */
export async function listDigestElsewhereTasks(
  parts: Parts,
  digestId: string,
  channel: ChannelRef,
): Promise<readonly Task[]> {
  const isLost = await isTwiceDoubted(parts, toDigestTask(digestId, channel, 0).key)
  if (await isTold(parts, { digestId, missing: channel }, isLost)) return []
  return [toDigestElsewhereTask(digestId, channel, parts.clock.now())]
}

export async function tellDigestElsewhere(parts: Parts, order: Order, claim: Claim): Promise<void> {
  const { digestId, missing } = order
  const digest = await digestOf(digestId).recall(parts.store)
  const live = digest === undefined ? [] : await listLive(parts, digest)
  const now = parts.clock.now()
  const { key } = toDigestTask(digestId, missing, now)
  // Also when it was taken, and its place is only waiting to be saved.
  const isLost = await isTwiceDoubted(parts, key)
  const isLeftBehind = digest !== undefined && isLeft(await recallLeft(parts.store, digest.tenantId), missing)
  const isOver = live.length === 0 || isLeftBehind || parts.posted.has(key)
  const isDone = isOver || (await isTold(parts, order, isLost))
  if (digest === undefined || isDone) return void (await parts.store.commit({ settle: { claim } }))
  if (await putOffWhenLate(parts, claim)) return
  const tenant = toTenant(parts, digest.tenantId)
  const problem = isLost ? lostProblem : await findProblem(parts, key)
  const hearing = live.flatMap((one) => listReached(tenant.routes, one))
  const many = toCountText(live.length, 'sender or connector', 'senders and connectors')
  const toldThere = isLost ? await sayIn(parts, missing, { claim, line: toLostCard(many) }) : undefined
  // Others have been told; what is left is the line in its own channel.
  if (toldThere === undefined && (await recallUntold(parts.store, order)) !== undefined) {
    const retryAt = now + unshownMilliseconds
    return void (await parts.store.commit({ settle: { claim, retryAt, isUncounted: true } }))
  }
  const told =
    toldThere ??
    (await reachSomebody(parts, {
      claim,
      id: digestId,
      tenant,
      seen: await listSeen(parts, digestId, hearing),
      hearing,
      card: toUnshownCard(live.length, { missing, problem, tenantName: tenant.name }),
      line: undefined,
      about: live.flatMap(({ entity }) => (entity.kind === 'sender' ? [entity.address.toLowerCase()] : [])),
    }))
  const untold: Untold = { missing, problem, at: now, to: told.to }
  const data = { ...missing, problem, to: toPlaceText(told.to) }
  await parts.store.commit({
    settle: { claim },
    tasks: isLost && toldThere === undefined ? [toDigestElsewhereTask(digestId, missing, now)] : [],
    cells: [toCell(order).put(untold, { until: now + keptMilliseconds })],
    events: [{ at: now, type: 'card.told-elsewhere', tenantId: digest.tenantId, data }],
  })
}

/** Undefined when the channel has the digest, or nobody had to be told elsewhere. */
export async function recallUntoldDigest(parts: Parts, order: Order): Promise<Untold | undefined> {
  if ((await digestCardOf(order.digestId, order.missing).recall(parts.store)) !== undefined) return undefined
  return recallUntold(parts.store, order)
}

async function recallUntold(memory: Memory, order: Order): Promise<Untold | undefined> {
  return toCell(order).recall(memory)
}

function toCell({ digestId, missing: { platform, channel } }: Order): Cell<Untold> {
  return untoldOf(digestId, platform, channel)
}

/** Of lost answers the channel itself has to be told. */
async function isTold(parts: Parts, order: Order, isLost: boolean): Promise<boolean> {
  if ((await digestCardOf(order.digestId, order.missing).recall(parts.store)) !== undefined) return true
  const told = await recallUntold(parts.store, order)
  return told !== undefined && (!isLost || isToldThere(told))
}

async function listLive(
  parts: Parts,
  { incidentIds }: { readonly incidentIds: readonly string[] },
): Promise<readonly Incident[]> {
  const found = await Promise.all(incidentIds.map((id) => parts.store.findIncident(id)))
  return found.filter((incident) => incident !== undefined && !isClosed(incident)).flatMap((one) => one ?? [])
}

async function listSeen(
  parts: Parts,
  digestId: string,
  channels: readonly ChannelRef[],
): Promise<readonly MessageRef[]> {
  const refs = await Promise.all(
    channels.map((channel) => digestCardOf(digestId, channel).recall(parts.store)),
  )
  return refs.filter((ref) => ref !== undefined)
}

interface Unshown {
  readonly missing: ChannelRef
  readonly problem: string
  readonly tenantName: string
}

function toUnshownCard(count: number, { missing, problem, tenantName }: Unshown): Card {
  const many = toCountText(count, 'sender or connector of', 'senders and connectors of')
  const text = `${many} ${tenantName} ${count === 1 ? 'is' : 'are'} restricted, and the card about them cannot be shown in ${toPlaceText(missing)} (${problem}). It comes there once that is mended; until then type "list" to see them.`
  return { name: 'line', view: { icon: '🔴', text, mentions: [] } }
}
