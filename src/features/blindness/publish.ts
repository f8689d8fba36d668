// The card of what Reprieve cannot see or say: posted once in each place, and kept up to date until it is over.
import { keepCard } from '../../outbox/keep-card.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts } from '../feature.js'
import { toBlindCard } from './cards.js'
import { blindCardOf, blindnessOf } from './record.js'
import type { BlindCardDuty } from './tasks.js'

export async function publishBlindness(parts: Parts, duty: BlindCardDuty, claim: Claim): Promise<void> {
  const { blindnessId, platform, channel, personId = '' } = duty
  const blindness = await blindnessOf(blindnessId).recall(parts.store)
  const toPlatform = () => getPlatform(parts, platform)
  const shown = blindCardOf(blindnessId, platform, channel?.channel ?? personId)
  const place =
    channel === undefined
      ? ({ kind: 'person', id: personId } as const)
      : ({ kind: 'channel', channel } as const)
  const card = blindness && toBlindCard(parts, blindness)
  const isOver = blindness?.endedAt !== undefined
  await keepCard(parts, { toPlatform, place, shown, card, isOver }, claim)
}
