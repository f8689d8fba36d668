// Channels that the settings of a tenant had and have no more. Once what is going on is shown where they send it now, the
// card that was left behind points there: two that go on would be two places to decide in, one of them out of sight.
import { z } from 'zod'
import { type Cell, cell } from '../../domain/cell.js'
import { listReached } from '../../domain/hearing.js'
import type { Incident, MessageRef } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { type ChannelRef, channelRefSchema, type Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { isStandingIn } from '../../domain/transitions.js'
import type { Memory } from '../../ports.js'
import type { Card } from '../cards.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toTitle, toTone } from '../words/words.js'
import { isSame } from './reach.js'
import { toUpdateTasks } from './tasks.js'

const channelsSchema = z.object({
  /** Those that the last start had. */
  here: z.array(channelRefSchema).readonly(),
  /** Those that an earlier one had, oldest first. */
  left: z.array(channelRefSchema).readonly(),
})
const channelsCell = cell('channels', keepUnknown(channelsSchema))

export const channelsBeginning = 'channels:'

export function channelsOf(tenantId: string): Cell<z.output<typeof channelsSchema>> {
  return channelsCell(tenantId)
}

export type Left = readonly ChannelRef[]

export async function recallLeft(memory: Memory, tenantId: string): Promise<Left> {
  return (await channelsOf(tenantId).recall(memory))?.left ?? []
}

export function isLeft(left: Left, channel: ChannelRef): boolean {
  return left.some((one) => isSame(one, channel))
}

export function standsIn(channels: readonly ChannelRef[], card: MessageRef): boolean {
  return channels.some((channel) => isStandingIn(card, channel))
}

/** Where the settings send it now: on the same platform, where they name a channel there. */
export function listNow(
  parts: Pick<Parts, 'platforms'>,
  hearing: readonly ChannelRef[],
  { left, platform }: { readonly left: Left; readonly platform: ChannelRef['platform'] },
): readonly ChannelRef[] {
  const now = hearing.filter((one) => !isLeft(left, one) && parts.platforms.has(one.platform))
  const near = now.filter((one) => one.platform === platform)
  return near.length > 0 ? near : now
}

/** The card that has taken the place of this one; undefined as long as this is the card. */
export function findSuccessor(
  parts: Parts,
  incident: Incident,
  card: MessageRef,
  left: Left,
): MessageRef | undefined {
  if (!standsIn(left, card)) return undefined
  // Whether it is muted or not: what was shown before is where it was.
  const hearing = listReached(toTenant(parts, incident.tenantId).routes, incident)
  const now = listNow(parts, hearing, { left, platform: card.platform })
  return incident.cards.find((other) => now.some((channel) => isStandingIn(other, channel)))
}

/** Draws these anew, and what else of it there is on their platforms. */
export function listEdits(
  incident: Incident,
  cards: readonly MessageRef[],
  { tenant, now }: { readonly tenant: Tenant; readonly now: Instant },
): readonly Task[] {
  const platforms = new Set<string | undefined>(cards.map(({ platform }) => platform))
  return toUpdateTasks(incident, tenant, now).filter(({ duty }) => platforms.has(duty.platform))
}

interface Moved {
  readonly what: string
  /** Of the card that was left behind. */
  readonly platform: ChannelRef['platform']
  readonly successor: MessageRef
}

/** Stands where the card of one incident stood, or the digest of many. Without a button: it is nobody's concern here any more. */
export async function toMovedCard(
  parts: Parts,
  tenant: Tenant,
  { what, platform, successor }: Moved,
): Promise<Card> {
  const linkUrl = (await getPlatform(parts, successor.platform).findLink(successor)) ?? ''
  const name = toTitle(successor.platform)
  const where = successor.platform === platform ? `another channel of ${name}` : name
  const id = linkUrl === '' ? ` (${successor.route ?? successor.channel})` : ''
  const text = `Alerts of ${tenant.name} go to ${where} now${id}. The card about ${what} is there.`
  const title = 'The card has moved'
  return { name: 'pointer', view: { ...toTone('calm'), incidentId: '', title, text, linkUrl } }
}
