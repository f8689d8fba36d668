// How well what is hidden was seen. Worst is to call an area fine in which something is hidden, then to be silent about it;
// to say that it is not known costs nothing.
import { lookAt, type Seen, type SeenText } from './seen.js'
import type { Story } from './story.js'

export type Outcome = 'found' | 'unknown' | 'missed' | 'fine' | 'quiet' | 'named' | 'accused'

export interface Score {
  readonly story: Story
  readonly outcome: Outcome
  /** Of several words that are ordinary ones: a person has to read whether the fact was said. */
  readonly isReadByPerson: boolean
  /** What was not said, or what was said that must not be. */
  readonly because: readonly string[]
  readonly seen: Seen
}

const points: Readonly<Record<Outcome, number>> = {
  found: 1,
  unknown: 0,
  missed: -3,
  fine: -10,
  quiet: 1,
  named: 1,
  accused: -3,
}

export function toPoints(outcome: Outcome): number {
  return points[outcome]
}

export async function score(story: Story): Promise<Score> {
  const seen = await lookAt(story)
  const isReadByPerson = story.expected.mustFind.some(({ readByPerson }) => readByPerson)
  const judged = story.expected.innocent ? scoreControl(story, seen) : scoreHidden(story, seen)
  return { story, seen, isReadByPerson, ...judged }
}

type Judged = Pick<Score, 'outcome' | 'because'>

function scoreHidden({ expected }: Story, { texts, verdict }: Seen): Judged {
  const isIn = (areas: readonly string[], { areas: own }: SeenText) =>
    own.length === 0 || own.some((area) => areas.includes(area))
  const about = texts.filter((one) => isIn(expected.mustNotClear, one))
  const cleared = about.filter((one) => one.areas.length > 0 && isCleared(one, texts, expected.mustNotClear))
  const isWhollyCleared = verdict.verdict === 'bulk' || verdict.verdict === 'limit-only'
  if (isWhollyCleared || cleared.length > 0)
    return {
      outcome: 'fine',
      because: [...(isWhollyCleared ? [verdict.verdict] : []), ...cleared.map(({ text }) => text)],
    }
  const shown = about.filter(({ says }) => says !== 'fine' && says !== 'unknown')
  const left = expected.mustFind.filter(
    ({ sayOneOf }) => !sayOneOf.some((word) => shown.some(({ text }) => isSaid(text, word))),
  )
  if (left.length === 0) return { outcome: 'found', because: [] }
  const isUnknown = about.some(({ says, areas }) => says === 'unknown' && areas.length > 0)
  return { outcome: isUnknown ? 'unknown' : 'missed', because: left.map(({ fact }) => fact) }
}

/** Something else that was found in the same area keeps it from being called fine. */
function isCleared(one: SeenText, texts: readonly SeenText[], mustNotClear: readonly string[]): boolean {
  if (one.says !== 'fine') return false
  return one.areas
    .filter((area) => mustNotClear.includes(area))
    .some(
      (area) =>
        !texts.some(({ areas, says }) => areas.includes(area) && says !== 'fine' && says !== 'listed'),
    )
}

/** Two letters are in every text: those count as a word of their own only. */
function isSaid(text: string, word: string): boolean {
  if (word.length > 3) return text.toLowerCase().includes(word.toLowerCase())
  return new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, /[a-z]/.test(word) ? 'iu' : 'u').test(
    text,
  )
}

/** "takeover because of the rule" is an accusation, "inbox rules" an area. */
const accusations: readonly (readonly [RegExp, string])[] = [
  [/because of the rule/i, 'inbox rules'],
  [/because of the method/i, 'authentication methods'],
  [/because of the place/i, 'sign-ins'],
  [/because of the (?:app|grant|consent)/i, 'apps'],
  [/because of the delegate/i, 'delegates'],
  [/because of the forwarding/i, 'forwarding'],
]
/** Their titles say what to do about it: "Remove suspicious inbox rules". */
const accusing = ['inbox rules', 'forwarding', 'transport rules', 'automatic reply', 'removed traces', 'apps']

function scoreControl({ expected }: Story, { texts, verdict }: Seen): Judged {
  const areas = expected.mustNotFlag.map(
    (flag) => accusations.find(([pattern]) => pattern.test(flag))?.[1] ?? flag,
  )
  const isOnlyVerdict = expected.mustNotFlag.some((flag) => /^takeover/i.test(flag))
  const about = texts.filter((one) => one.areas.some((area) => areas.includes(area)))
  const accused = about.filter(
    ({ says, areas: own }) =>
      says === 'takeover' ||
      (says === 'found' &&
        !isOnlyVerdict &&
        own.some((area) => accusing.includes(area) && areas.includes(area))),
  )
  if (verdict.verdict === 'compromised' || accused.length > 0)
    return { outcome: 'accused', because: accused.map(({ text }) => text) }
  const named = about.filter(({ says }) => says === 'found' || says === 'listed')
  return { outcome: named.length > 0 ? 'named' : 'quiet', because: named.map(({ text }) => text) }
}
