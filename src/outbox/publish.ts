// How a card that everyone sees gets where it belongs: posted once, edited from then on.
import type { MessageRef } from '../domain/incident.js'
import { PlatformError } from '../errors.js'
import type { Card, Claim, Place, Platform } from '../ports.js'
import type { OutboxParts } from './parts.js'
import { countDoubted, forgetPosted, type Posted, postOnce, recallPlace, sayOnce } from './post-once.js'

/** Of what a task sent to the place of a card. */
export function toPostedKey({ task }: Claim, { channel, message }: MessageRef): string {
  return JSON.stringify([task.key, channel, message])
}

/**
 * One channel that cannot be reached keeps no other from the truth: every place has its turn.
 * @returns what failed; of several failures the one that asks for the longest wait.
 */
export async function forEachPlace(
  refs: readonly MessageRef[],
  reach: (ref: MessageRef) => Promise<void>,
): Promise<PlatformError | undefined> {
  const failures: PlatformError[] = []
  for (const ref of refs) {
    try {
      await reach(ref)
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      failures.push(error)
    }
  }
  const toWait = (error: PlatformError) => error.retryAfterMilliseconds ?? 0
  return failures.toSorted((one, other) => toWait(other) - toWait(one))[0]
}

interface Edit {
  readonly claim: Claim
  readonly platform: Platform
  /** Names the wish for another one: the same for every try. */
  readonly key: string
  readonly ref: MessageRef
}

/**
 * What is gone for good is posted anew, and as carefully as the first time: once, and where no answer came, once more.
 * `forgetPosted` when the new place has been saved. @throws PlatformError
 */
export async function updateOrPost(
  parts: OutboxParts,
  { ref, platform, ...wish }: Edit,
  card: Card,
): Promise<Posted> {
  try {
    await platform.update(ref, card)
    return { ref, mayBeTwice: false }
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'message-gone') throw error
    parts.log.info({ task: wish.key, platform: platform.name }, 'card.gone')
    const place = { kind: 'channel', channel: { platform: platform.name, channel: ref.channel } } as const
    return postOnce(parts, { platform, place, ...wish }, card)
  }
}

interface Published {
  readonly platform: Platform
  readonly claim: Claim
  /** Where it is; undefined before the first time. */
  readonly before: MessageRef | undefined
  readonly place: Place
}

/** Posts once and edits from then on, also when the place of what was posted could not be saved. `forgetPosted` after the save. */
export async function publish(
  parts: OutboxParts,
  { platform, claim, before, place }: Published,
  card: Card,
): Promise<MessageRef> {
  const { key } = claim.task
  const known = (await recallPlace(parts, key)) ?? before
  const { ref } =
    known === undefined
      ? await postOnce(parts, { claim, platform, key, place }, card)
      : await updateOrPost(parts, { claim, platform, key, ref: known }, card)
  parts.posted.set(key, ref)
  return ref
}

interface Lasting extends Omit<Published, 'platform'> {
  /** Asked for only when there is something to show: it may be gone from the settings. */
  toPlatform(): Platform
}

/**
 * What was over before it could be posted is nobody's concern any more. Where two may be there and nobody knows where, both
 * say that it goes on: its end is said by itself.
 * @returns whether that is all there is to do of it.
 */
export async function endUnplaced(
  parts: OutboxParts,
  { toPlatform, claim, before, place }: Lasting,
  card: Card,
): Promise<boolean> {
  const { key } = claim.task
  if (before !== undefined || (await recallPlace(parts, key)) !== undefined) return false
  const lost = await countDoubted(parts, key)
  if (lost === 1) return false
  if (lost > 1) {
    await sayOnce(parts, { claim, platform: toPlatform(), key: `over:${key}`, place }, card)
    await forgetPosted(parts, `over:${key}`)
  }
  return true
}
