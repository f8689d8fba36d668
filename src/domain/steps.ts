// The steps that take an account or a connector back, each ticked by what was done from here or by what the evidence shows.
import { isUnread } from './checks.js'
import type { Evidence } from './evidence.js'
import { toFindingId } from './finding.js'
import type { Instant } from './instant.js'
import { toOutlook } from './outlook.js'
import type { Recommendation } from './recommendation.js'
import { isReadable, listFactsOf } from './rules/facts.js'
import { type Known, recommend } from './rules/index.js'
import type { VerdictKind } from './verdict/index.js'

export interface Step {
  readonly ruleId: string
  /** "Forwarding off": the step, done. */
  readonly title: string
  /** "Remove unknown forwarding": what is to be done. */
  readonly task: string
  readonly how: 'ours' | 'seen' | 'open' | 'not-checked'
  /** What is known about it, or why nothing is. May hold outside text; empty when the title says it all. */
  readonly text: string
  /** When it was done from here, or read. */
  readonly at: Instant | undefined
  /** Who did it from here. */
  readonly by: string
  /** Undefined when there is nothing to advise. */
  readonly findingId: string | undefined
  /** Whether reading it once more can show that it was done. */
  readonly isVisible: boolean
}

/** In the order of the recommendations. Those of a takeover are expected only where it may be one. */
const stepTitles: Readonly<Record<string, { readonly title: string; readonly isOfTakeover?: true }>> = {
  'block-sign-in': { title: 'Sign-in blocked', isOfTakeover: true },
  'reset-password': { title: 'Password changed', isOfTakeover: true },
  'revoke-sessions': { title: 'Sessions revoked', isOfTakeover: true },
  'multi-factor-authentication': { title: 'Sign-in methods checked' },
  'consented-apps': { title: 'Unknown apps removed' },
  forwarding: { title: 'Forwarding off' },
  'inbox-rules': { title: 'Suspicious rules off' },
  'revert-changes': { title: 'Changes reverted' },
  definition: { title: 'Definition right' },
}

/** Shown by a look at something else, or by nothing at all. */
const unseen: ReadonlySet<string> = new Set(['revoke-sessions'])

export function listSteps(known: Known, outlook: VerdictKind = toOutlook(known)): readonly Step[] {
  const advised = new Map(recommend(known).map((one) => [one.ruleId, one]))
  const kind = known.restriction.entity.kind
  return Object.entries(stepTitles).flatMap(([ruleId, { title, isOfTakeover = false }]) => {
    if (isOfKind(ruleId) !== kind) return []
    const one = advised.get(ruleId)
    const isExpected = !isOfTakeover || outlook === 'compromised' || outlook === 'unclear'
    if (!isExpected && one?.doneAt === undefined) return []
    return one === undefined
      ? toVanished({ ruleId, title }, known.evidence)
      : [toStep(one, title, known.evidence)]
  })
}

function isOfKind(ruleId: string): 'sender' | 'connector' {
  return ruleId === 'revert-changes' || ruleId === 'definition' ? 'connector' : 'sender'
}

/** Nothing is advised any more: what was to be done is so. */
function toVanished(
  { ruleId, title }: Pick<Step, 'ruleId' | 'title'>,
  evidence: Evidence | undefined,
): readonly Step[] {
  if (evidence === undefined || !isReadable(ruleId, evidence)) return []
  const at = toReadAt(ruleId, evidence)
  return [
    { ruleId, title, task: title, how: 'seen', text: '', at, by: '', findingId: undefined, isVisible: true },
  ]
}

function toStep(one: Recommendation, title: string, evidence: Evidence | undefined): Step {
  const { ruleId, finding, doneAt, doneBy = '' } = one
  const how = toHow(one, evidence)
  return {
    ruleId,
    title,
    task: one.title,
    how,
    text: how === 'ours' || how === 'seen' ? '' : finding,
    at: doneAt ?? toReadAt(ruleId, evidence),
    by: doneBy,
    findingId: toFindingId(one),
    isVisible: !unseen.has(ruleId) && listFactsOf(ruleId).length > 0,
  }
}

function toHow(one: Recommendation, evidence: Evidence | undefined): Step['how'] {
  if (one.doneAt !== undefined) return 'ours'
  if (one.basis === 'looks-fine') return 'seen'
  return isUnread(one, evidence) ? 'not-checked' : 'open'
}

/** When the facts behind a rule were last read. */
export function toReadAt(ruleId: string, evidence: Evidence | undefined): Instant | undefined {
  const { reread, gatheredAt } = evidence ?? {}
  const isReread = listFactsOf(ruleId).some((fact) => reread?.facts.includes(fact) === true)
  return isReread ? reread?.at : gatheredAt
}
