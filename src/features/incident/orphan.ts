// A card may have a twin that nobody keeps up to date: posted, and its place never learnt of. Whoever presses it is shown the
// way to the one that lives, and it becomes a signpost itself.
import { toEntityName } from '../../domain/entity.js'
import type { Incident, MessageRef } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { toTask } from '../../domain/task.js'
import { isSamePlace } from '../../domain/transitions.js'
import { getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import type { Card } from '../cards.js'
import { getPlatform, type Parts } from '../feature.js'
import { toTone } from '../words/words.js'

/** Undefined when the press came from anything but such a twin. */
export async function findPointer(parts: Parts, { on, incidentId }: Press): Promise<Card | undefined> {
  const incident = on === undefined ? undefined : await parts.store.findIncident(incidentId)
  if (on === undefined || incident === undefined || !isOrphan(incident, on)) return undefined
  const { platform, message } = on
  const key = `point:${platform}:${on.channel}:${message}`
  const duty = { kind: 'point', incidentId, platform, of: on } as const
  await parts.store.commit({ tasks: [toTask({ key, lane: key, dueAt: parts.clock.now(), duty })] })
  parts.poke()
  parts.meter.orphanPressed(platform)
  parts.log.info({ incidentId, platform }, 'card.orphan-pressed')
  return toPointerCard(parts, incident, on)
}

/** Only where a twin may be: what else is said in a channel about an incident are cards of their own. */
function isOrphan({ cards, doubted = [] }: Incident, on: MessageRef): boolean {
  const isDoubted = doubted.some(
    ({ platform, channel }) => platform === on.platform && channel === on.channel,
  )
  return isDoubted && !cards.some((card) => isSamePlace(card, on))
}

interface Order {
  readonly incidentId: string
  readonly of: MessageRef
}

export async function pointToLiving(parts: Parts, { incidentId, of }: Order, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  if (isOrphan(incident, of))
    await getPlatform(parts, of.platform).update(of, await toPointerCard(parts, incident, of))
  await parts.store.commit({ settle: { claim } })
}

async function toPointerCard(parts: Parts, incident: Incident, on: MessageRef): Promise<Card> {
  const { id, entity, cards } = incident
  const living = cards.find(({ platform, channel }) => platform === on.platform && channel === on.channel)
  const linkUrl = living === undefined ? undefined : await getPlatform(parts, on.platform).findLink(living)
  const text = `This message about ${toEntityName(entity)} was posted twice and is not kept up to date. ${
    living === undefined
      ? 'Type "list" to see what is going on.'
      : 'The other one in this channel is the card.'
  }`
  const title = 'The card is elsewhere'
  return { name: 'pointer', view: { ...toTone('calm'), incidentId: id, title, text, linkUrl: linkUrl ?? '' } }
}
