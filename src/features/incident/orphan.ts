// A card may have a twin that nobody keeps up to date: posted, and its place never learnt of. Whoever presses it is shown the
// way to the one that lives, and it becomes a signpost itself. Where none is known to live, the one that is pressed does.

import { toEntityName } from '../../domain/entity.js'
import { listRouted } from '../../domain/hearing.js'
import type { Incident, MessageRef } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { say, tellCommand } from '../../domain/said.js'
import { type ChannelRef, toTask } from '../../domain/task.js'
import { isSamePlace, isStandingIn, saveCard, saveDoubt } from '../../domain/transitions.js'
import { PlatformError } from '../../errors.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import { countDoubted } from '../../outbox/post-once.js'
import type { Claim } from '../../ports.js'
import type { Card } from '../cards.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toTone } from '../words/words.js'
import { toLateUpdate, toReplacementKey } from './publish.js'
import { digestCardOf } from './publish-digest.js'
import { toDigestTask, toPostKey } from './tasks.js'

/** Undefined when the press came from anything but such a twin. */
export async function findPointer(parts: Parts, { on, incidentId }: Press): Promise<Card | undefined> {
  const incident = on === undefined ? undefined : await findGoingOn(parts, incidentId)
  if (on === undefined || incident === undefined) return undefined
  if (await isAnothers(parts, on)) return undefined
  if (await adopt(parts, incident, on)) return undefined
  if (!isOrphan(incident, on)) return undefined
  const { platform, message } = on
  const key = `point:${platform}:${on.channel}:${message}`
  const duty = { kind: 'point', incidentId: incident.id, platform, of: on } as const
  await parts.store.commit({ tasks: [toTask({ key, lane: key, dueAt: parts.clock.now(), duty })] })
  parts.poke()
  parts.meter.orphanPressed(platform)
  parts.log.info({ incidentId: incident.id, platform }, 'card.orphan-pressed')
  return toPointerCard(parts, incident, on)
}

/** What has rows about incidents and is a card of its own is nobody's twin. */
async function isAnothers(parts: Parts, on: MessageRef): Promise<boolean> {
  for (const { hasPosted } of parts.features) if ((await hasPosted?.(parts, on)) === true) return true
  return false
}

/** A twin has the buttons of when it was posted; the incident that has the card may be another one by now. */
async function findGoingOn({ store }: Parts, incidentId: string): Promise<Incident | undefined> {
  let incident = await store.findIncident(incidentId)
  while (incident?.continuedBy !== undefined) incident = await store.findIncident(incident.continuedBy)
  return incident
}

/** Only where a twin may be: what else is said in a channel about an incident are cards of their own. */
function isOrphan(incident: Incident, on: MessageRef): boolean {
  return isDoubted(incident, on) && !incident.cards.some((card) => isSamePlace(card, on))
}

interface Order {
  readonly incidentId: string
  readonly of: MessageRef
}

export async function pointToLiving(parts: Parts, { incidentId, of }: Order, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  if (isOrphan(incident, of)) await point(parts, of, await toPointerCard(parts, incident, of))
  await parts.store.commit({ settle: { claim } })
}

/** Where it is gone by now, nobody is led astray by it. */
async function point(parts: Parts, of: MessageRef, card: Card): Promise<void> {
  try {
    await getPlatform(parts, of.platform).update(of, card)
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'message-gone') throw error
  }
}

async function toPointerCard(parts: Parts, incident: Incident, on: MessageRef): Promise<Card> {
  const { id, entity, cards } = incident
  const living = cards.find(({ platform, channel }) => platform === on.platform && channel === on.channel)
  const linkUrl = living === undefined ? undefined : await getPlatform(parts, on.platform).findLink(living)
  const text = say`This message about ${toEntityName(entity)} was posted twice and is not kept up to date. ${
    living === undefined
      ? say`Type ${tellCommand('list')} to see what is going on.`
      : 'The other one in this channel is the card.'
  }`
  const title = 'The card is elsewhere'
  return { name: 'pointer', view: { ...toTone('calm'), incidentId: id, title, text, linkUrl: linkUrl ?? '' } }
}

/** The card that everybody uses is the card, wherever that is: it is kept up to date from now on. True when it was learnt of. */
async function adopt(parts: Parts, incident: Incident, on: MessageRef): Promise<boolean> {
  if (incident.cards.some((card) => isSamePlace(card, on))) return false
  const channel = await findDoubtedChannel(parts, incident, on)
  if (channel === undefined) return false
  const route = on.channel === channel.channel ? {} : { route: channel.channel }
  await (incident.digestId === undefined
    ? adoptCard(parts, incident.id, { ...on, ...route })
    : adoptDigest(parts, { digestId: incident.digestId, channel, on }))
  parts.log.info({ incidentId: incident.id, platform: on.platform }, 'card.learnt-of')
  parts.poke()
  return true
}

/** In place of the one that is gone, where there was one. */
async function adoptCard(parts: Parts, incidentId: string, card: MessageRef): Promise<void> {
  await changeIncident(parts, { incidentId }, (current) => {
    const now = parts.clock.now()
    const channel = { platform: card.platform, channel: card.route ?? card.channel }
    const gone = current.cards.find((one) => isStandingIn(one, channel))
    // There may be another one.
    const next = saveDoubt(saveCard(current, card, gone), card)
    const data = { platform: card.platform, channel: card.channel, pressed: true }
    const event = toIncidentEvent(next, 'card.posted', now, data)
    return { next, events: [event], tasks: [toLateUpdate(next, card, now)] }
  })
}

interface Adopted {
  readonly digestId: string
  readonly channel: ChannelRef
  readonly on: MessageRef
}

async function adoptDigest(parts: Parts, { digestId, channel, on }: Adopted): Promise<void> {
  await parts.store.commit({
    cells: [digestCardOf(digestId, channel).put(on)],
    tasks: [toDigestTask(digestId, channel, parts.clock.now())],
  })
}

/** A channel of the incident that may show it, and of which nobody knows where. */
async function findDoubtedChannel(
  parts: Parts,
  incident: Incident,
  on: MessageRef,
): Promise<ChannelRef | undefined> {
  const { routes } = toTenant(parts, incident.tenantId)
  const own = listRouted(routes, incident).filter(({ platform }) => platform === on.platform)
  const isDoubted = await Promise.all(own.map((channel) => isInDoubt(parts, { incident, channel, on })))
  const doubted = own.filter((_, at) => isDoubted[at])
  const same = doubted.find(({ channel }) => channel === on.channel)
  if (same !== undefined) return same
  // The settings may have another word for it than the platform.
  const isNamed = own.some(({ channel }) => channel === on.channel)
  const isShown = incident.cards.some(
    ({ platform, channel }) => platform === on.platform && channel === on.channel,
  )
  return doubted.length === 1 && !isNamed && !isShown ? doubted[0] : undefined
}

interface Doubt {
  readonly incident: Incident
  readonly channel: ChannelRef
  readonly on: MessageRef
}

/** Also where the card is gone, and it is not known where the one in its place is. */
async function isInDoubt(parts: Parts, { incident, channel, on }: Doubt): Promise<boolean> {
  const { id, digestId } = incident
  if (digestId === undefined) {
    const card = incident.cards.find((one) => isStandingIn(one, channel))
    if (card !== undefined) return (await countDoubted(parts, toReplacementKey(id, card))) > 0
    return isDoubted(incident, channel) || (await countDoubted(parts, toPostKey(id, channel))) > 0
  }
  const known = await digestCardOf(digestId, channel).recall(parts.store)
  if (known !== undefined && isSamePlace(known, on)) return false
  return (await countDoubted(parts, toDigestTask(digestId, channel, 0).key)) > 0
}

function isDoubted({ doubted = [] }: Incident, { platform, channel }: ChannelRef): boolean {
  return doubted.some((one) => one.platform === platform && one.channel === channel)
}
