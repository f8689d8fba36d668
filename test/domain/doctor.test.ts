import { describe, expect, test } from 'vitest'
import type { Check } from '../../src/domain/check.js'
import { checkClock } from '../../src/domain/clock-check.js'
import { countResults, type DoctorReport, findWorst, shortenReport } from '../../src/domain/doctor.js'

const toCheck = (result: Check['result'], at = 0): Check => ({
  name: `${result} ${at}`,
  result,
  found: 'x',
  remedy: '',
})

function toReport(...results: readonly Check['result'][]): DoctorReport {
  const sections = results.map((result, at) => ({ name: `part ${at}`, checks: [toCheck(result, at)] }))
  const by = { platform: 'slack', id: 'U1', name: 'Maya' } as const
  return { startedAt: 1, finishedAt: 2, by, sections, counts: countResults(sections) }
}

describe('the report', () => {
  test.each([
    [['ok', 'skipped'], 'ok'],
    [['ok', 'warning', 'skipped'], 'warning'],
    [['warning', 'problem', 'ok'], 'problem'],
    [[], 'ok'],
  ] as const)('of %j is at worst %s', (results, worst) => {
    expect(findWorst(toReport(...results))).toBe(worst)
  })

  test('is shortened from what works, keeps its order, and still counts everything', () => {
    const short = shortenReport(toReport('ok', 'problem', 'ok', 'warning'), 3)
    expect(short.sections.map(({ name }) => name)).toEqual(['part 0', 'part 1', 'part 3'])
    expect(short.counts).toEqual({ problem: 1, warning: 1, skipped: 0, ok: 2 })
  })
})

describe('the clock', () => {
  const theirs = Date.UTC(2026, 10, 22, 3)
  test.each([
    [0, 'ok', 'It agrees with that of Slack.'],
    [9_000, 'ok', 'It agrees with that of Slack.'],
    [-31_000, 'warning', "This machine's clock is 31 s behind that of Slack."],
    [75_000, 'problem', "This machine's clock is 75 s ahead of that of Slack."],
  ] as const)('that is %i ms ahead is %s', (ahead, result, found) => {
    expect(checkClock({ whose: 'Slack', theirs, ours: theirs + ahead })).toMatchObject({ result, found })
  })

  test.each([undefined, Number.NaN])('cannot be compared with %s', (unknown) => {
    expect(checkClock({ whose: 'Slack', theirs: unknown, ours: theirs }).result).toBe('skipped')
  })
})
