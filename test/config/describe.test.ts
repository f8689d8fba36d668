import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { describeSettings, exampleYaml, toJsonSchema } from '../../src/config/index.js'
import { least, teams } from './settings.js'

describe('the table of settings', () => {
  test('describes every key', () => {
    const rows = describeSettings().split('\n').slice(2)
    expect(rows).toContain(
      '| `server.port` | whole number | 3978 | `PORT` | Port of the one HTTP server; 0 takes a free one |',
    )
    expect(rows).toContainEqual(expect.stringMatching(/^\| `slack\.mode` \| http \\\| socket \| http \|/))
    expect(rows.filter((row) => /\| {1,2}\|$/.test(row))).toEqual([])
  })

  test('is the one in docs/settings.md', async () => {
    const page = await readFile(new URL('../../docs/settings.md', import.meta.url), 'utf8')
    const block = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(page)?.[1]
    expect(block).toBe(describeSettings())
  })
})

describe("the editor's schema", () => {
  // Strict: an editor may trip over what ajv does not know.
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(
    toJsonSchema(),
  )

  test.each([
    ['the example', exampleYaml()],
    ['the least', least],
    ['one person by all they act by', `${least}access: [{ slack: U1, console: maya, role: viewer }]`],
    [
      'a choice from a variable',
      `${least}approval: { twoPeople: { again: '\${AGAIN}', contradicted: true } }`,
    ],
    [
      'references anywhere',
      `${least.replace('T1', '${TEAM}')}server: { port: '\${PORT}' }\nlogLevel: \${LOG}`,
    ],
    [
      'tenants that lack what the defaults say, and undo some of it',
      `defaults: { mode: watch, early: { alerts: true } }\n${least.replace('name: Contoso', 'name: Contoso\n    early: null')}`,
    ],
  ])('takes %s', (_title, text) => {
    expect([validate(parse(text)), validate.errors]).toEqual([true, null])
  })

  test.each([
    ['an unknown key', `${least}color: red`],
    ['an unknown inner key', `${least}server: { prot: 1 }`],
    ['a missing key', least.replace('name: Contoso', '')],
    ['a wrong value', `${least}logLevel: loud`],
    ['a number out of range', `${least}server: { port: 65536 }`],
    ['a secret that is written out', least.replace('${SLACK_BOT_TOKEN}', 'xoxb-1')],
    ['a route to two channels', `${teams}\n${least.replace('slack: C1', 'slack: C1, teams: installed')}`],
    ['nobody with a role', `${least}access: [{ role: viewer }]`],
    ['a group that is a person', `${least}access: [{ slack: U1, slackGroup: S1, role: viewer }]`],
  ])('refuses %s', (_title, text) => {
    expect(validate(parse(text))).toBe(false)
  })
})
