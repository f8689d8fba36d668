import { describe, expect, test } from 'vitest'
import {
  describeDatabase,
  findWarnings,
  listSecrets,
  loadConsoleSettings,
  loadDataFolder,
  loadSettings,
  loadStorePlace,
  readSettingsFile,
  toDatabaseUrl,
} from '../../src/config/index.js'
import { environment, findProblems, least } from './settings.js'

const password = 'canary-2718'
const address = `postgres://reprieve:${password}@db.example.com:5432/reprieve`
const withStore = `${least}store: { url: '\${DATABASE_URL}' }\n`
const read = (url: string, text = withStore) => readSettingsFile(text, { ...environment, DATABASE_URL: url })
const readStore = (url: string, text?: string) => {
  const { store } = read(url, text)
  if (store === undefined) throw new Error('there is no store')
  return store
}
const noFile = () => Promise.reject(new Error('there is no file'))
const slack = {
  SLACK_SIGNING_SECRET: 'signing-canary-1',
  SLACK_BOT_TOKEN: 'xoxb-canary-2',
  SLACK_TEAM_ID: 'T1',
  SLACK_CHANNEL: 'C1',
}

describe('a database', () => {
  test('is named by the file, or by the environment alone', async () => {
    expect(readStore(address)).toEqual({ url: address, connections: 10 })
    const alone = await loadSettings({
      environment: { ...slack, DATABASE_URL: address, REPRIEVE_STORE_CONNECTIONS: '4' },
      readFile: noFile,
    })
    expect(alone.store).toEqual({ url: address, connections: 4 })
    expect((await loadSettings({ environment: slack, readFile: noFile })).store).toBeUndefined()
  })

  test('is a secret: it must not stand in the file, and neither it nor its password gets into the log', () => {
    expect(findProblems(`${least}store: { url: '${address}' }\n`)).toEqual([
      expect.stringMatching(/^store\.url \(line 10\): is a secret, .* write \$\{DATABASE_URL\}/),
    ])
    const secrets = listSecrets(read(address.replace(password, 'p%40ss')))
    expect(secrets).toContain(address.replace(password, 'p%40ss'))
    expect(secrets).toContain('p%40ss')
    expect(secrets).toContain('p@ss')
  })

  test.each([
    ['mysql://reprieve:canary-2718@db/reprieve', 'is not the address of a PostgreSQL database'],
    ['postgres://reprieve:canary-2718/x@db:port/reprieve', 'cannot be read as an address'],
    ['postgres://reprieve:canary-2718%ZZ@db/reprieve', 'cannot be read as an address'],
    ['postgres://reprieve:canary-2718@db:5432', 'names no database'],
    ['postgres:///reprieve', 'names no host'],
    [`${address}?sslmode=prefer`, 'has an sslmode that is not one of verify-full and disable'],
    [`${address}?sslrootcert=/etc/ca.pem`, 'has sslrootcert'],
  ])('%s is refused without being repeated', (url, what) => {
    const problems = findProblems(withStore, { ...environment, DATABASE_URL: url })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(`store.url (line 10): ${what}. `)
    expect(problems[0]).not.toContain('canary')
  })

  test('needs its variable, and knows its keys', () => {
    expect(findProblems(withStore)).toEqual([
      'store.url (line 10): needs the environment variable DATABASE_URL, which is not set. Set it.',
    ])
    const text = `${least}store: { url: '\${DATABASE_URL}', pool: 3, connections: 1 }\n`
    expect(findProblems(text, { ...environment, DATABASE_URL: address })).toEqual([
      expect.stringContaining('store.connections (line 10): is not a whole number from 2 to 200'),
      expect.stringContaining('store.pool (line 10): is not a setting.'),
    ])
  })

  test.each([
    [address, 'sslmode=verify-full'],
    [`${address}?sslmode=require`, 'sslmode=verify-full'],
    [`${address}?sslmode=verify-ca`, 'sslmode=verify-full'],
    [`${address}?sslmode=disable`, 'sslmode=disable'],
    ['postgres://reprieve:x@localhost/reprieve', 'sslmode=disable'],
    ['postgres://reprieve:x@127.0.0.1/reprieve', 'sslmode=disable'],
    ['postgres://reprieve:x@[::1]:5433/reprieve', 'sslmode=disable'],
    ['postgres:///reprieve?host=/var/run/postgresql', 'sslmode=disable'],
    ['postgres://reprieve:x@localhost.example.com/reprieve', 'sslmode=verify-full'],
    ['postgres://reprieve:x@127.0.0.1/reprieve?sslmode=verify-full', 'sslmode=verify-full'],
  ])('%s is reached with %s', (url, mode) => {
    expect(new URL(toDatabaseUrl(readStore(url))).search).toContain(mode)
  })

  test('with an authority of its own is checked against that, also on this machine', () => {
    const text = `${least}store: { url: '\${DATABASE_URL}', ca: /etc/reprieve/ca.pem }\n`
    const url = new URL(toDatabaseUrl(readStore('postgres://reprieve:x@localhost/reprieve', text)))
    expect(Object.fromEntries(url.searchParams)).toEqual({
      sslmode: 'verify-full',
      sslrootcert: '/etc/reprieve/ca.pem',
    })
  })

  test('in plain text on another host is warned of', () => {
    expect(findWarnings(read(`${address}?sslmode=disable`)).join()).toContain('cross the network as they are')
    expect(findWarnings(read(address)).join()).not.toContain('cross the network')
    expect(findWarnings(read('postgres://r@localhost/r')).join()).not.toContain('cross the network')
  })

  test('is told of without who and by which password', () => {
    expect(describeDatabase(readStore(address))).toBe('the database reprieve on db.example.com')
  })
})

describe('the command line', () => {
  const toSource = (
    text: string,
    variables: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>> = {},
  ) => ({
    path: 'reprieve.yaml',
    environment: variables,
    readFile: async (path: string) => (path === 'reprieve.yaml' ? text : (files[path] ?? noFile())),
  })

  test('takes of all secrets the address alone, from a file of its own too', async () => {
    const text = `dataFolder: /var/lib/reprieve\n${withStore}`
    const place = { dataFolder: '/var/lib/reprieve', store: { url: address, connections: 10 } }
    expect(await loadStorePlace(toSource(text, { DATABASE_URL: address }))).toEqual(place)
    const files = { '/run/url': `${address}\n` }
    const source = toSource(text, { DATABASE_URL_FILE: '/run/url', SLACK_BOT_TOKEN_FILE: '/none' }, files)
    expect(await loadStorePlace(source)).toEqual(place)
    expect((await loadConsoleSettings(source)).store).toEqual(place.store)
    await expect(loadStorePlace(toSource(text, {}))).rejects.toThrow(
      /needs the environment variable DATABASE_URL/,
    )
  })

  test('finds the socket of a bot without it', async () => {
    expect(await loadDataFolder(toSource(`dataFolder: /var/lib/reprieve\n${withStore}`, {}))).toBe(
      '/var/lib/reprieve',
    )
  })

  test('takes it from the environment alone', async () => {
    const source = { environment: { DATABASE_URL: address }, readFile: noFile }
    expect(await loadStorePlace(source)).toEqual({
      dataFolder: 'data',
      store: { url: address, connections: 10 },
    })
  })
})
