// The verdict as the review asks by it: which steps are expected, and what only people can know.
import type { Evidence } from './evidence.js'
import type { Restriction } from './restriction.js'
import type { Known } from './rules/index.js'
import { judge, type Verdict, type VerdictKind } from './verdict/index.js'

type Outlook = Known & { readonly verdict?: Verdict | undefined }

/** A page asks several times, and it is a lot of work. */
const judged = new WeakMap<Evidence, { readonly restriction: Restriction; readonly verdict: Verdict }>()

/** As it was kept; undefined until evidence is there. */
export function findVerdict({ evidence, restriction, verdict: kept }: Outlook): Verdict | undefined {
  if (kept !== undefined || evidence === undefined) return kept
  // What was saved before verdicts were.
  const before = judged.get(evidence)
  if (before?.restriction === restriction) return before.verdict
  const verdict = judge(evidence, { restriction })
  judged.set(evidence, { restriction, verdict })
  return verdict
}

export function toOutlook(known: Outlook): VerdictKind {
  return findVerdict(known)?.verdict ?? 'unclear'
}
