import { expect, test } from 'vitest'
import { loadSettings } from '../../src/config/index.js'
import { ConfigError } from '../../src/errors.js'
import { environment, least } from './settings.js'

const files: Readonly<Record<string, string>> = {
  '/config': least,
  '/run/secrets/bot': 'xoxb-from-a-file\n',
  '/creds/SLACK_BOT_TOKEN': 'xoxb-from-systemd',
}
const readFile = async (path: string) => {
  const text = files[path]
  if (text === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
  return text
}
const { SLACK_BOT_TOKEN: _, ...without } = environment
const load = (given: Readonly<Record<string, string>>, path?: string) =>
  loadSettings({ environment: given, readFile, ...(path === undefined ? {} : { path }) })

test.each([
  ['that NAME_FILE names', { SLACK_BOT_TOKEN_FILE: '/run/secrets/bot' }, 'xoxb-from-a-file'],
  ['among the credentials of systemd', { CREDENTIALS_DIRECTORY: '/creds' }, 'xoxb-from-systemd'],
])('a secret may stand in a file %s', async (_which, given, token) => {
  expect((await load({ ...without, ...given }, '/config')).slack?.botToken).toBe(token)
  const alone = { SLACK_SIGNING_SECRET: 's', SLACK_TEAM_ID: 'T1', SLACK_CHANNEL: 'C1' }
  expect((await load({ ...alone, ...given })).slack?.botToken).toBe(token)
})

test.each([
  [
    { ...without, SLACK_BOT_TOKEN_FILE: '/gone' },
    'SLACK_BOT_TOKEN_FILE: names a file that cannot be read (ENOENT)',
  ],
  [
    { ...environment, SLACK_BOT_TOKEN_FILE: '/run/secrets/bot' },
    'SLACK_BOT_TOKEN: is set beside SLACK_BOT_TOKEN_FILE',
  ],
])('says what is wrong with it', async (given, words) => {
  const error: unknown = await load(given, '/config').catch((failure: unknown) => failure)
  expect(error).toBeInstanceOf(ConfigError)
  expect(String(error)).toContain(words)
})

test('leaves other variables that end in _FILE alone', async () => {
  const given = { ...environment, SSL_CERT_FILE: '/gone', CREDENTIALS_DIRECTORY: '/elsewhere' }
  expect((await load(given, '/config')).slack?.botToken).toBe(environment.SLACK_BOT_TOKEN)
})
