import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { editSettings, readWritten } from '../../src/config/edit.js'
import { readEnvFile, writeEnvFile } from '../../src/config/env-file.js'
import { ConfigError } from '../../src/errors.js'

const written = `# who keeps this: the mail team
slack:
  botToken: \${SLACK_BOT_TOKEN} # rotated in May
  teamId: T0OLD
  later: { a: 1 } # of a newer program
tenants:
access:
  - { slack: U0VERA, role: viewer } # Vera
# the end
`

test('a change leaves comments, order and what nobody knows as they are', () => {
  const text = editSettings(written, [
    { path: ['slack', 'teamId'], value: 'T0NEW' },
    { path: ['tenants', 0], value: { id: 'contoso', channels: [] } },
    { path: ['tenants', 0, 'channels', 0, 'slack'], value: 'C0MAIL' },
    { path: ['access', 0, 'role'], value: 'approver' },
  ])
  expect(text).toBe(`# who keeps this: the mail team
slack:
  botToken: \${SLACK_BOT_TOKEN} # rotated in May
  teamId: T0NEW
  later: { a: 1 } # of a newer program
tenants:
  - id: contoso
    channels:
      - slack: C0MAIL
access:
  - { slack: U0VERA, role: approver } # Vera

# the end
`)
  expect(readWritten(text, ['slack', 'botToken'])).toBe('${SLACK_BOT_TOKEN}')
})

test('what is taken out is gone, and what was not there is no matter', () => {
  const text = editSettings('slack: { mode: socket, teamId: T0 }\n', [
    { path: ['slack', 'mode'], value: undefined },
    { path: ['slack', 'appToken'], value: undefined },
    { path: ['teams', 'appId'], value: undefined },
  ])
  expect(text).toBe('slack: { teamId: T0 }\n')
})

test.each([
  ['what stands in another place', 'a: &x { slack: C0 }\ntenants: *x\n'],
  ['what is no YAML', 'slack: [\n'],
  ['what is no section', '- slack\n'],
])('%s is for a person to change', (_, text) => {
  expect(() => editSettings(text, [{ path: ['tenants', 'slack'], value: 'C1' }])).toThrow(ConfigError)
})

test('a variable is changed where it stands, once, and others are left alone', () => {
  const text = writeEnvFile("# mine\nOTHER=1\nexport TOKEN=old\nTOKEN='older'\n", {
    TOKEN: 'new',
    KEY: '-----BEGIN\nabc\n-----END\n',
  })
  expect(text).toBe("# mine\nOTHER=1\nTOKEN='new'\nKEY='-----BEGIN\\nabc\\n-----END'\n")
})

test.each(['plain', 'with space', "it's", '$HOME `x` "y" \\', "all ' $ at once", '#1', 'a=b;c&d'])(
  'a shell reads %s from the file as it was given',
  (value) => {
    const text = writeEnvFile('', { SECRET: value })
    expect(readEnvFile(text)).toEqual({ SECRET: value })
    const shell = execFileSync('sh', ['-c', `${text}printf %s "$SECRET"`], { encoding: 'utf8' })
    expect(shell).toBe(value)
  },
)
