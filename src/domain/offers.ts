// What can be done now to take an account back, read from its evidence. What was done since the evidence was gathered is
// not offered again until newer evidence has shown what became of it.
import {
  type Containment,
  type ContainmentStep,
  type ContainmentTarget,
  containmentSteps,
} from './containment.js'
import { isTakenBack } from './containment-moves.js'
import type { Evidence, SenderEvidence } from './evidence.js'
import { toHandle } from './handle.js'
import type { Incident } from './incident.js'
import { toUtcText } from './words.js'

export interface OfferedTarget extends ContainmentTarget {
  /** What it does. Outside text. */
  readonly detail: string
}

export interface Offer {
  readonly step: ContainmentStep
  /** Inbox rules to choose from, or the one grant; empty when the step is about the account itself. */
  readonly targets: readonly OfferedTarget[]
}

type FindOffers = (evidence: SenderEvidence) => readonly Offer[]

const finders: Readonly<Record<ContainmentStep, FindOffers>> = {
  'block-sign-in': ({ account }) =>
    account.known && account.value.signInAllowed ? [toOffer('block-sign-in')] : [],
  'revoke-sessions': ({ account }) => (account.known ? [toOffer('revoke-sessions')] : []),
  // A password of a synced account is changed on-premises; what the cloud is told does not last.
  'require-password-change': ({ account }) =>
    account.known && !account.value.synced ? [toOffer('require-password-change')] : [],
  'remove-method': ({ authentication }) =>
    (authentication.known ? authentication.value.methods : []).flatMap(({ id, kind, addedAt }, _, all) => {
      const added = addedAt === undefined ? 'When it was added is not known' : `Added ${toUtcText(addedAt)}`
      const detail = all.length === 1 ? `The last one. ${added}` : added
      return id === undefined ? [] : [toOffer('remove-method', [{ id, name: kind, detail }])]
    }),
  'remove-delegate': ({ delegates }) =>
    (delegates.known ? delegates.value : []).flatMap(({ who, right, through }) => {
      // What a group holds is not taken from one of its members here.
      const detail = through === undefined ? delegateWords.get(right) : undefined
      return detail === undefined
        ? []
        : [toOffer('remove-delegate', [{ id: `${right}:${who}`, name: who, detail }])]
    }),
  'remove-grant': ({ consents }) =>
    (consents.known ? consents.value : []).flatMap(({ id, app, scopes }) =>
      id === undefined ? [] : [toOffer('remove-grant', [{ id, name: app, detail: scopes }])],
    ),
  'stop-forwarding': ({ forwarding }) =>
    forwarding.known && forwarding.value !== null ? [toOffer('stop-forwarding')] : [],
  'disable-inbox-rules': (evidence) => {
    const targets = findRules(evidence)
    return targets.length === 0 ? [] : [toOffer('disable-inbox-rules', targets)]
  },
}

/** The rights that can be taken and given back. */
const delegateWords: ReadonlyMap<string, string> = new Map([
  ['FullAccess', 'May open the mailbox'],
  ['SendAs', 'May send as this mailbox'],
  ['SendOnBehalf', 'May send on behalf of it'],
])

function toOffer(step: ContainmentStep, targets: Offer['targets'] = []): Offer {
  return { step, targets }
}

/** Suspicious and hidden ones first. */
function findRules({ inboxRules }: SenderEvidence): readonly OfferedTarget[] {
  const enabled = inboxRules.known ? inboxRules.value.filter((rule) => rule.enabled) : []
  const isSuspect = (rule: (typeof enabled)[number]) => rule.suspicious || rule.hidden
  return [...enabled.filter(isSuspect), ...enabled.filter((rule) => !isSuspect(rule))].flatMap(
    ({ id, name, hidden, effect }) =>
      id === undefined ? [] : [{ id, name, detail: hidden ? `hidden, ${effect}` : effect }],
  )
}

/** In Microsoft's order; one offer for each removable grant, one for all inbox rules. */
export function offerContainment({ evidence, containments = [] }: Incident): readonly Offer[] {
  if (evidence?.kind !== 'sender') return []
  return containmentSteps.flatMap((step) =>
    finders[step](evidence).flatMap((offer) => withoutSettled(offer, containments, evidence)),
  )
}

function withoutSettled(
  offer: Offer,
  containments: readonly Containment[],
  evidence: SenderEvidence,
): readonly Offer[] {
  const isOpen = (targetId: string | undefined) => {
    const last = containments.findLast(
      (one) => one.requestedAt !== undefined && isAbout(one, offer, targetId),
    )
    return last === undefined || !isSettled(last, containments, evidence)
  }
  if (offer.targets.length === 0) return isOpen(undefined) ? [offer] : []
  const targets = offer.targets.filter(({ id }) => isOpen(id))
  return targets.length === 0 ? [] : [{ ...offer, targets }]
}

function isAbout(one: Containment, { step }: Offer, targetId: string | undefined): boolean {
  return one.step === step && (targetId === undefined || one.targets.some(({ id }) => id === targetId))
}

function isSettled(
  last: Containment,
  containments: readonly Containment[],
  evidence: SenderEvidence,
): boolean {
  const { ended } = last
  if (ended === undefined) return true
  if (ended.result === 'failed') return false
  if (ended.at > evidence.gatheredAt) return true
  // Only the next change of the password shows that this was done; until then it stands.
  if (last.step !== 'require-password-change' || ended.result === 'unknown') return false
  if (last.undoes !== undefined || isTakenBack(last, containments)) return false
  return !(evidence.password.known && evidence.password.value.changedAt > ended.at)
}

interface Choice {
  readonly step: string
  /** Handles of what was ticked, or of the one grant. */
  readonly handles: readonly string[]
}

/** The offer that was chosen, with the chosen targets alone; undefined when nothing of the kind is offered now. */
export function findOffer(incident: Incident, { step, handles }: Choice): Offer | undefined {
  const offers = offerContainment(incident).filter((offer) => offer.step === step)
  for (const offer of offers) {
    if (offer.targets.length === 0) return offer
    const chosen = offer.targets.filter(({ id }) => handles.includes(toHandle(id)))
    const isPlain = new Set(chosen.map(({ id }) => toHandle(id))).size === chosen.length
    if (chosen.length > 0 && isPlain) return { ...offer, targets: chosen }
  }
  return undefined
}

/** What evidence shows by itself. Whether sessions were revoked nobody can see. */
const visibleSteps: readonly ContainmentStep[] = [
  'block-sign-in',
  'stop-forwarding',
  'disable-inbox-rules',
  'remove-grant',
  'remove-method',
  'remove-delegate',
]

/** Whether newer evidence shows that what was done is no longer so: a sync or somebody else has changed it back. */
export function isReverted(one: Containment, evidence: Evidence | undefined): boolean {
  return one.ended?.result === 'done' && isShownOtherwise(one, evidence)
}

function isShownOtherwise(one: Containment, evidence: Evidence | undefined): boolean {
  if (evidence?.kind !== 'sender' || one.ended === undefined) return false
  if (one.ended.at >= evidence.gatheredAt || !visibleSteps.includes(one.step)) return false
  const offered = finders[one.step](evidence)
  if (one.targets.length === 0) return offered.length > 0
  const ids = offered.flatMap(({ targets }) => targets.map(({ id }) => id))
  return one.targets.some(({ id }) => ids.includes(id))
}

/** Steps that were done and are neither taken back nor reverted, oldest first. */
export function listStanding({ containments = [], evidence }: Incident): readonly Containment[] {
  return containments.filter(
    (one) =>
      one.undoes === undefined &&
      one.ended?.result === 'done' &&
      !isTakenBack(one, containments) &&
      !isReverted(one, evidence),
  )
}

/**
 * What Reprieve changed on the account and nobody has given back, oldest first. Sessions that ended are nothing to give
 * back, and a new password is no longer due once it was set.
 */
export function listOutstanding(incident: Incident): readonly Containment[] {
  return listStanding(incident).filter(
    (one) => one.undo !== undefined && !isPasswordSet(one, incident.evidence) && !isKept(one, incident),
  )
}

/** Whether somebody decided that it stays. */
function isKept({ id }: Containment, { kept }: Incident): boolean {
  return kept?.containmentIds.includes(id) === true
}

function isPasswordSet({ step, ended }: Containment, evidence: Evidence | undefined): boolean {
  if (step !== 'require-password-change' || evidence?.kind !== 'sender' || ended === undefined) return false
  return evidence.password.known && evidence.password.value.changedAt > ended.at
}

/**
 * Steps whose answer was lost: what they change may have been changed, and nobody remembers how it was before. Left out
 * when the same was done or given back later, or when newer evidence shows that it is not so.
 */
export function listUnsure(incident: Incident): readonly Containment[] {
  const { containments = [], evidence } = incident
  return containments.filter(
    (one, index) =>
      one.undoes === undefined &&
      // Neither leaves anything that could be given back.
      one.step !== 'revoke-sessions' &&
      one.step !== 'remove-method' &&
      !isKept(one, incident) &&
      one.ended?.result === 'unknown' &&
      !isShownOtherwise(one, evidence) &&
      !containments.slice(index + 1).some(({ step, ended }) => step === one.step && ended?.result === 'done'),
  )
}

/** What was left standing for good, and is still so. */
export function listKept(incident: Incident): readonly Containment[] {
  return (incident.containments ?? []).filter(
    (one) =>
      isKept(one, incident) &&
      !isTakenBack(one, incident.containments ?? []) &&
      !isReverted(one, incident.evidence),
  )
}

/** Whether anything on the account is, or may be, as Reprieve left it. */
export function hasStanding(incident: Incident): boolean {
  return listOutstanding(incident).length + listUnsure(incident).length > 0
}

/** Why something is not offered, for the people who look for it. */
export type OfferGap =
  | { readonly code: 'connector' | 'no-evidence' | 'sign-in-blocked' | 'synced-password' }
  | {
      readonly code: 'account-unknown' | 'grants-unknown' | 'forwarding-unknown' | 'inbox-rules-unknown'
      readonly why: string
    }
  | { readonly code: 'inbox-rules-unnamed' | 'grants-unnamed'; readonly count: number }

export function listOfferGaps({ entity, evidence }: Incident): readonly OfferGap[] {
  if (entity.kind === 'connector') return [{ code: 'connector' }]
  if (evidence?.kind !== 'sender') return [{ code: 'no-evidence' }]
  const { account, consents, forwarding, inboxRules } = evidence
  const unnamedGrants = consents.known ? consents.value.filter(({ id }) => id === undefined).length : 0
  const unnamedRules = inboxRules.known
    ? inboxRules.value.filter(
        ({ id, enabled, kind, mailbox }) =>
          enabled && id === undefined && kind === undefined && mailbox === undefined,
      ).length
    : 0
  return [
    ...listAccountGaps(account),
    ...(consents.known ? [] : [{ code: 'grants-unknown', why: consents.why } as const]),
    ...(unnamedGrants === 0 ? [] : [{ code: 'grants-unnamed', count: unnamedGrants } as const]),
    ...(forwarding.known ? [] : [{ code: 'forwarding-unknown', why: forwarding.why } as const]),
    ...(inboxRules.known ? [] : [{ code: 'inbox-rules-unknown', why: inboxRules.why } as const]),
    ...(unnamedRules === 0 ? [] : [{ code: 'inbox-rules-unnamed', count: unnamedRules } as const]),
  ]
}

function listAccountGaps(account: SenderEvidence['account']): readonly OfferGap[] {
  if (!account.known) return [{ code: 'account-unknown', why: account.why }]
  return [
    ...(account.value.signInAllowed ? [] : [{ code: 'sign-in-blocked' } as const]),
    ...(account.value.synced ? [{ code: 'synced-password' } as const] : []),
  ]
}
