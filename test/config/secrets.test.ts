import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleYaml, listSecrets, readSettingsFile } from '../../src/config/index.js'
import { toRows } from '../../src/config/rows.js'
import { ConfigError } from '../../src/errors.js'
import { toRuns } from '../long.js'
import { environment, exchangeTenant, findProblems, least, slack, teams, toProblems } from './settings.js'

const pem = '-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----'

describe('a secret', () => {
  test.each([
    ['botToken', 'SLACK_BOT_TOKEN', 'xoxb-canary-1'],
    ['botToken', 'SLACK_BOT_TOKEN', 'xoxb-${SLACK_BOT_TOKEN}'],
    ['signingSecret', 'SLACK_SIGNING_SECRET', 'canary'],
    ['signingSecret', 'SLACK_SIGNING_SECRET', '12345678'],
    ['signingSecret', 'SLACK_SIGNING_SECRET', '$${SLACK_SIGNING_SECRET}'],
  ])('is refused in the file: %s, in favour of %s', (key, variable, written) => {
    const text = least.replace(new RegExp(`${key}: .*`), () => `${key}: ${written}`)
    expect(findProblems(text)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^slack\\.${key} \\(line [23]\\): is a secret, which must not stand in the file\\. Put it into the environment and write \\$\\{${variable}\\}\\.`,
        ),
      ),
    ])
  })

  test('of Teams is refused in the file too', () => {
    const certificate = `certificate: { thumbprint: '${'a'.repeat(40)}', privateKey: canary }`
    const text = `${least}${teams.replace(/appPassword.*/, certificate)}`
    expect(findProblems(text)).toEqual([
      expect.stringContaining('teams.certificate.privateKey (line 13): is a secret'),
    ])
  })

  test('is known by its looks wherever it stands', () => {
    const problems = findProblems(least.replace('name: Contoso', 'name: xoxp-canary-7'))
    expect(problems).toEqual([
      expect.stringContaining('tenants[0].name (line 7): is a secret, which must not stand in the file'),
    ])
  })

  test('may have its line breaks written as \\n', () => {
    const certificate = `certificate: { thumbprint: '${'a'.repeat(40)}', privateKey: '\${KEY}' }`
    const text = `${least}${teams.replace(/appPassword.*/, () => certificate)}`
    const settings = readSettingsFile(text, { ...environment, KEY: pem })
    expect(settings.teams?.certificate?.privateKey).toBe(pem.replaceAll('\\n', '\n'))
  })

  test('is never repeated, whatever it was put into', () => {
    const secret = 'canary.4711'
    const wrong = least
      .replace('teamId: T1', 'teamId: ${SECRET}')
      .replace('id: contoso', 'id: ${SECRET}')
      .replace('sandbox', '"${SECRET}"')
    const text = `${wrong}logLevel: \${SECRET}\nserver: { port: '\${SECRET}', host: '\${SECRET} x' }\n${secret}: 1\n`
    const problems = findProblems(text, { ...environment, SECRET: secret })
    expect(problems).toHaveLength(7)
    expect(problems.join()).not.toContain(secret)
  })

  test('is never repeated, wherever it slipped into the file', () => {
    const canary = 'xoxb-31415-canary'
    const example = exampleYaml()
    fc.assert(
      fc.property(
        fc.nat(example.length),
        fc.constantFrom('', ': ', ' ', '\n', '"', "'", '*', '&', '!', '- ', '${', '%'),
        fc.constantFrom('', ': ', ' ', '\n', '"', "'", '}', ']'),
        (at, before, after) => {
          const text = `${example.slice(0, at)}${before}${canary}${after}${example.slice(at)}`
          const said = tryToRead(text)
          expect(said).not.toContain('31415')
        },
      ),
      { numRuns: toRuns(200) },
    )
  })
})

/** What is said; nothing when the canary fell into a comment. */
function tryToRead(text: string): string {
  try {
    readSettingsFile(text, environment)
    return ''
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
  }
}

describe('a reference', () => {
  const name = (written: string) => least.replace('name: Contoso', () => `name: '${written}'`)
  const read = (written: string, variables: Readonly<Record<string, string>>) =>
    readSettingsFile(name(written), { ...environment, ...variables }).tenants[0]?.name

  test.each([
    ['the whole value', '${A}', 'one'],
    ['a part of it', 'x ${A} and ${A}${B}', 'x one and onetwo'],
    ['no reference when escaped', '$${A}', '${A}'],
    ['no reference without braces', '$A $ $$ {A}', '$A $ $$ {A}'],
    ['not looked into again', '${C}', '${A}'],
  ])('may be %s', (_title, written, filled) => {
    expect(read(written, { A: 'one', B: 'two', C: '${A}' })).toBe(filled)
  })

  test.each(['${}', '${A-B}', '${A:-b}', '${1}', '${ A }', '${A'])('cannot be %s', (written) => {
    expect(findProblems(name(written), { ...environment, A: 'one' })).toEqual([
      'tenants[0].name (line 7): has a "${" that is not ${NAME}. Write ${NAME}, or $${ for a plain ${.',
    ])
  })

  test.each([{}, { A: '' }])('needs its variable: %j', (variables) => {
    expect(findProblems(name('${A}'), { ...environment, ...variables })).toEqual([
      'tenants[0].name (line 7): needs the environment variable A, which is not set. Set it.',
    ])
  })

  test('does not reach what every object has', () => {
    expect(findProblems(name('${constructor}'))).toEqual([
      expect.stringContaining('needs the environment variable constructor, which is not set'),
    ])
  })

  test('may stand for a number', () => {
    const text = `${least}server: { port: '\${PORT}' }`
    expect(readSettingsFile(text, { ...environment, PORT: '8080' }).server.port).toBe(8080)
    expect(toProblems(() => readSettingsFile(text, { ...environment, PORT: '80.5' }))).toEqual([
      'server.port (line 10): is not a whole number from 0 to 65535. Write one, or leave it out for 3978.',
    ])
  })

  test('is nothing in a key', () => {
    expect(findProblems(`${least}\${A}: 1`, { ...environment, A: 'teams' })).toEqual([
      expect.stringContaining('(not shown) (line 10): is not a setting.'),
    ])
  })
})

test('every key that the schema calls a secret is kept out of the log, with the values of each tenant', () => {
  const certificate = `certificate: { thumbprint: '${'a'.repeat(40)}', privateKey: '\${KEY}' }`
  const text = [
    `${slack}\n  appToken: \${SLACK_APP_TOKEN}`,
    teams.replace(/appPassword.*/, () => certificate),
    exchangeTenant('clientSecret: ${EXCHANGE_CLIENT_SECRET}'),
    exchangeTenant('certificate: ${EXCHANGE_CERTIFICATE}')
      .replace('tenants:\n', '')
      .replaceAll('ontoso', 'abrikam'),
    'proxy: http://maya:canary-proxy@proxy.example:3128',
    'heartbeat: { url: "${HEARTBEAT}" }',
  ].join('\n')
  const given = { ...environment, KEY: pem, HEARTBEAT: 'https://hc-ping.com/canary-heart' }
  const listed = listSecrets(readSettingsFile(text, given)).join('\n')
  for (const value of [
    'xoxb-canary-5926',
    'signing-canary-3141',
    'xapp-canary-5358',
    'MII',
    'secret-canary-3383',
    'canary-6264',
    'canary-proxy',
    'canary-heart',
  ])
    expect(listed).toContain(value)
  const others = readSettingsFile(`${least}${teams}\n`, environment)
  expect(listSecrets(others)).toEqual(['xoxb-canary-5926', 'signing-canary-3141', 'password-canary-9793'])
  expect(toRows().filter(({ isSecret }) => isSecret)).toHaveLength(13)
})
