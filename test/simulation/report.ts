// What was found, in words.
import type { Violation } from './invariants/watch.js'
import { isKnown, known } from './known.js'
import type { Outcome, Run } from './simulate.js'

export function toSeedText({ seed, digest, counts, violations }: Outcome): string {
  const numbers = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  const names = violations.map(({ name }) => name)
  return `seed ${seed} ${digest}: ${numbers.join(', ')}${names.length === 0 ? '' : ` | ${names.join(', ')}`}`
}

export function toViolationText(
  { seed, at, name, words, last }: Violation,
  {
    hours,
    bots = 1,
    isSparse = false,
    isLossy = false,
    isPractice = false,
    isWanted = false,
  }: Pick<Run, 'hours' | 'bots' | 'isSparse' | 'isLossy' | 'isPractice' | 'isWanted'>,
): string {
  const flags = [
    bots > 1 ? `--bots ${bots}` : '',
    isSparse ? '--sparse' : '',
    isLossy ? '--lossy' : '',
    isPractice ? '--practice' : '',
    isWanted ? '--wanted' : '',
  ]
  const world = flags.map((flag) => (flag === '' ? '' : ` ${flag}`)).join('')
  return [
    `${name}: ${words}`,
    `  seed ${seed}, at ${at}; again with: npm run simulate -- --from ${seed} --seeds 1 --hours ${hours}${world} --trace`,
    ...last.map((line) => `    ${line}`),
  ].join('\n')
}

export function listNew(outcomes: readonly Outcome[]): readonly Violation[] {
  return outcomes.flatMap(({ violations }) => violations).filter(({ name }) => !isKnown(name))
}

export function toSummary(outcomes: readonly Outcome[], hours: number): string {
  const all = outcomes.flatMap(({ violations }) => violations)
  const rows = [...new Set(all.map(({ name }) => name))].toSorted().map((name) => {
    const seeds = all.filter((one) => one.name === name).map(({ seed }) => seed)
    return `  ${isKnown(name) ? 'known' : 'NEW  '} ${name}: ${seeds.length} of ${outcomes.length} seeds, such as ${seeds.slice(0, 8).join(', ')}`
  })
  const sum = (count: string) => outcomes.reduce((total, { counts }) => total + (counts[count] ?? 0), 0)
  return [
    `${outcomes.length * hours} hours, ${sum('incidents')} restrictions, ${sum('presses')} presses, ${sum('yes')} Yes, ${sum('unblocks')} unblocks, ${sum('starts')} starts.`,
    `${known.length} known faults are not mended yet${rows.length === 0 ? '.' : '. Seen:'}`,
    ...rows,
  ].join('\n')
}
