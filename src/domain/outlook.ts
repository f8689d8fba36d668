// The verdict as the review asks by it: which steps are expected, and what only people can know.
import type { Evidence } from './evidence.js'
import type { Restriction } from './restriction.js'
import type { Known } from './rules/index.js'
import { judge, type Verdict, type VerdictKind } from './verdict/index.js'

/** A page asks several times, and it is a lot of work. */
const judged = new WeakMap<Evidence, { readonly restriction: Restriction; readonly verdict: Verdict }>()

/** Undefined until evidence is there. */
export function findVerdict({ evidence, restriction }: Known): Verdict | undefined {
  if (evidence === undefined) return undefined
  const before = judged.get(evidence)
  if (before?.restriction === restriction) return before.verdict
  const verdict = judge(evidence, { restriction })
  judged.set(evidence, { restriction, verdict })
  return verdict
}

export function toOutlook(known: Known): VerdictKind {
  return findVerdict(known)?.verdict ?? 'unclear'
}
