// What every rule is made of: one step to take, and how the evidence stands behind it.
import type { Recommendation } from '../recommendation.js'

/** A recommendation before the evidence has been asked. */
export type Step = Omit<Recommendation, 'basis' | 'finding'>

export function found(step: Step, finding: string): Recommendation {
  return { ...step, basis: 'found', finding }
}

export function looksFine(step: Step, finding: string): Recommendation {
  return { ...step, basis: 'looks-fine', finding }
}

export function notChecked(step: Step, why: string): Recommendation {
  return { ...step, basis: 'not-checked', finding: why }
}
