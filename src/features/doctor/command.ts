// In chat an answer is due within 2 seconds and the doctor takes longer: it is sent for, and its findings are called for.
import { toActorRef } from '../../domain/actor.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import { RefusedError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { followAnswer } from '../entrance/follow-answer.js'
import { grantWithin, toTooOften } from '../entrance/limits.js'
import type { Parts, Typed } from '../feature.js'
import { resultsCommand, toCheckingCard, toDoctorCard } from './cards.js'
import { type DoctorState, recallDoctor, toDoctorWish } from './run.js'

/** What was found so lately is shown again, rather than one more test card posted to every channel. */
const freshMilliseconds = 2 * minuteMilliseconds
/** A run that has not ended by now is waiting for something that `status` tells of. */
const longestRunMilliseconds = 10 * minuteMilliseconds

const words = ['', 'again', 'results']

/** `doctor`, `doctor again`, `doctor results`. */
export async function callDoctor(parts: Parts, { actor, rest }: Typed): Promise<Answer> {
  const word = rest.toLowerCase()
  if (!words.includes(word))
    throw new RefusedError('bad-input', 'Say doctor, doctor again or doctor results.')
  const state = await recallDoctor(parts.store)
  const now = parts.clock.now()
  const underWay = findUnderWay(state, now)
  if (underWay !== undefined) return toChecking(parts, underWay)
  const { report } = state
  const isFresh =
    report !== undefined && !isAhead(report.finishedAt, now) && now - report.finishedAt < freshMilliseconds
  if (report !== undefined && (word === 'results' || (word === '' && isFresh)))
    return toDoctorCard(report, now)
  const by = toActorRef(actor)
  const commit = toDoctorWish(now, by)
  const denial = await grantWithin(parts, { limit: 'doctor', actor, about: '', commit })
  if (denial === undefined) return toChecking(parts, { askedAt: now, by })
  if (word === '' && report !== undefined) return toDoctorCard(report, now)
  const who = denial.of === 'all' ? 'it was called many times' : 'you may call it once in 2 minutes'
  throw toTooOften(
    parts,
    `The doctor posts to every channel, and ${who}. Say doctor results to see what it found.`,
    denial,
  )
}

function toChecking(parts: Parts, wish: NonNullable<DoctorState['wish']>): Answer {
  followAnswer(parts, resultsCommand, async () => {
    const state = await recallDoctor(parts.store)
    return findUnderWay(state, parts.clock.now()) === undefined
  })
  return toCheckingCard(wish)
}

function findUnderWay({ report, wish }: DoctorState, now: Instant): DoctorState['wish'] {
  if (wish === undefined || isAhead(wish.askedAt, now) || now - wish.askedAt >= longestRunMilliseconds)
    return undefined
  const isAnswered =
    report !== undefined && !isAhead(report.finishedAt, now) && report.finishedAt >= wish.askedAt
  return isAnswered ? undefined : wish
}
