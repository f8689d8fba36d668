// What the judge gets right, as the tables of docs/verdict.md. `npm run verdicts` prints them, `npm run verdicts -- <folder>`
// those of other stories, with every one that is not wholly right.
import { join } from 'node:path'
import { naiveJudges } from './naive.js'
import {
  isComplete,
  isWhollyRight,
  type Outcome,
  type Score,
  score,
  toFamily,
  toOutcome,
  toPoints,
} from './scoring.js'
import { readStories, type Story } from './story.js'

export const storyFolder = join(import.meta.dirname, 'stories')
export const variantFolder = join(import.meta.dirname, 'variants')

const wrong: readonly Outcome[] = ['accused', 'false-alarm', 'cleared-blindly', 'cleared-takeover']

function toRow(name: string, cells: readonly (string | number)[]): string {
  return `| ${[name, ...cells].join(' | ')} |`
}

function countAll(outcomes: readonly Outcome[]): readonly number[] {
  const count = (wanted: readonly Outcome[]) => outcomes.filter((one) => wanted.includes(one)).length
  return [count(['right']), count(wrong), count(['unclear', 'half'])]
}

export function toFamilyTable(stories: readonly Story[]): string {
  const scores = stories.map((story) => score(story))
  const families = [...new Set(stories.map(toFamily))].sort()
  const row = (name: string, some: readonly Score[]) =>
    toRow(name, [
      ...countAll(some.map(({ outcome }) => outcome)),
      `${some.filter(({ hasReason }) => hasReason).length} of ${some.length}`,
      `${some.filter(({ hasSeverity }) => hasSeverity).length} of ${some.length}`,
      `${some.filter(({ hasBadge }) => hasBadge === true).length} of ${some.filter(({ hasBadge }) => hasBadge !== undefined).length}`,
    ])
  return [
    '| Family | right | wrong | unclear | a strongest reason among the first three | severity | badge |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...families.map((family) =>
      row(
        family,
        scores.filter(({ story }) => toFamily(story) === family),
      ),
    ),
    row('**all**', scores),
    row(
      'evidence complete',
      scores.filter(({ story }) => isComplete(story)),
    ),
  ].join('\n')
}

export function toJudgeTable(stories: readonly Story[]): string {
  const judges = {
    Reprieve: (story: Story) => score(story).verdict.verdict,
    ...naiveJudges,
  }
  const takeovers = stories.filter(({ expected }) => expected.verdict === 'compromised').length
  return [
    '| Judge | right | wrong | unclear | takeovers cleared | points |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.entries(judges).map(([name, judge]) => {
      const outcomes = stories.map((story) => toOutcome(story, judge(story)))
      const cleared = outcomes.filter((one) => one === 'cleared-takeover').length
      const points = outcomes.reduce((sum, one) => sum + toPoints(one), 0)
      return toRow(name, [...countAll(outcomes), `${cleared} of ${takeovers}`, points])
    }),
  ].join('\n')
}

/** One line for each story that is not right in everything. */
export function listFaults(stories: readonly Story[]): readonly string[] {
  return stories
    .map((story) => score(story))
    .filter((one) => !isWhollyRight(one))
    .map(({ story, verdict, outcome, hasReason, hasSeverity, hasBadge, forbidden }) =>
      [
        `${story.id}: ${verdict.verdict} (${outcome}), expected ${story.expected.verdict}`,
        hasReason
          ? ''
          : `reasons ${verdict.reasons
              .slice(0, 3)
              .map(({ key }) => key)
              .join(', ')}`,
        hasSeverity ? '' : `severity ${verdict.severity}`,
        hasBadge === false ? `no badge "${story.expected.badge ?? ''}"` : '',
        ...forbidden,
      ]
        .filter((part) => part !== '')
        .join('; '),
    )
}

export function toReport(): string {
  const [stories, variants] = [readStories(storyFolder), readStories(variantFolder)]
  return [
    `${stories.length} stories:`,
    '',
    toFamilyTable(stories),
    '',
    `${variants.length} variants:`,
    '',
    toFamilyTable(variants),
    '',
    'Other judges, on the stories:',
    '',
    toJudgeTable(stories),
  ].join('\n')
}
