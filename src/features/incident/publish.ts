// What everyone sees: posts a card once per channel and keeps it up to date.
import type { PlatformName } from '../../domain/actor.js'
import { toEntityName } from '../../domain/entity.js'
import { type Incident, isClosed, type MessageRef } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import { isSamePlace, isShownIn, saveCard, saveDoubt } from '../../domain/transitions.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import { findDoubted, forgetPosted, postOnce } from '../../outbox/post-once.js'
import { forEachPlace, updateOrPost } from '../../outbox/publish.js'
import type { Claim, Commit } from '../../ports.js'
import type { Card } from '../cards.js'
import { toAnnouncedTasks } from '../evidence/gather.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'
import { readAnchor } from './anchor.js'
import { toIncidentCard } from './card.js'
import { passOn } from './continued.js'
import { findSuccessor, isLeft, listEdits, recallLeft, standsIn, toMovedCard } from './left.js'
import { readLast } from './record.js'
import { keepForRecovery } from './recovery.js'
import { toLineTasks } from './tasks.js'
import { countTold } from './told.js'

interface PostOrder {
  readonly incidentId: string
  readonly channel: ChannelRef
}

export async function postIncident(parts: Parts, order: PostOrder, claim: Claim): Promise<void> {
  const incident = await passOn(parts, await getIncident(parts, order.incidentId))
  const { key } = claim.task
  const unsaved = parts.posted.get(key)
  const left = await recallLeft(parts.store, incident.tenantId)
  // The settings have no such channel any more.
  if (unsaved === undefined && isLeft(left, order.channel)) return endShown(parts, claim)
  if (unsaved === undefined && isShownIn(incident, order.channel)) return endShown(parts, claim)
  if (unsaved === undefined && isUnwanted(incident)) return endUnshown(parts, { incident, order, claim })
  const posted =
    unsaved === undefined
      ? await postOnce(parts, { claim, ...toPost(parts, order, key) }, await toCard(parts, incident))
      : { ref: unsaved, mayBeTwice: false }
  // Nobody waited for the card of a channel that it moved to.
  const isNew = !incident.cards.some((card) => standsIn(left, card))
  if (unsaved === undefined && isNew) countTold(parts, [incident], order.channel)
  parts.posted.set(key, posted.ref)
  await saveShown(parts, { incident, order, claim, ...posted, isLate: unsaved !== undefined })
  await forgetPosted(parts, key)
}

/** It is over, or was muted before the platform took its card. */
function isUnwanted(incident: Incident): boolean {
  return isClosed(incident) || incident.muted !== undefined
}

/** Somebody has pressed one that nobody knew the place of. */
async function endShown(parts: Parts, claim: Claim): Promise<void> {
  await parts.store.commit({ settle: { claim } })
  await forgetPosted(parts, claim.task.key)
}

interface Shown {
  readonly incident: Incident
  readonly order: PostOrder
  readonly claim: Claim
  readonly ref: MessageRef
  readonly mayBeTwice: boolean
  /** Whether it shows what was true a while ago. */
  readonly isLate: boolean
}

async function saveShown(parts: Parts, shown: Shown): Promise<void> {
  const { incident, claim, ref, mayBeTwice } = shown
  // What the settings call it, so that it can be told whether that channel shows it.
  const { channel } = shown.order
  const card = ref.channel === channel.channel ? ref : { ...ref, route: channel.channel }
  const left = await recallLeft(parts.store, incident.tenantId)
  await changeIncident(parts, { incidentId: incident.id, claim }, (current) => {
    const now = parts.clock.now()
    const saved = saveCard(current, card)
    const next = mayBeTwice ? saveDoubt(saved, { ...channel, channel: ref.channel }) : saved
    const event = toIncidentEvent(next, 'card.posted', now, { platform: ref.platform, channel: ref.channel })
    const isLate = shown.isLate || current.changedAt !== incident.changedAt
    const late = isLate ? [toLateUpdate(current, ref, now)] : []
    const leaving = next.cards.filter((one) => standsIn(left, one))
    const edits = listEdits(next, leaving, { tenant: toTenant(parts, next.tenantId), now })
    const tasks = [...late, ...edits, ...toAnnouncedTasks(parts, claim, [current])]
    return { next, events: [event], tasks }
  })
}

interface Unshown {
  readonly incident: Incident
  readonly order: PostOrder
  readonly claim: Claim
}

/**
 * By now nobody needs a card of it, only to read that it is over, when it is; also where a try of which no answer came may
 * have shown it.
 */
async function endUnshown(parts: Parts, { incident, order, claim }: Unshown): Promise<void> {
  const { key } = claim.task
  // The other one shows itself.
  if (incident.continuedBy !== undefined) return endShown(parts, claim)
  const doubted = await findDoubted(parts, toPost(parts, order, key), await toCard(parts, incident))
  if (doubted?.ref !== undefined) {
    await saveShown(parts, { incident, order, claim, ref: doubted.ref, mayBeTwice: false, isLate: true })
  } else {
    if (doubted !== undefined)
      await changeIncident(parts, { incidentId: incident.id }, (current) => ({
        next: saveDoubt(current, order.channel),
      }))
    if (!isClosed(incident)) await parts.store.commit({ settle: { claim } })
    else
      await endForRecovery(parts, { claim, tenantId: incident.tenantId, channel: order.channel }, [
        incident.id,
      ])
  }
  await forgetPosted(parts, key)
}

interface Ended {
  readonly claim: Claim
  readonly tenantId: string
  readonly channel: ChannelRef
}

export function endForRecovery(parts: Parts, ended: Ended, incidentIds: readonly string[]): Promise<void> {
  const { claim, ...order } = ended
  const save = (kept: Pick<Commit, 'cells' | 'tasks'>) => parts.store.commit({ ...kept, settle: { claim } })
  return keepForRecovery(parts, order, { incidentIds, save })
}

function toPost(parts: Parts, { channel }: PostOrder, key: string) {
  const place = { kind: 'channel', channel } as const
  return { platform: getPlatform(parts, channel.platform), key, place }
}

async function toCard(parts: Parts, incident: Incident): Promise<Card> {
  const last = await readLast(parts, incident)
  return toIncidentCard(parts, incident, { tenant: toTenant(parts, incident.tenantId), last })
}

// The incident moved while the card was on its way; its own update may have run before there was a card to edit.
export function toLateUpdate(incident: Incident, ref: MessageRef, dueAt: number) {
  const duty = { kind: 'update', incidentId: incident.id, platform: ref.platform } as const
  const lane = `card:${incident.id}:${ref.platform}`
  return { key: `update:${incident.id}:${ref.platform}`, lane, dueAt, attempts: 0, duty }
}

/** Of the card that takes the place of one that is gone. */
export function toReplacementKey(incidentId: string, { platform, channel, message }: MessageRef): string {
  return JSON.stringify([`update:${incidentId}:${platform}`, channel, message])
}

export async function updateIncident(
  parts: Parts,
  order: { readonly incidentId: string; readonly platform: PlatformName },
  claim: Claim,
): Promise<void> {
  const { incidentId, platform } = order
  const incident = await passOn(parts, await getIncident(parts, incidentId))
  const toCardAt = await createCards(parts, incident)
  const moved: { from: MessageRef; to: MessageRef; mayBeTwice: boolean }[] = []
  const refs = incident.cards.filter((ref) => ref.platform === platform)
  const toKey = (ref: MessageRef) => toReplacementKey(incident.id, ref)
  const failure = await forEachPlace(refs, async (ref) => {
    const card = await toCardAt(ref)
    const key = toKey(ref)
    const edit = { claim, platform: getPlatform(parts, platform), key }
    const { ref: to, mayBeTwice } = await updateOrPost(
      parts,
      { ...edit, ref: parts.posted.get(key) ?? ref },
      card,
    )
    if (isSamePlace(to, ref)) return
    moved.push({ from: ref, to, mayBeTwice })
    parts.posted.set(key, to)
  })
  // A replacement is kept even when another channel failed: the next try must not post it again.
  await changeIncident(parts, failure === undefined ? { incidentId, claim } : { incidentId }, (current) => {
    if (moved.length === 0) return undefined
    const now = parts.clock.now()
    const next = moved.reduce((one, { from, to, mayBeTwice }) => {
      const saved = saveCard(one, to, from)
      return mayBeTwice ? saveDoubt(saved, { platform, channel: to.channel }) : saved
    }, current)
    const tenant = toTenant(parts, current.tenantId)
    const lines = toLineTasks({ incident: next, tenant, notice: 'replaced', dueAt: now })
    return {
      next,
      events: [toIncidentEvent(next, 'card.replaced', now, { platform })],
      tasks: lines.filter(({ duty }) => duty.kind === 'line' && duty.platform === platform),
    }
  })
  for (const { from } of moved) await forgetPosted(parts, toKey(from))
  if (failure !== undefined) throw failure
}

/** What each place shows: the card, or where it has moved to. */
async function createCards(parts: Parts, incident: Incident): Promise<(at: MessageRef) => Promise<Card>> {
  const anchor = await readAnchor(parts, incident)
  const last = await readLast(parts, incident)
  const tenant = toTenant(parts, incident.tenantId)
  const left = await recallLeft(parts.store, incident.tenantId)
  const card = toIncidentCard(parts, incident, { tenant, anchor, last })
  return async (from) => {
    const successor = findSuccessor(parts, incident, from, left)
    if (successor === undefined) return card
    const what = toEntityName(incident.entity)
    return toMovedCard(parts, tenant, { what, platform: from.platform, successor })
  }
}
