// A post of which no answer came may be there or not, whether the answer was lost or this program ended meanwhile. So that
// one is begun is saved before; then it is looked for, or waited for, and posted once more: twice rather than never. When no
// answer tells of two of them, nothing is posted a third time: what is edited later on waits until its place is found or
// somebody presses it, and a line is said. So that the second one is not lost to the outage that took the first, it is posted
// only while the platform answers a question.
import { z } from 'zod'
import { cell } from '../domain/cell.js'
import { toDigest } from '../domain/digest.js'
import { type MessageRef, messageRefSchema } from '../domain/incident.js'
import { dayMilliseconds, isAhead, minuteMilliseconds } from '../domain/instant.js'
import { keepUnknown } from '../domain/keep-unknown.js'
import { PlatformError } from '../errors.js'
import type { Card, Claim, Place, Platform } from '../ports.js'
import type { OutboxParts, PostMark } from './parts.js'

/** What is looked for and not found may be on its way still. */
const arrivesWithinMilliseconds = 15_000
/** After each post that may be there; the last one goes on. */
const waitMilliseconds = [minuteMilliseconds, 5 * minuteMilliseconds, 15 * minuteMilliseconds] as const
const lookAgainMilliseconds = 15 * minuteMilliseconds
const keptMilliseconds = 30 * dayMilliseconds

const markOf = cell(
  'posting',
  keepUnknown(
    z.object({
      since: z.number(),
      doubts: z.number(),
      firstAt: z.number().optional(),
      found: messageRefSchema.optional(),
    }),
  ),
)

/** So many may be there of which nobody knows the place. */
const mostLost = 2

export interface Post {
  /** Whoever has lost it begins nothing: somebody else is at it, or done. */
  readonly claim: Claim
  readonly platform: Platform
  /** Names the wish: the same for every try. */
  readonly key: string
  readonly place: Place
}

export interface Posted {
  readonly ref: MessageRef
  /** There may be another one that nobody knows the place of. */
  readonly mayBeTwice: boolean
}

/**
 * For what has to be found again. `forgetPosted` when the place has been saved.
 * @throws PlatformError, also for as long as two may be there and nobody knows where.
 */
export async function postOnce(parts: OutboxParts, post: Post, card: Card): Promise<Posted> {
  const posted = await tryOnce(parts, post, card)
  if (posted === undefined)
    throw toPaced('It may be there twice, and no answer said where', lookAgainMilliseconds)
  return posted
}

/**
 * For what nobody changes once it is there. `forgetPosted` when that has been saved.
 * @returns undefined where two may be there and nobody knows where: it is said. @throws PlatformError
 */
export async function sayOnce(parts: OutboxParts, post: Post, card: Card): Promise<MessageRef | undefined> {
  const said = parts.posted.get(post.key) ?? (await tryOnce(parts, post, card))?.ref
  if (said !== undefined) parts.posted.set(post.key, said)
  return said
}

/** @returns undefined where two may be there and nobody knows where. */
async function tryOnce(
  parts: OutboxParts,
  { claim, platform, key, place }: Post,
  card: Card,
): Promise<Posted | undefined> {
  const { mark, version } = await findMark(parts, key)
  if (mark !== undefined) {
    const found = await platform.findPosted(place, card, toTried(key, mark))
    if (found.isKnown && found.ref !== undefined) {
      parts.meter.postDoubted(platform.name, 'found')
      return { ref: found.ref, mayBeTwice: mark.doubts > 0 }
    }
    if (toLost(mark) >= mostLost && !found.isKnown) return keepMark(parts, key, mark)
    requireWaited(parts, mark, found.isKnown)
    await platform.probe(place)
    parts.log.warn({ task: key, platform: platform.name }, 'card.posted-again')
    parts.meter.postDoubted(platform.name, 'posted-again')
  }
  const since = parts.clock.now()
  const next =
    mark === undefined
      ? { since, doubts: 0 }
      : { ...mark, since, doubts: mark.doubts + 1, firstAt: mark.firstAt ?? mark.since }
  // A process that stood still since it looked does not post what another one has begun meanwhile.
  await saveMark(parts, key, next, { expectedVersion: version, holds: claim })
  try {
    return { ref: await platform.post(place, card, toWish(key)), mayBeTwice: mark !== undefined }
  } catch (error) {
    // What was refused is not there; what may be there from before stays in doubt.
    if (!(error instanceof PlatformError && error.mayBeDone)) await unmark(parts, key, mark)
    throw error
  }
}

/** Whether a try of this may be there; where it is when that can be found out. */
export async function findDoubted(
  parts: OutboxParts,
  { platform, key, place }: Omit<Post, 'claim'>,
  card: Card,
): Promise<{ readonly ref: MessageRef | undefined } | undefined> {
  const mark = await readMark(parts, key)
  if (mark === undefined) return undefined
  const found = await platform.findPosted(place, card, toTried(key, mark))
  if (found.isKnown && found.ref === undefined) return undefined
  return { ref: found.isKnown ? found.ref : undefined }
}

function toTried(key: string, { since, firstAt = since }: PostMark) {
  return { since: firstAt, wish: toWish(key) }
}

/** It stands beside the message, where others may read it. */
function toWish(key: string): string {
  return toDigest([key])
}

/** How many posts of this may be there of which nobody knows the place. */
export async function countDoubted(
  parts: Pick<OutboxParts, 'store' | 'unmarked'>,
  key: string,
): Promise<number> {
  const mark = await readMark(parts, key)
  return mark === undefined ? 0 : toLost(mark)
}

function toLost({ doubts }: PostMark): number {
  return doubts + 1
}

/** As long as anybody asks. */
async function keepMark(parts: OutboxParts, key: string, mark: PostMark): Promise<undefined> {
  await saveMark(parts, key, mark)
}

/** Where it is, of what could not be saved yet or was pressed. */
export async function recallPlace(parts: OutboxParts, key: string): Promise<MessageRef | undefined> {
  return parts.posted.get(key) ?? (await readMark(parts, key))?.found
}

export interface LostPost {
  readonly key: string
  readonly mark: PostMark
}

/** Posts that may be there, and nobody knows where. @param beginning of their keys. */
export async function listLost(parts: OutboxParts, beginning: string): Promise<readonly LostPost[]> {
  const all = await parts.store.listKeys(markOf(beginning).key)
  const keys = all.map((one) => one.slice(markOf('').key.length))
  const lost = await Promise.all(keys.map(async (key) => ({ key, mark: await readMark(parts, key) })))
  return lost.flatMap(({ key, mark }) =>
    mark === undefined || mark.found !== undefined ? [] : [{ key, mark }],
  )
}

/** The task that waits for its place has it next. */
export async function saveFound(
  parts: OutboxParts,
  { key, mark }: LostPost,
  found: MessageRef,
): Promise<void> {
  const now = parts.clock.now()
  const cells = [markOf(key).put({ ...mark, found }, { until: now + keptMilliseconds })]
  await parts.store.commit({ cells, hasten: [{ key, dueAt: now }] })
}

/** Its place is saved, or nobody waits for it any more. */
export async function forgetPosted(parts: OutboxParts, key: string): Promise<void> {
  parts.posted.delete(key)
  parts.unmarked.delete(key)
  if ((await markOf(key).recall(parts.store)) !== undefined) await saveMark(parts, key, undefined)
}

/** @throws PlatformError that puts the task off. */
function requireWaited({ clock }: OutboxParts, mark: PostMark, isAbsent: boolean): void {
  const now = clock.now()
  const last = waitMilliseconds[waitMilliseconds.length - 1] ?? 0
  const wait = isAbsent ? arrivesWithinMilliseconds : (waitMilliseconds[mark.doubts] ?? last)
  const left = isAhead(mark.since, now) ? 0 : mark.since + wait - now
  if (left <= 0) return
  throw toPaced('It is not known whether this was posted; that is waited for', left)
}

function toPaced(message: string, retryAfterMilliseconds: number): PlatformError {
  return new PlatformError(message, { code: 'throttled', isPaced: true, retryAfterMilliseconds })
}

async function findMark({ store, unmarked }: Pick<OutboxParts, 'store' | 'unmarked'>, key: string) {
  const { value, version } = await markOf(key).find(store)
  return { mark: unmarked.has(key) ? unmarked.get(key) : value, version }
}

async function readMark(
  { store, unmarked }: Pick<OutboxParts, 'store' | 'unmarked'>,
  key: string,
): Promise<PostMark | undefined> {
  return unmarked.has(key) ? unmarked.get(key) : markOf(key).recall(store)
}

/** Known in here until it is saved: where nothing can be written, every refusal would be one more that may be there. */
async function unmark(parts: OutboxParts, key: string, mark: PostMark | undefined): Promise<void> {
  parts.unmarked.set(key, mark)
  await saveMark(parts, key, mark)
}

/** A task that ended without a post leaves its mark behind, longer than a machine sleeps while one of them is to be found. */
async function saveMark(
  { store, clock, unmarked }: OutboxParts,
  key: string,
  mark: PostMark | undefined,
  { holds, ...terms }: { readonly expectedVersion?: number; readonly holds?: Claim } = {},
): Promise<void> {
  const until = clock.now() + keptMilliseconds
  const write = mark === undefined ? markOf(key).forget() : markOf(key).put(mark, { until, ...terms })
  await store.commit({ cells: [write], ...(holds === undefined ? {} : { holds }) })
  unmarked.delete(key)
}
