// How right a judge is: right, wrong and unclear, never one number alone. Clearing a takeover is worst; accusing without
// evidence and clearing without it are wrong; not knowing costs a little.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { recommend } from '../../../src/domain/rules/index.js'
import { judge, judgeWithout, type Verdict, type VerdictKind } from '../../../src/domain/verdict/index.js'
import { toContext, toEvidence } from './adapter.js'
import type { Story } from './story.js'

const phraseSchema = z.object({
  mustNotSay: z.array(z.object({ phrase: z.string(), patterns: z.array(z.string()) })),
  reasonKeys: z.array(z.object({ key: z.string(), meaning: z.string() })),
})

export const phrases = phraseSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'phrases.json'), 'utf8')),
)

export type Outcome =
  | 'right'
  | 'half'
  | 'unclear'
  | 'false-alarm'
  | 'accused'
  | 'cleared-blindly'
  | 'cleared-takeover'

const points: Readonly<Record<Outcome, number>> = {
  right: 1,
  half: 0,
  unclear: -1,
  accused: -2,
  'false-alarm': -3,
  'cleared-blindly': -5,
  'cleared-takeover': -10,
}

export function toPoints(outcome: Outcome): number {
  return points[outcome]
}

export function toOutcome({ expected }: Story, said: VerdictKind): Outcome {
  if (said === expected.verdict || expected.alsoAccept?.includes(said) === true) return 'right'
  if (said === 'unclear') return 'unclear'
  const isCleared = said === 'bulk' || said === 'limit-only'
  if (expected.verdict === 'compromised') return 'cleared-takeover'
  if (expected.verdict === 'unclear') return isCleared ? 'cleared-blindly' : 'accused'
  return isCleared ? 'half' : 'false-alarm'
}

export function judgeStory(story: Story, without?: string): Verdict {
  const [evidence, context] = [toEvidence(story), toContext(story)]
  return without === undefined ? judge(evidence, context) : judgeWithout(evidence, context, without)
}

/** Everything of a verdict that a person sees. */
function listTexts({ reasons, badges, explanation }: Verdict): readonly string[] {
  return [
    ...reasons.flatMap(({ short, words }) => [`${short.start} ${short.rest}`, words]),
    ...badges.map(({ words }) => words),
    explanation,
  ]
}

/** Everything that the steps beside it say. */
export function listStepTexts(story: Story): readonly string[] {
  const { restriction } = toContext(story)
  return recommend({ evidence: toEvidence(story), restriction }).flatMap(
    ({ title, advice, basis, finding }) => [`${title}: ${basis.replace('-', ' ')}`, advice, finding],
  )
}

/** What was said of what must not be said. */
export function findForbidden({ expected }: Story, texts: readonly string[]): readonly string[] {
  return expected.mustNotSay.flatMap((phrase) => {
    const patterns = phrases.mustNotSay.find((one) => one.phrase === phrase)?.patterns ?? [phrase]
    return texts
      .filter((text) => patterns.some((pattern) => new RegExp(pattern, 'i').test(text)))
      .map((text) => `${phrase}: ${text}`)
  })
}

export interface Score {
  readonly story: Story
  readonly verdict: Verdict
  readonly outcome: Outcome
  readonly forbidden: readonly string[]
  /** One of the strongest reasons is among the first three. */
  readonly hasReason: boolean
  readonly hasSeverity: boolean
  /** Undefined when none has to be seen. */
  readonly hasBadge: boolean | undefined
}

export function score(story: Story, without?: string): Score {
  const verdict = judgeStory(story, without)
  const first = verdict.reasons.slice(0, 3).map(({ key }): string => key)
  const { strongestKeys, severity, badge } = story.expected
  return {
    story,
    verdict,
    outcome: toOutcome(story, verdict.verdict),
    forbidden: findForbidden(story, listTexts(verdict)),
    hasReason: strongestKeys.length === 0 || strongestKeys.some((key) => first.includes(key)),
    hasSeverity: severity === undefined || verdict.severity === severity,
    hasBadge: badge === undefined ? undefined : verdict.badges.some(({ words }) => words === badge),
  }
}

export function isWhollyRight({ outcome, forbidden, hasReason, hasSeverity, hasBadge }: Score): boolean {
  return outcome === 'right' && forbidden.length === 0 && hasReason && hasSeverity && hasBadge !== false
}

/** "bulk", "compromise": what a kind begins with. */
export function toFamily({ kind }: Story): string {
  return kind.split(':')[0] ?? kind
}

/** Nothing that was asked could not be answered, but for what there cannot be. */
export function isComplete({ unknown }: Story): boolean {
  return Object.values(unknown).every((why) => /no account|kept in the home organisation/i.test(why))
}
