import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleYaml, readSettingsFile } from '../../src/config/index.js'
import { ConfigError } from '../../src/errors.js'
import { toRuns } from '../long.js'
import { environment, findProblems, least, slack } from './settings.js'

/** Not deep, but 12 to the power of 5. */
const bomb = 'abcde'
  .split('')
  .map(
    (name, at, all) =>
      `${name}: &${name} [${Array(12)
        .fill(at === 0 ? 'x' : `*${all[at - 1]}`)
        .join()}]`,
  )
  .join('\n')

const tooMuch =
  'settings: is nested too deeply or refers to itself. Write the settings out, without so many aliases.'

describe('YAML', () => {
  test.each<[title: string, text: string, problem: string]>([
    [
      'the same key twice',
      `${slack}\n  teamId: T2`,
      'settings (line 5): has the same key twice in one section. Keep one of them.',
    ],
    ['a tab', 'slack:\n\tteamId: T1', 'settings (line 2): is indented with a tab. Indent with spaces.'],
    ['a second colon', 'dataFolder: a: b', 'settings (line 1): has a second colon. Put the value in quotes.'],
    [
      'a second document',
      'a: 1\n---\nb: 2',
      'settings (line 2): begins a second document. Remove the line ---.',
    ],
    [
      'a tag',
      `${least}dataFolder: !!js/function data`,
      'settings (line 10): has a tag (a word that begins with !). Write the plain value.',
    ],
    [
      'a key that is a list',
      `${least}? [a]\n: 1`,
      'settings (line 10): has a key that is not a word. Write a plain word before the colon.',
    ],
    [
      'an open quote',
      'dataFolder: "data',
      'settings (line 1): misses a closing quote, bracket or comma. Close it.',
    ],
    [
      'an alias of nothing',
      `${least}dataFolder: *data`,
      'dataFolder (line 10): has an * that refers to nothing. Put the value in quotes.',
    ],
    [
      'a reference in braces without quotes',
      'server: { port: ${PORT} }',
      'settings (line 1): is not YAML. Put text with special characters in quotes, and "${NAME}" within { }.',
    ],
    ['an alias of itself', 'tenants: &a [*a]', tooMuch],
    ['an alias bomb', bomb, tooMuch],
    ['a deep nest', `tenants: ${'['.repeat(17)}${']'.repeat(17)}`, tooMuch],
    [
      'a text beyond all measure',
      `# ${'x'.repeat(256 * 1024)}`,
      'settings: is longer than 256 KiB. Remove what is not a setting.',
    ],
  ])('refuses %s', (_title, text, problem) => {
    expect(findProblems(text)).toContain(problem)
  })

  test('survives a nest that no parser likes', () => {
    expect(findProblems('['.repeat(100_000))).not.toEqual([])
    expect(findProblems('- '.repeat(50_000))).not.toEqual([])
  })

  test('keeps to 1.2, even when the file asks for 1.1', () => {
    const text = `%YAML 1.1\n---\n${least.replace('name: Contoso', 'name: no')}`
    expect(readSettingsFile(text, environment).tenants[0]?.name).toBe('no')
  })

  test('may begin with a byte order mark and end its lines as Windows does', () => {
    const text = `\uFEFF${least.replaceAll('\n', '\r\n')}`
    expect(readSettingsFile(text, environment).tenants[0]?.id).toBe('contoso')
  })

  test('never leads to anything but settings or a ConfigError', () => {
    const lines = exampleYaml().split('\n')
    const line = fc.oneof(
      fc.constantFrom(...lines),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('? ', '<<: *a', '&a', '- - -', '{', ']', '|', '>', '%TAG', '!!binary', '__proto__: 1'),
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(line, { maxLength: 40 }).map((given) => given.join('\n')),
      fc.json({ maxDepth: 4 }),
    )
    fc.assert(fc.property(text, isReadOrRefused), { numRuns: toRuns(200) })
  })

  test('of any shape never leads to anything but settings or a ConfigError', () => {
    const key = fc.constantFrom('server', 'slack', 'teams', 'tenants', 'access', 'channels', 'kinds', 'mode')
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => isReadOrRefused(JSON.stringify(value))),
      { numRuns: toRuns(200) },
    )
  })
})

function isReadOrRefused(text: string): boolean {
  try {
    return readSettingsFile(text, environment).tenants.length > 0
  } catch (error) {
    return error instanceof ConfigError && error.problems.length > 0
  }
}
