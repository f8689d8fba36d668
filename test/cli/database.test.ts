// Everything kept in a database: a bot on one machine, and whoever types on another.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createEvent, createIncident } from '../contracts/store-records.js'
import { programArguments, root } from '../program.js'
import { createFolder } from '../stores/file/folder.js'
import {
  createPlace as createDatabase,
  type Place as Database,
  describePostgres,
} from '../stores/postgres/place.js'
import { createWay } from '../stores/postgres/way.js'
import { createPlace, type Place, serve } from './bot.js'
import { run } from './run.js'

const patience = { timeout: 15_000 }

describePostgres('with everything in a database', () => {
  let database: Database
  let bots: Place
  let elsewhere: Place
  let running: Awaited<ReturnType<typeof serve>>
  const toEnvironment = () => ({ DATABASE_URL: database.url })
  const ask = (args: readonly string[], given: Parameters<typeof run>[1] = {}) =>
    run([...args, '-c', elsewhere.configPath], { environment: toEnvironment(), ...given })

  beforeAll(async () => {
    database = await createDatabase({ isEmpty: true })
    const restricted = ['laura@contoso.com', 'info@contoso.com', 'tom@contoso.com']
    const store = 'store: { url: "${DATABASE_URL}" }\n'
    bots = await createPlace(restricted, store)
    elsewhere = await createPlace(restricted, store)
    running = await serve(bots, toEnvironment())
    await vi.waitFor(async () => {
      const { stdout } = await ask(['show', 'info@contoso.com'])
      // What is answered before the evidence is there has to be answered again.
      if (!stdout.includes('Verdict: ')) throw new Error(`not yet: ${stdout}`)
    }, patience)
  })
  afterAll(async () => {
    await running.stop()
    await bots.remove()
    await elsewhere.remove()
    await database.remove()
  })

  test('the data folder holds nothing of the store', async () => {
    await expect(rm(join(bots.dataFolder, 'store'))).rejects.toThrow(/ENOENT/)
  })

  test('list and show read the database where no bot runs, by the access list', async () => {
    const listed = await ask(['list'])
    expect(listed).toMatchObject({ code: 0 })
    expect(listed.stdout).toMatch(/laura@contoso\.com .* Contoso/)
    expect(listed.stderr).toContain('No bot is running on this machine: this is what is in the database.')
    expect(await ask(['list'], { user: 'mallory' })).toMatchObject({ code: 3, stdout: '' })
    const { stdout } = await ask(['journal', 'show'])
    expect(stdout).toMatch(/command\.refused by mallory \(console:mallory on mail-1\) .*"no-role"/)
  })

  test('unblock goes through the database, and the bot elsewhere carries it out', async () => {
    const note = ['--note', 'Called the owner']
    const ran = await ask(['unblock', 'info@contoso.com', '--yes', '--done', 'all', ...note])
    expect(ran.stderr).toContain('carried out by whichever runs elsewhere')
    expect(ran).toMatchObject({ code: 0 })
    const { stdout } = await ask(['journal', 'show'])
    expect(stdout).toMatch(/unblock\.requested \S+ by maya \(console:maya on mail-1\)/)
  })

  test('nobody without the right gets further there than in chat', async () => {
    const ran = await ask(['unblock', 'tom@contoso.com', '--yes'], { user: 'vera' })
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    const own = await ask(['unblock', 'laura@contoso.com', '--yes'], { user: 'laura' })
    expect(own).toMatchObject({ code: 3, stdout: '' })
  })

  test('the glass is broken from there as well', async () => {
    const ran = await ask([
      'unblock',
      'tom@contoso.com',
      '--break-glass',
      '--yes',
      '--reason',
      'Nobody on call answers',
    ])
    expect(ran).toMatchObject({ code: 0 })
    const { stdout } = await ask(['journal', 'show'])
    expect(stdout).toMatch(/unblock\.break-glass .*"host":"mail-1"/)
  })

  test('the journal is shown, exported, checked and pruned while the bot runs', async () => {
    expect(await ask(['journal', 'verify'])).toMatchObject({ code: 0 })
    const { stdout } = await ask(['journal', 'show', '--last', '1', '--json'])
    const { hash } = JSON.parse(stdout) as { readonly hash: string }
    const head = await ask(['journal', 'verify', '--head', hash.slice(0, 16)])
    expect(head.stdout).toMatch(/is the head of entry \d+/)
    expect((await ask(['journal', 'export', '--format', 'csv'])).stdout).toMatch(/^seq,at,type/)
    const pruned = await ask(['journal', 'prune', '--before', '2026-01-01', '--yes'])
    expect(pruned).toMatchObject({ code: 0 })
    const last = await ask(['journal', 'show'])
    expect(last.stdout).toMatch(/texts\.erased by maya \(console:maya on mail-1\)/)
  })

  test('a journal that somebody changed is broken at a row', async () => {
    await database.query(
      `update reprieve.journal set body = replace(body, 'mallory', 'maurice') where seq > 1`,
    )
    const ran = await ask(['journal', 'verify'])
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toMatch(/broken at entry \d+ \(row \d+ of the table journal\): its content/)
    await database.query(
      `update reprieve.journal set body = replace(body, 'maurice', 'mallory') where seq > 1`,
    )
  })

  test('there is no folder to repair', async () => {
    expect(await ask(['store', 'repair'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Say with --data which folder is to be repaired') as unknown,
    })
  })

  test('without its address, reading says what is missing and does not read a folder instead', async () => {
    const ran = await ask(['journal', 'show'], { environment: {} })
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toContain('needs the environment variable DATABASE_URL')
  })
})

describePostgres('store', () => {
  async function openDatabase(): Promise<Database> {
    const database = await createDatabase({ isEmpty: true })
    onTestFinished(() => database.remove())
    return database
  }

  test('migrate makes the tables once', async () => {
    const { url } = await openDatabase()
    const first = await run(['store', 'migrate', '--to', url])
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Brought up by:\n {2}0001-begin\n {2}0002-live/) as unknown,
    })
    const again = await run(['store', 'migrate'], { environment: { DATABASE_URL: url } })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to do') as unknown })
  })

  test('copy moves a history over, tells how far it is, and says what was found', async () => {
    const { url } = await openDatabase()
    const folder = await createFolder()
    onTestFinished(() => folder.remove())
    const store = await folder.open({ folder: join(folder.path, 'store') })
    await store.commit({
      incident: { next: createIncident('one'), expectedVersion: 0 },
      events: [createEvent('one', { texts: { note: 'Ines phoned' } })],
    })
    const held = await run(['store', 'copy', '--from', folder.path, '--to', url])
    expect(held).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is in use by process') as unknown,
    })
    await store.close()
    const ran = await run(['store', 'copy', '--from', folder.path, '--to', url])
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stdout).toMatch(/found the same: 1 entries .* 1 live and 0 closed incidents/)
    expect(ran.stderr).toContain('1 of 1 entries of the journal copied')
    expect(ran.stderr).toContain('Checking what is in the database')
    const none = await run(['store', 'copy', '--from', join(folder.path, 'none'), '--to', url])
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no store in') as unknown,
    })
  })

  test('copy that is killed in the middle goes on from there when it is asked again', async () => {
    const { url, query } = await openDatabase()
    const folder = await createFolder()
    onTestFinished(() => folder.remove())
    const store = await folder.open({ folder: join(folder.path, 'store') })
    const events = Array.from({ length: 1_600 }, () => createEvent('one'))
    await store.commit({ incident: { next: createIncident('one'), expectedVersion: 0 }, events })
    await store.close()
    const way = await createWay(url)
    onTestFinished(() => way.close())
    // The third piece is on the way, and no answer comes.
    const isCut = way.cutAt('"1001"', 'silent')
    const copying = spawn(
      process.execPath,
      [...programArguments, 'store', 'copy', '--from', folder.path, '--to', way.toUrl(url)],
      { cwd: root, stdio: 'ignore' },
    )
    const ended = once(copying, 'exit')
    await isCut
    copying.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(await query('select count(*)::integer as count from reprieve.journal')).toEqual([{ count: 1_000 }])
    const ran = await run(['store', 'copy', '--from', folder.path, '--to', url])
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stderr).toMatch(/^1,[56]00 of 1,600 entries/m)
    expect(ran.stderr).not.toMatch(/^(500|1,000) of/m)
    expect(ran.stdout).toMatch(/found the same: 1,600 entries .* 1 live and 0 closed incidents/)
  }, 60_000)

  test('takes no address that is none, and repeats nothing of it', async () => {
    const ran = await run(['store', 'migrate', '--to', 'mysql://reprieve:canary@db/reprieve'])
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(/--to: is not the address of a PostgreSQL database\. It looks like postgres:/)
    expect(ran.stderr).not.toContain('canary')
    expect(await run(['store', 'migrate'])).toMatchObject({ code: 2 })
  })
})

test('a database that does not answer is told as one, without its address', async () => {
  const place = await createPlace([], 'store: { url: "${DATABASE_URL}" }\n')
  onTestFinished(() => place.remove())
  const environment = { DATABASE_URL: 'postgres://reprieve:canary@127.0.0.1:1/reprieve' }
  for (const args of [['serve'], ['list'], ['journal', 'verify']]) {
    const ran = await run([...args, '-c', place.configPath], { environment })
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(/The database does not answer/)
    expect(ran.stderr).not.toContain('canary')
  }
})

test('an authority that cannot be read is named', async () => {
  const place = await createPlace([], 'store: { url: "${DATABASE_URL}", ca: /nowhere/ca.pem }\n')
  onTestFinished(() => place.remove())
  const environment = { DATABASE_URL: 'postgres://reprieve:canary@db.example.com/reprieve' }
  const ran = await run(['journal', 'show', '-c', place.configPath], { environment })
  expect(ran).toMatchObject({ code: 1, stdout: '' })
  expect(ran.stderr).toContain('The file /nowhere/ca.pem that store.ca names cannot be read')
})
