// The card of a change of shift: posted at its hour in every channel that has one, and kept true until the next.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import { type Incident, type MessageRef, messageRefSchema } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import { findLastShift, listShifts, type Shifts } from '../../domain/shifts.js'
import type { ChannelRef } from '../../domain/task.js'
import { isSamePlace } from '../../domain/transitions.js'
import type { Change } from '../../outbox/change.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import { publish } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toHandoverCard } from './card.js'
import { toHandoverEditTask, toHandoverTask } from './tasks.js'

/** Where the latest is, and of which change. */
const shownSchema = z.object({ at: z.number(), ref: messageRefSchema }).readonly()
const shownOf = cell('handover', shownSchema)
/** Until the next one takes its place, and no longer. */
const keptMilliseconds = dayMilliseconds

interface Order {
  readonly channel: ChannelRef
}

function findShifts(parts: Parts, { platform, channel }: ChannelRef): Shifts | undefined {
  return listShifts(parts.allTenants.values()).find(
    (one) => one.channel.platform === platform && one.channel.channel === channel,
  )
}

export async function postHandover(parts: Parts, { channel }: Order, claim: Claim): Promise<void> {
  const shifts = findShifts(parts, channel)
  // The settings have none any more.
  if (shifts === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const now = parts.clock.now()
  const next = toHandoverTask(shifts, now)
  const at = findLastShift(now, shifts)
  const shown = shownOf(channel.platform, channel.channel)
  const isShown = at !== undefined && (await shown.recall(parts.store))?.at === at
  if (at === undefined || isShown)
    return void (await parts.store.commit({ settle: { claim }, tasks: [next] }))
  const card = await toHandoverCard(parts, { at, ...shifts })
  const platform = getPlatform(parts, channel.platform)
  const { key } = claim.task
  const ref = await sayOnce(parts, { claim, platform, key, place: { kind: 'channel', channel } }, card)
  const until = at + keptMilliseconds
  // Where nobody knows its place it stays as it was posted, and the next one comes at its hour all the same.
  const cells = [ref === undefined ? shown.forget() : shown.put({ at, ref }, { until })]
  await parts.store.commit({ settle: { claim }, cells, tasks: [next] })
  await forgetPosted(parts, key)
  parts.poke()
}

export async function editHandover(parts: Parts, { channel }: Order, claim: Claim): Promise<void> {
  const shifts = findShifts(parts, channel)
  const shown = shownOf(channel.platform, channel.channel)
  const before = await shown.recall(parts.store)
  if (shifts === undefined || before === undefined)
    return void (await parts.store.commit({ settle: { claim } }))
  const card = await toHandoverCard(parts, { at: before.at, ...shifts })
  const platform = getPlatform(parts, channel.platform)
  const place = { kind: 'channel', channel } as const
  const ref = await publish(parts, { platform, claim, before: before.ref, place }, card)
  const cells = [shown.put({ ...before, ref }, { until: before.at + keptMilliseconds })]
  await parts.store.commit({ settle: { claim }, cells })
  await forgetPosted(parts, claim.task.key)
}

export async function isHandover(parts: Parts, on: MessageRef): Promise<boolean> {
  const keys = await parts.store.listKeys('handover:')
  const shown = await Promise.all(keys.map((key) => parts.store.recall(key)))
  const refs = shown.flatMap((kept) => (kept === undefined ? [] : [shownSchema.parse(kept.value).ref]))
  return refs.some((ref) => isSamePlace(ref, on))
}

/** Whoever takes something, or ends it: what stood on the last hand-over is not so any more. */
export async function followHandover(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const { next } = change
  if (!isOtherwise(before, next)) return change
  const tenant = toTenant(parts, next.tenantId)
  const channels = listShifts([tenant]).map(({ channel }) => channel)
  const shown = await Promise.all(
    channels.map(({ platform, channel }) => shownOf(platform, channel).recall(parts.store)),
  )
  const now = parts.clock.now()
  const edits = channels.filter((_, at) => shown[at] !== undefined).map((one) => toHandoverEditTask(one, now))
  return edits.length === 0 ? change : { ...change, tasks: [...(change.tasks ?? []), ...edits] }
}

function isOtherwise(before: Incident, next: Incident): boolean {
  return (
    before.taken?.by.id !== next.taken?.by.id ||
    before.state.status !== next.state.status ||
    before.snoozed !== next.snoozed ||
    before.muted !== next.muted ||
    before.reviews !== next.reviews
  )
}
