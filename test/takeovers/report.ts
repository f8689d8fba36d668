// The table of docs/evidence.md, and one line for each story that is not as it should be.
import { join } from 'node:path'
import { type Outcome, type Score, score, toPoints } from './scoring.js'
import { readTakeovers } from './story.js'

export const takeoverFolder = join(import.meta.dirname, 'stories')

export async function scoreAll(folder: string): Promise<readonly Score[]> {
  return Promise.all(readTakeovers(folder).map(score))
}

const hidden: readonly Outcome[] = ['found', 'unknown', 'missed', 'fine']
const controls: readonly Outcome[] = ['quiet', 'named', 'accused']

export function toTable(scores: readonly Score[]): string {
  const kinds = [...new Set(scores.map(({ story }) => story.kind))].sort()
  const isControl = ({ story }: Score) => story.expected.innocent
  return [
    '| What is hidden | found | said to be unknown | missed | called fine |',
    '| --- | --- | --- | --- | --- |',
    ...kinds.flatMap((kind) => {
      const some = scores.filter((one) => one.story.kind === kind && !isControl(one))
      return some.length === 0 ? [] : [toRow(kind, some, hidden)]
    }),
    toRow(
      '**all**',
      scores.filter((one) => !isControl(one)),
      hidden,
    ),
    '',
    '| Nothing is hidden | quiet | named | accused |',
    '| --- | --- | --- | --- |',
    toRow('controls', scores.filter(isControl), controls),
  ].join('\n')
}

function toRow(name: string, scores: readonly Score[], outcomes: readonly Outcome[]): string {
  const counts = outcomes.map((wanted) => scores.filter(({ outcome }) => outcome === wanted).length)
  return `| ${[name, ...counts].join(' | ')} |`
}

export function toPointsText(scores: readonly Score[]): string {
  return `${scores.reduce((sum, { outcome }) => sum + toPoints(outcome), 0)} of ${scores.length} points`
}

export function listFaults(scores: readonly Score[]): readonly string[] {
  return scores
    .filter(({ outcome }) => outcome !== 'found' && outcome !== 'quiet')
    .map(
      ({ story, outcome, because }) =>
        `${story.id}: ${outcome} (${story.title})${because.map((one) => `\n    ${one}`).join('')}`,
    )
}

/** What has to be judged by reading it. */
export function listToRead(scores: readonly Score[]): readonly string[] {
  return scores
    .filter(({ isReadByPerson, outcome }) => isReadByPerson && outcome === 'found')
    .map(({ story, seen }) => {
      const texts = seen.texts.filter(
        ({ areas, says }) =>
          says !== 'fine' &&
          says !== 'unknown' &&
          areas.some((area) => story.expected.mustNotClear.includes(area)),
      )
      return [
        `${story.id}: ${story.expected.mustFind.map(({ fact }) => fact).join('; ')}`,
        ...texts.map(({ text }) => `    ${text}`),
      ].join('\n')
    })
}
