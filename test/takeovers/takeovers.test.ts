// `REPRIEVE_TAKEOVERS=<folder> npx vitest run test/takeovers` measures other stories too, and prints what became of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listFaults, scoreAll, takeoverFolder, toPointsText, toTable } from './report.js'
import type { Outcome, Score } from './scoring.js'

const own = await scoreAll(takeoverFolder)
const given = process.env.REPRIEVE_TAKEOVERS
const others = given === undefined ? [] : [[given, await scoreAll(given)] as const]

function list(scores: readonly Score[], wanted: Outcome): readonly string[] {
  return scores.filter(({ outcome }) => outcome === wanted).map(({ story }) => story.id)
}

describe('of tenants in which something is hidden', () => {
  test('at least so many are seen through', () => {
    expect(list(own, 'found').length).toBeGreaterThanOrEqual(43)
  })

  test('nothing is called fine, or passed over in silence', () => {
    expect(list(own, 'fine')).toEqual([])
    expect(list(own, 'missed')).toEqual([])
  })
})

test('nobody is accused in whom nothing is hidden', () => {
  expect(list(own, 'accused')).toEqual([])
})

test.each(others)('of those in %s nothing that is hidden is called fine', (_, scores) => {
  console.log([toTable(scores), toPointsText(scores), ...listFaults(scores)].join('\n'))
  expect(list(scores, 'fine')).toEqual([])
})

test('docs/evidence.md tells what is found', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'evidence.md'), 'utf8')
  const measured = /<!-- takeovers -->\n([\s\S]*?)\n?<!-- \/takeovers -->/.exec(page)?.[1]
  expect(measured?.trim()).toBe(toTable(own))
})
