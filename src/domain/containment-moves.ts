// How a containment moves: asked, confirmed, tried, ended. Each function is one move, pure, and refuses what is over.
// From the call on the account may be another one, so the revision counts up and no earlier Yes to an unblock survives.
import { RefusedError, StaleError } from '../errors.js'
import { type ActorRef, type Identity, toActorKey, toActorRef } from './actor.js'
import type { Containment, ContainmentStep, ContainmentTarget, Undo } from './containment.js'
import type { Incident } from './incident.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'
import { createLateError } from './late.js'

/** How long the question waits for its Yes. */
export const containmentMilliseconds = 10 * minuteMilliseconds

interface Ask {
  readonly id: string
  readonly by: ActorRef
  readonly step: ContainmentStep
  readonly targets: readonly ContainmentTarget[]
  /** The containment it takes back. */
  readonly undoes: string | undefined
  readonly now: Instant
}

/** An actor has one question open at a time; those that nobody answered in time are forgotten. */
export function askContainment(incident: Incident, { now, undoes, ...ask }: Ask): Incident {
  const others = listAnswered(incident, now).filter(
    (one) => one.requestedAt !== undefined || toActorKey(one.by) !== toActorKey(ask.by),
  )
  const asked: Containment = {
    id: ask.id,
    step: ask.step,
    targets: ask.targets.map(({ id, name }) => ({ id, name })),
    ...(undoes === undefined ? {} : { undoes }),
    by: toActorRef(ask.by),
    askedAt: now,
  }
  return { ...incident, containments: [...others, asked] }
}

function listAnswered({ containments = [] }: Incident, now: Instant): readonly Containment[] {
  return containments.filter(
    ({ requestedAt, askedAt }) => requestedAt !== undefined || now < askedAt + containmentMilliseconds,
  )
}

export function findContainment({ containments = [] }: Incident, id: string): Containment | undefined {
  return containments.find((one) => one.id === id)
}

interface Use {
  readonly containmentId: string
  readonly actor: ActorRef
  /** Kept until the call, for the judgement right before it. */
  readonly identity?: Identity
  readonly now: Instant
}

/**
 * The Yes, once. @throws RefusedError when the question is unknown, another actor's or expired; StaleError when it was
 * answered already, or somebody else was faster with the same.
 */
export function requestContainment(
  incident: Incident,
  { containmentId, actor, identity, now }: Use,
): Incident {
  const asked = findContainment(incident, containmentId)
  if (asked === undefined)
    throw new RefusedError(
      'confirmation-used',
      'This confirmation has expired or was replaced. Choose the step again.',
    )
  if (toActorKey(asked.by) !== toActorKey(actor))
    throw new RefusedError('confirmation-not-yours', 'This confirmation belongs to somebody else.')
  const first = asked.requestedAt === undefined ? findRival(incident, asked) : asked
  if (first !== undefined) throw toLateError(first, actor)
  if (now >= asked.askedAt + containmentMilliseconds || isAhead(asked.askedAt, now))
    throw new RefusedError('confirmation-expired', 'This confirmation has expired. Choose the step again.')
  const requested = { ...asked, ...(identity === undefined ? {} : { identity }), requestedAt: now }
  return change({ ...incident, containments: listAnswered(incident, now) }, requested)
}

/** The same act by somebody else, under way or ended since this one was asked. */
function findRival({ containments = [] }: Incident, asked: Containment): Containment | undefined {
  return containments.find(
    (other) =>
      other.requestedAt !== undefined &&
      isSameAct(other, asked) &&
      (other.ended === undefined || (other.ended.result !== 'failed' && other.ended.at >= asked.askedAt)),
  )
}

function isSameAct(one: Containment, other: Containment): boolean {
  if (one.step !== other.step || one.undoes !== other.undoes) return false
  if (one.targets.length === 0) return true
  return one.targets.some(({ id }) => other.targets.some((target) => target.id === id))
}

function toLateError({ by, requestedAt, askedAt }: Containment, actor: ActorRef): StaleError {
  return createLateError(actor, { by, at: requestedAt ?? askedAt, did: 'confirmed this step' })
}

/** Saved before the call goes out, once: whoever finds it saved already must not call. @throws StaleError */
export function attemptContainment(incident: Incident, id: string, now: Instant): Incident {
  const { identity: _, ...found } = getUnended(incident, id)
  if (found.attemptedAt !== undefined) throw new StaleError('This step has been asked for already.')
  return revise(change(incident, { ...found, attemptedAt: now }), now)
}

interface Ending {
  readonly result: 'done' | 'failed' | 'unknown'
  readonly detail: string
  readonly undo: Undo | undefined
  readonly restores?: readonly string[] | undefined
  readonly now: Instant
}

/** @throws StaleError when it has ended already. */
export function endContainment(
  incident: Incident,
  id: string,
  { result, detail, undo, restores = [], now }: Ending,
): Incident {
  const ended = { at: now, result, detail }
  const { identity: _, ...found } = getUnended(incident, id)
  const next = change(incident, {
    ...found,
    ended,
    ...(undo === undefined ? {} : { undo }),
    ...(restores.length === 0 ? {} : { restores }),
  })
  return result === 'failed' ? next : revise(next, now)
}

function getUnended(incident: Incident, id: string): Containment {
  const found = findContainment(incident, id)
  if (found?.requestedAt === undefined) throw new StaleError('Nobody confirmed this step.')
  if (found.ended !== undefined) throw new StaleError('This step has ended already.')
  return found
}

function change(incident: Incident, changed: Containment): Incident {
  const containments = (incident.containments ?? []).map((one) => (one.id === changed.id ? changed : one))
  return { ...incident, containments }
}

function revise(incident: Incident, now: Instant): Incident {
  return { ...incident, revision: incident.revision + 1, changedAt: now }
}

/** Whether a later containment has taken this one back. */
export function isTakenBack(one: Containment, containments: readonly Containment[]): boolean {
  return containments.some(({ undoes, ended }) => undoes === one.id && ended?.result === 'done')
}

/** A step that was done, remembers how it was before, and is neither taken back nor about to be. */
export function findUndoable(incident: Incident, id: string): Containment | undefined {
  const found = findContainment(incident, id)
  if (found?.undo === undefined || found.undoes !== undefined || found.ended?.result !== 'done')
    return undefined
  const isLeft = (incident.containments ?? []).every(
    ({ undoes, requestedAt, ended }) =>
      undoes !== id || requestedAt === undefined || ended?.result === 'failed' || ended?.result === 'unknown',
  )
  return isLeft ? found : undefined
}
