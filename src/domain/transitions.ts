// How an incident moves. Each function is one move, pure, and refuses a move the table does not allow.
import { StaleError } from '../errors.js'
import { type Actor, type ActorRef, toActorKey, toActorRef, toIdentity } from './actor.js'
import {
  addListed,
  findAttempt,
  findUnblock,
  isGoneByAttempt,
  keepAttempt,
  type Trouble,
} from './attempts.js'
import type { BreakGlass } from './break-glass.js'
import { claimByReview, endReading } from './claim.js'
import { type Confirmation, toApprover } from './confirmation.js'
import type { Evidence } from './evidence.js'
import { hasNewFindings } from './finding.js'
import {
  type Incident,
  type IncidentState,
  isRetryable,
  isReviewable,
  type MessageRef,
  type Outcome,
  type Status,
  type Unblock,
} from './incident.js'
import type { Instant } from './instant.js'
import { addTrace, type MailTrace } from './mail-flow.js'
import type { Restriction } from './restriction.js'
import type { Review } from './review.js'
import { toSeverity } from './route.js'
import { dropSignatures } from './signatures.js'
import type { ChannelRef } from './task.js'
import type { Untold } from './untold.js'

/** From each status, where it may go. `closed` is the end. */
export const transitions: Readonly<Record<Status, readonly Status[]>> = {
  open: ['unblocking', 'watching', 'closed'],
  reviewing: ['unblocking', 'watching', 'closed'],
  unblocking: ['watching', 'uncertain', 'failed'],
  uncertain: ['open', 'watching', 'failed', 'closed'],
  watching: ['stuck', 'closed'],
  // Off the list, or mail seen to flow after it was refused.
  stuck: ['watching', 'closed'],
  failed: ['unblocking', 'watching', 'closed'],
  closed: [],
}

/** Looks after an unblock, in minutes. The last one ends in the text for Microsoft Support. */
export const verifyMinutes = [1, 5, 15, 60, 1440] as const

interface Opening {
  readonly id: string
  readonly tenantId: string
  readonly restriction: Restriction
  readonly earlier: Incident['earlier']
  readonly digestId: string | undefined
  /** When the last complete poll before began; undefined when there was none. */
  readonly lastPollAt?: Instant | undefined
  readonly now: Instant
}

export function openIncident(opening: Opening): Incident {
  return {
    id: opening.id,
    tenantId: opening.tenantId,
    version: 0,
    revision: 1,
    changedAt: opening.now,
    openedAt: opening.now,
    entity: opening.restriction.entity,
    restriction: opening.restriction,
    severity: toSeverity(opening.restriction),
    state: { status: 'open' },
    earlier: opening.earlier,
    reviews: [],
    confirmations: [],
    cards: [],
    ...(opening.digestId === undefined ? {} : { digestId: opening.digestId }),
    ...(opening.lastPollAt === undefined
      ? {}
      : { visibleSince: toVisibleSince(opening, opening.lastPollAt) }),
  }
}

/** Exchange's own word counts between the polls only: what it says may be of another clock, or of before it showed the entry. */
function toVisibleSince({ restriction, now }: Opening, lastPollAt: Instant): Instant {
  return Math.min(now, Math.max(lastPollAt, restriction.createdAt ?? lastPollAt))
}

/**
 * Whoever opens a review is on it, unless somebody else is. An unblock of which nobody knows what became is not tried again
 * before the list has had its say; then it waits for a review like any other.
 */
export function startReview(incident: Incident, by: ActorRef, now: Instant): Incident {
  const { state } = incident
  if (isReviewable(incident)) return claimByReview(incident, by, now)
  if (state.status === 'uncertain' && !isRetryable(incident))
    throw new StaleError('It is not known yet what became of the unblock.')
  return claimByReview(move(keepAttempt(incident), { status: 'open' }, now), by, now)
}

/**
 * `changedAt` is when it was saved: the backend's own clock must not move an incident back or ahead in time. Evidence with
 * nothing new in it leaves the revision: whoever is at a page or a Yes has seen all there is to judge. So at one revision
 * the findings only ever become fewer, and a page drawn at it shows no less than there is.
 */
export function saveEvidence(incident: Incident, evidence: Evidence, now: Instant): Incident {
  const next = { ...incident, evidence, changedAt: now }
  return hasNewFindings(incident, next) ? { ...next, revision: incident.revision + 1 } : next
}

/** The same entry with other facts: what was reviewed before has to be judged anew. Whoever heard of it goes on to hear of it. */
export function changeRestriction(incident: Incident, restriction: Restriction, now: Instant): Incident {
  const { severity = toSeverity(incident.restriction), revision } = incident
  return { ...incident, restriction, severity, revision: revision + 1, changedAt: now }
}

/** Keeps the latest review of each actor. */
export function saveReview(incident: Incident, review: Review): Incident {
  const others = incident.reviews.filter((earlier) => toActorKey(earlier.by) !== toActorKey(review.by))
  return { ...incident, reviews: [...others, review] }
}

/** An actor has one confirmation at a time; expired ones of others go as well. */
export function issueConfirmation(incident: Incident, confirmation: Confirmation, now: Instant): Incident {
  const owner = toActorKey(toApprover(confirmation))
  const others = incident.confirmations.filter(
    (other) => toActorKey(toApprover(other)) !== owner && other.expiresAt > now,
  )
  return { ...incident, confirmations: [...others, confirmation] }
}

/**
 * The accepted Yes. All confirmations end with it: one unblock, however many people were about to ask for it. So does
 * asking for approval: should it fail, another one may be asked for at once.
 */
export function requestUnblock(
  incident: Incident,
  yes: Pick<Confirmation, 'by' | 'review'> & Pick<Unblock, 'first'>,
  now: Instant,
): Incident {
  const { first } = yes
  const signed = first === undefined ? {} : { first }
  const unblock = { by: toApprover(yes), review: yes.review, ...signed, requestedAt: now }
  return {
    ...move(dropSignatures(endReading(keepAttempt(incident))), { status: 'unblocking', unblock }, now),
    confirmations: [],
    approvalAsks: [],
  }
}

/** Keeps who said Yes as their platform vouched for them, for the judgement right before the call. */
export function rememberActor(incident: Incident, actor: Actor): Incident {
  const { state } = incident
  if (state.status !== 'unblocking') return incident
  return { ...incident, state: { ...state, unblock: { ...state.unblock, identity: toIdentity(actor) } } }
}

/** The same of two who signed for many at once, and which storm review it was. */
export function rememberStorm(
  incident: Incident,
  { stormReviewId, identity }: Pick<Unblock, 'stormReviewId' | 'identity'>,
): Incident {
  const { together: _, ...alone } = incident
  const { state } = alone
  if (state.status !== 'unblocking') return incident
  return { ...alone, state: { ...state, unblock: { ...state.unblock, stormReviewId, identity } } }
}

/** Marks the accepted unblock for what it is; everything after it goes as ever. */
export function rememberBreakGlass(incident: Incident, breakGlass: BreakGlass): Incident {
  const { state } = incident
  if (state.status !== 'unblocking') return incident
  return { ...incident, state: { ...state, unblock: { ...state.unblock, breakGlass } } }
}

/** Saved before Exchange is called, once: whoever finds it saved already must not call. */
export function markAttempted(incident: Incident, now: Instant): Incident {
  const { state } = incident
  if (state.status !== 'unblocking') throw new StaleError(`No unblock is under way (${state.status}).`)
  if (state.unblock.attemptedAt !== undefined) throw new StaleError('Exchange has been asked already.')
  return { ...incident, state: { ...state, unblock: { ...state.unblock, attemptedAt: now } }, changedAt: now }
}

interface Unblocked {
  readonly alreadyGone: boolean
  /** What the list showed; undefined when it could not be read. */
  readonly gone: boolean | undefined
  readonly now: Instant
}

/** Exchange took it, or the list shows that it did: even of one that had been refused, when it may have worked. */
export function markUnblocked(incident: Incident, { alreadyGone, gone, now }: Unblocked): Incident {
  if (incident.state.status === 'stuck' || (isReviewable(incident) && !isGoneByAttempt(incident, now)))
    throw new StaleError(`No unblock is waited for (${incident.state.status}).`)
  const attempt = findAttempt(incident) ?? getUnblock(incident)
  const others = (incident.attempts ?? []).filter((one) => one !== attempt)
  const unblock = withoutIdentity(attempt)
  const watching: IncidentState = {
    status: 'watching',
    unblock: gone === false ? addListed(unblock, now) : unblock,
    unblockedAt: now,
    alreadyGone,
    ...(gone === true ? { goneAt: now } : {}),
  }
  const next = move(incident, watching, now)
  return incident.attempts === undefined ? next : { ...next, attempts: others }
}

export function markUncertain(incident: Incident, trouble: Trouble, now: Instant): Incident {
  const unblock = { ...getUnblock(incident), trouble: { ...trouble, at: now } }
  return move(incident, { status: 'uncertain', unblock, since: now, why: trouble.why }, now)
}

/** Reviewable again, but nothing that was confirmed before counts any more. */
export function markFailed(incident: Incident, trouble: Trouble, now: Instant): Incident {
  const unblock = { ...getUnblock(incident), trouble: { ...trouble, at: now } }
  const failed = move(incident, { status: 'failed', unblock, failedAt: now, why: trouble.why }, now)
  return { ...failed, revision: failed.revision + 1, confirmations: [] }
}

/** The list is known to leave an entry out now and then: one poll without it says nothing yet. `changedAt` stays. */
export function markAbsent(incident: Incident, startedAt: Instant): Incident {
  return incident.absentSince === undefined ? { ...incident, absentSince: startedAt } : incident
}

export function markPresent(incident: Incident): Incident {
  const { absentSince: _, ...present } = incident
  return incident.absentSince === undefined ? incident : present
}

/** First look without the entry after an unblock; a later one that has it again takes this back. */
export function markSeen(incident: Incident, listed: boolean, now: Instant): Incident {
  const { state } = incident
  if (state.status !== 'watching' && state.status !== 'stuck') return incident
  if (listed === (state.goneAt === undefined)) return incident
  const { goneAt: _, ...rest } = state
  return { ...incident, state: listed ? rest : { ...rest, goneAt: now }, changedAt: now }
}

export function markStuck(incident: Incident, now: Instant): Incident {
  const { state } = incident
  if (state.status !== 'watching') throw new StaleError(`Nothing is being watched (${state.status}).`)
  return move(incident, { ...state, status: 'stuck', since: now, handedOff: false }, now)
}

/** Off the list after all, or delivered after it was refused: what follows is watched as after any unblock. */
export function markWatching(incident: Incident, now: Instant): Incident {
  const { state } = incident
  if (state.status !== 'stuck') throw new StaleError(`Nothing is stuck (${state.status}).`)
  const { since: _since, handedOff: _handedOff, ...rest } = state
  return move(incident, { ...rest, status: 'watching' }, now)
}

/** What a read of message trace shows; `changedAt` stays: the list says nothing else for it. */
export function markMail(incident: Incident, trace: MailTrace, readAt: Instant): Incident {
  const { state } = incident
  if (state.status !== 'watching' && state.status !== 'stuck') return incident
  const { unblock, unblockedAt } = state
  const mail = addTrace(unblock.mail, { trace, unblockedAt, readAt })
  return { ...incident, state: { ...state, unblock: { ...unblock, mail } } }
}

export function markHandedOff(incident: Incident, now: Instant): Incident {
  const { state } = incident
  if (state.status !== 'stuck') throw new StaleError(`Nothing to hand off (${state.status}).`)
  return { ...incident, state: { ...state, handedOff: true }, changedAt: now }
}

export function closeIncident(incident: Incident, outcome: Outcome, now: Instant): Incident {
  const unblock = findUnblock(incident)
  const closed: IncidentState = {
    status: 'closed',
    outcome,
    closedAt: now,
    ...(outcome === 'no-longer-watched' && incident.state.status !== 'closed'
      ? { from: incident.state.status }
      : {}),
    ...(unblock === undefined ? {} : { unblock }),
  }
  const { taken: _, ...over } = move(dropSignatures(incident), closed, now)
  return { ...over, confirmations: [] }
}

/** The restricted person asks for a review. The first request stays. */
export function saveRequest(incident: Incident, by: ActorRef, at: Instant): Incident {
  return incident.asked === undefined ? { ...incident, asked: { by: toActorRef(by), at } } : incident
}

/** One card per channel: a new place for the same channel takes the old one's. */
export function saveCard(incident: Incident, card: MessageRef, replaced?: MessageRef): Incident {
  const gone = [card, ...(replaced === undefined ? [] : [replaced])]
  const others = incident.cards.filter((other) => !gone.some((one) => isSamePlace(one, other)))
  const route = card.route ?? replaced?.route
  return { ...incident, cards: [...others, { ...card, ...(route === undefined ? {} : { route }) }] }
}

/** Whether this channel of the settings has a card of the incident. */
export function isShownIn({ cards }: Pick<Incident, 'cards'>, channel: ChannelRef): boolean {
  return cards.some((card) => isStandingIn(card, channel))
}

/** Whether a card is the one of this channel of the settings, whatever the platform calls it. */
export function isStandingIn(card: MessageRef, { platform, channel }: ChannelRef): boolean {
  return card.platform === platform && (card.route ?? card.channel) === channel
}

/** A card may be there that nobody knows the place of. */
export function saveDoubt(incident: Incident, channel: ChannelRef): Incident {
  const { doubted = [] } = incident
  const isKnown = doubted.some((one) => one.platform === channel.platform && one.channel === channel.channel)
  return isKnown ? incident : { ...incident, doubted: [...doubted, channel] }
}

/** Told elsewhere, since a channel did not show it; the latest word of each channel. */
export function saveUntold(incident: Incident, untold: Untold): Incident {
  const { platform, channel } = untold.missing
  const others = (incident.untold ?? []).filter(
    ({ missing }) => missing.platform !== platform || missing.channel !== channel,
  )
  return { ...incident, untold: [...others, untold] }
}

export function isSamePlace(one: MessageRef, other: MessageRef): boolean {
  return one.platform === other.platform && one.channel === other.channel && one.message === other.message
}

/** As it goes on once Exchange has answered: who asked stays, their addresses do not. */
function getUnblock(incident: Incident) {
  const unblock = findUnblock(incident)
  if (unblock === undefined) throw new StaleError(`No unblock was asked for (${incident.state.status}).`)
  return withoutIdentity(unblock)
}

function withoutIdentity(unblock: Unblock): Unblock {
  const { identity: _, first, ...kept } = unblock
  return first === undefined ? kept : { ...kept, first: { by: first.by, at: first.at } }
}

function move(incident: Incident, state: IncidentState, now: Instant): Incident {
  if (!transitions[incident.state.status].includes(state.status))
    throw new StaleError(`This is ${incident.state.status} already and cannot become ${state.status}.`)
  return { ...incident, state, changedAt: now }
}
