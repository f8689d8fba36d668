// Nothing is said not to be there unless the list was read, and only one place says it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Absence, type Sight, toAbsenceText } from '../../src/domain/absence.js'
import { toUnderstood } from '../../src/domain/pasted/index.js'

const readAt = Date.parse('2026-11-22T14:03:00Z')
const fresh: Sight = { readAt, blind: [], blindSince: undefined, partly: [] }
const name = toUnderstood('zoe@contoso.com')

const absences: readonly (readonly [Absence, string])[] = [
  [{ of: 'anybody' }, 'Nobody is restricted.'],
  [{ of: 'match', what: '' }, 'Nothing that is restricted matches.'],
  [{ of: 'match', what: name }, 'Nothing that is restricted matches "zoe@contoso.com".'],
  [{ of: 'count' }, '0 restrictions'],
  [
    { of: 'entity', name },
    'zoe@contoso.com is not on the Restricted entities list as read at 14:03 UTC, and Reprieve has no record of it.',
  ],
  [{ of: 'listed', name }, 'zoe@contoso.com is not on the list as read at 14:03 UTC.'],
  [{ of: 'named' }, 'None of the addresses in it is on the list as read at 14:03 UTC.'],
  [{ of: 'senders' }, 'No sender is on the list as read at 14:03 UTC.'],
  [{ of: 'connectors' }, 'No connector is on the list as read at 14:03 UTC.'],
  [{ of: 'delegates' }, 'None of those restricted now is known to be allowed to send as it.'],
  [{ of: 'reviews' }, 'Nobody waits for a review.'],
  [{ of: 'yours' }, 'Nothing waits for you.'],
  [{ of: 'endings', name: '' }, 'Nothing has ended yet.'],
  [{ of: 'endings', name }, 'Nothing about zoe@contoso.com has ended yet.'],
]

describe.each(absences)('%j', (absence, words) => {
  test('is said when every list was read lately', () => {
    expect(toAbsenceText(absence, fresh)).toBe(words)
  })

  test.each<readonly [string, Sight, string]>([
    [
      'late',
      { readAt, blind: ['Contoso'], blindSince: readAt, partly: [] },
      'the list of Contoso was last read at 14:03 UTC.',
    ],
    [
      'never read',
      { readAt: undefined, blind: ['Contoso'], blindSince: undefined, partly: [] },
      'the list of Contoso was not read yet.',
    ],
    [
      'nobody’s',
      { readAt: undefined, blind: [], blindSince: undefined, partly: [] },
      'the list was not read yet.',
    ],
  ])('cannot be known when one is %s', (_, sight, why) => {
    const said = toAbsenceText(absence, sight)
    expect(said).toMatch(/^(?:Whether|How many) .* cannot be known now: /)
    expect(said.endsWith(why)).toBe(true)
    expect(said).not.toContain(words)
  })
})

const denial =
  /(?:Nobody|No one|No sender|No connector|Nothing|None of)\b[^'"`,]{0,60}\b(?:is restricted|are restricted|on the list|waits for (?:a review|you)|matches|has ended)|has never seen|never been restricted|(?:is|are) not on the (?:Restricted entities )?list(?! of people)|\b0 restrictions/

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:ts|json)$/.test(path))
    .map((path) => join(folder, path))
}

test('no other file of words, and no card, denies a restriction', () => {
  const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '')
  const found = ['src', 'cards']
    .flatMap(listFiles)
    .filter((path) => !path.endsWith('domain/absence.ts'))
    .filter((path) => denial.test(withoutComments(readFileSync(path, 'utf8'))))
  expect(found).toEqual([])
})
