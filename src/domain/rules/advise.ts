// What every rule is made of: one step to take, and how the evidence stands behind it.
import type { Recommendation } from '../recommendation.js'
import type { Credit } from './credit.js'

/** A recommendation before the evidence has been asked. */
export type Step = Omit<Recommendation, 'basis' | 'finding' | 'subject'>

type Subject = readonly string[] | undefined

/** What the evidence shows beside what Reprieve did. */
interface Seen {
  readonly text: string
  readonly subject?: readonly string[]
}

export function found(step: Step, finding: string, subject?: Subject): Recommendation {
  return { ...step, basis: 'found', finding, ...toSubject(subject) }
}

export function looksFine(step: Step, finding: string, subject?: Subject): Recommendation {
  return { ...step, basis: 'looks-fine', finding, ...toSubject(subject) }
}

/** Reprieve did it itself, and the evidence shows nothing that speaks against that. */
export function doneByUs(step: Step, { at, by, text }: Credit, seen?: Seen): Recommendation {
  const finding = seen === undefined ? text : `${text} ${seen.text}`
  return { ...looksFine(step, finding, seen?.subject && [text, ...seen.subject]), doneAt: at, doneBy: by }
}

export function notChecked(step: Step, why: string, subject?: Subject): Recommendation {
  return { ...step, basis: 'not-checked', finding: why, ...toSubject(subject) }
}

function toSubject(subject: Subject): Pick<Recommendation, 'subject'> {
  return subject === undefined ? {} : { subject }
}

/** A count as part of a subject: twice as much is another finding, one more is not. */
export function toMagnitude(count: number): string {
  return String(Math.ceil(Math.log2(Math.max(1, count))))
}
