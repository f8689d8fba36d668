// The alert that Defender raises beside a restriction: what of it is read, what is written there, and what is kept of both.
import type { ActorRef } from './actor.js'
import type { AlertInStep } from './alert-in-step.js'
import { findTaken } from './claim.js'
import type { Entity } from './entity.js'
import type { Incident, Outcome } from './incident.js'
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from './instant.js'
import type { VerdictKind } from './verdict/index.js'

/** As Defender has it. Its texts are from outside. */
export interface DefenderAlert {
  readonly id: string
  readonly title: string
  readonly isResolved: boolean
  /** When it was resolved, or last changed. */
  readonly changedAt: Instant
  /** A UPN, or whatever stands there; undefined when nobody has it. */
  readonly assignedTo: string | undefined
  readonly comments: readonly string[]
  /** Others that were restricted at about the same time are in it too. */
  readonly isShared: boolean
}

/** What an alert has to be about. */
export interface AlertSubject {
  readonly entity: Entity
  /** By which a sender is known there, lower-cased; none for a connector. */
  readonly addresses: readonly string[]
}

/** Whom an alert is assigned to: by their account in the organisation, else by their address. */
export interface AlertAssignee {
  readonly objectId?: string
  readonly address?: string
}

export interface AlertChange {
  /** Written once: one that has the mark is there already. */
  readonly comment: { readonly text: string; readonly mark: string }
  /** Somebody is on it; with an assignee where one is known. */
  readonly begins?: true
  readonly assignTo?: AlertAssignee
  /** It is over, and this is what it looked like. */
  readonly ends?: VerdictKind
}

export interface AlertStep {
  readonly key: string
  readonly text: string
  /** Who has it from now on. */
  readonly takenBy?: ActorRef
  readonly ends?: VerdictKind
}

/** In which Defender's alert has nothing left to do either. */
const over: readonly Outcome[] = ['unblocked', 'cleared-elsewhere', 'expired']

/** What Defender should have heard by now, oldest first. Nothing of the evidence is in it: whoever may read alerts reads this. */
export function listAlertSteps(incident: Incident): readonly AlertStep[] {
  const { state, reviews } = incident
  const taken = findTaken(incident)
  const reviewed = reviews.filter(({ isDraft }) => isDraft !== true).at(-1)
  const unblock =
    state.status === 'watching' || state.status === 'stuck' || state.status === 'closed'
      ? state.unblock
      : undefined
  const isLifted = unblock !== undefined && (state.status !== 'closed' || state.outcome === 'unblocked')
  const isOver = state.status === 'closed' && over.includes(state.outcome)
  return [
    ...(taken === undefined
      ? []
      : [{ key: `taken-${taken.since}`, text: `${taken.by.name} is on it.`, takenBy: taken.by }]),
    ...(reviewed === undefined ? [] : [{ key: 'reviewed', text: `Reviewed by ${reviewed.by.name}.` }]),
    ...(isLifted ? [{ key: 'unblocked', text: `${unblock.by.name} lifted the sending restriction.` }] : []),
    ...(isOver
      ? [
          {
            key: 'closed',
            text: 'The sender is off the Restricted entities list, and the incident is closed.',
            ends: incident.verdict?.verdict ?? ('unclear' as const),
          },
        ]
      : []),
  ]
}

export function listUndone(incident: Incident): readonly AlertStep[] {
  const done = incident.defenderAlert?.done ?? []
  return listAlertSteps(incident).filter(({ key }) => !done.includes(key))
}

/** By which our own comments are known again. */
function toMark({ id }: Pick<Incident, 'id'>, key: string): string {
  return `[Reprieve ${id} ${key}]`
}

/** Nobody has it: an alert that a service looks into by itself is assigned to a word, and not to an address. */
function isUnassigned({ assignedTo }: Pick<DefenderAlert, 'assignedTo'>): boolean {
  return assignedTo === undefined || !assignedTo.includes('@')
}

function isSameAssignee(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase()
}

/** What the step asks of the alert as it stands: whoever has it there keeps it, and what is over there stays so. */
export function toAlertChange(
  incident: Incident,
  step: AlertStep,
  { alert, assignee }: { readonly alert: DefenderAlert; readonly assignee: AlertAssignee | undefined },
): AlertChange {
  const mark = toMark(incident, step.key)
  const comment = { text: `${step.text} ${mark}`, mark }
  if (alert.isShared || alert.isResolved) return { comment }
  if (step.ends !== undefined) return { comment, ends: step.ends }
  if (step.takenBy === undefined) return { comment }
  // One that has the mark was assigned by a try of which no answer came.
  const isOurs =
    isUnassigned(alert) ||
    isSameAssignee(alert.assignedTo, incident.defenderAlert?.assigned) ||
    alert.comments.some((one) => one.includes(mark))
  return { comment, begins: true, ...(isOurs && assignee !== undefined ? { assignTo: assignee } : {}) }
}

export function changeAlert(incident: Incident, change: Partial<AlertInStep>): Incident {
  return { ...incident, defenderAlert: { done: [], ...incident.defenderAlert, ...change } }
}

/** What was done there, and not from here. The same object when nothing was. */
export function hearAlert(incident: Incident, alert: DefenderAlert): AlertInStep['heard'] {
  const { heard, assigned, done = [] } = incident.defenderAlert ?? {}
  const isOurs =
    done.includes('closed') || alert.comments.some((one) => one.includes(toMark(incident, 'closed')))
  const wasClosed = heard?.closed !== undefined
  const closed = alert.isResolved && !isOurs ? (heard?.closed ?? toClosed(alert)) : undefined
  const others =
    isUnassigned(alert) || isSameAssignee(alert.assignedTo, assigned) ? undefined : alert.assignedTo
  if (wasClosed === (closed !== undefined) && heard?.assignedTo === others) return heard
  return {
    ...(others === undefined ? {} : { assignedTo: others }),
    ...(closed === undefined ? {} : { closed }),
  }
}

/** Who closed it is not told; whoever had it is. */
function toClosed({ changedAt, assignedTo }: DefenderAlert): { readonly at: Instant; readonly by: string } {
  return { at: changedAt, by: assignedTo?.includes('@') === true ? assignedTo : '' }
}

/** An alert is up to some minutes late, and a small one never comes. */
const searchMinutes = [1, 2, 5, 10, 20, 30, 60] as const
const searchedMilliseconds = dayMilliseconds
const readMilliseconds = 5 * minuteMilliseconds
/** In a storm nobody waits for what an analyst did with one of hundreds. */
const readInStormMilliseconds = 20 * minuteMilliseconds

/** When it is looked at again while all goes well; undefined when it need not be any more. */
export function toNextAlertAt(incident: Incident, now: Instant): Instant | undefined {
  const { state, openedAt, digestId, defenderAlert } = incident
  if (state.status === 'closed') return undefined
  if (defenderAlert?.id !== undefined)
    return now + (digestId === undefined ? readMilliseconds : readInStormMilliseconds)
  if (now - openedAt >= searchedMilliseconds) return undefined
  const next = searchMinutes.map((one) => openedAt + one * minuteMilliseconds).find((at) => at > now)
  return next ?? now + hourMilliseconds
}

/** So long after the end something may still be written there. */
export const alertPatienceMilliseconds = dayMilliseconds
