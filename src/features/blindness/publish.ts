// The card of what Reprieve cannot see or say: posted once in each place, and kept up to date until it is over.
import { forgetPosted, postOnce } from '../../outbox/post-once.js'
import { updateOrPost } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts } from '../feature.js'
import { toBlindCard } from './cards.js'
import { blindCardOf, blindnessOf } from './record.js'
import type { BlindCardDuty } from './tasks.js'

export async function publishBlindness(parts: Parts, duty: BlindCardDuty, claim: Claim): Promise<void> {
  const { blindnessId, platform: name, channel, personId = '' } = duty
  const blindness = await blindnessOf(blindnessId).recall(parts.store)
  const cell = blindCardOf(blindnessId, name, channel?.channel ?? personId)
  const { key } = claim.task
  const known = parts.posted.get(key) ?? (await cell.recall(parts.store))
  // What was over before its card could be posted is nobody's concern any more.
  if (blindness === undefined || (known === undefined && blindness.endedAt !== undefined))
    return void (await parts.store.commit({ settle: { claim } }))
  const platform = getPlatform(parts, name)
  const card = toBlindCard(parts, blindness)
  const place =
    channel === undefined
      ? ({ kind: 'person', id: personId } as const)
      : ({ kind: 'channel', channel } as const)
  const { ref } =
    known === undefined
      ? await postOnce(parts, { platform, key, place }, card)
      : await updateOrPost(parts, { platform, key, ref: known }, card)
  parts.posted.set(key, ref)
  await parts.store.commit({ settle: { claim }, cells: [cell.put(ref)] })
  await forgetPosted(parts, key)
}
