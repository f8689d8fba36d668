// What an incident looks like, for whoever shows it or decides by it.
import type { Incident } from './incident.js'
import { judge, type Verdict } from './verdict/index.js'

/** Undefined as long as nothing is gathered. */
export function findVerdict({ verdict, evidence, restriction }: Incident): Verdict | undefined {
  if (verdict !== undefined || evidence === undefined) return verdict
  // Saved before verdicts were.
  return judge(evidence, { restriction })
}
