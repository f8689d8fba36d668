// "reprieve serve" and, beside it, list, show and unblock: through the bot while it runs, over its data while it does not.

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { readSettingsFile } from '../../src/config/index.js'
import { startBot } from '../../src/run/bot.js'
import { toControlPath, toStoreFolder } from '../../src/run/data-folder.js'
import { createPlace, type Place, serve } from './bot.js'
import { run } from './run.js'

/** The machine may have more to do. */
const patience = { timeout: 15_000 }

describe('while the bot runs', () => {
  const restricted = ['laura@contoso.com', 'tom@contoso.com', 'info@contoso.com']
  let place: Place
  let running: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    place = await createPlace(restricted)
    running = await serve(place)
    await vi.waitFor(async () => {
      const { stdout } = await ask('list', '--json')
      if (!/"readAt":"2.*"live":3,/.test(stdout)) throw new Error(`not yet: ${stdout}`)
      // Before that nobody can be told from the owner of the mailbox.
      const details = await Promise.all(restricted.map((one) => ask('show', one)))
      if (details.some((one) => !one.stdout.includes('Evidence gathered'))) throw new Error('no evidence yet')
    }, patience)
  })
  afterAll(async () => {
    await running.stop()
    await place.remove()
  })

  const ask = (...args: readonly string[]) => askAs('maya', ...args)
  const askAs = (user: string, ...args: readonly string[]) =>
    run([...args, '--config', place.configPath], { user })

  test('it has said one line', () => {
    expect(running).toMatchObject({ code: 0, stderr: '' })
    expect(running.stdout).toMatch(/^Reprieve is ready: http:\/\/127\.0\.0\.1:\d+\/$/)
  })

  test('list and show answer through it', async () => {
    const list = await ask('list', 'laura')
    expect(list).toMatchObject({ code: 0, stderr: '' })
    expect(list.stdout).toMatch(
      /^laura@contoso\.com {2}\S.* Contoso .*\n\n1 restriction of 3 match\nLast good poll/,
    )
    const show = await askAs('vera', 'show', 'laura@contoso.com')
    expect(show.stdout).toMatch(/laura@contoso\.com \(sender, Contoso\)\n.*Seen on the Restricted/s)
    expect(JSON.parse((await ask('show', 'laura@contoso.com', '--json')).stdout)).toMatchObject({
      incident: { entity: 'laura@contoso.com', tenantId: 'contoso' },
    })
  })

  test.each([
    [
      'maya',
      ['show', 'nobody@contoso.com'],
      /nobody@contoso\.com is not on the Restricted entities list as read at \d\d:\d\d UTC, and Reprieve has no record of it/,
    ],
    ['mallory', ['list'], /not on the list of people/],
    ['maya', ['list', 'page', '0'], /is not a page/],
  ])('%s is told no: %j', async (user, args, words) => {
    const ran = await askAs(user, ...args)
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toMatch(words)
  })

  test.each([
    ['mallory', 3, /You are not on the list of people who may review/],
    ['vera', 3, /You are not on the list of people who may review/],
    ['laura', 3, /Your own mailbox is restricted/],
    ['anonymous', 3, /cannot tell which mailbox is yours/],
    ['olga', 4, /Your review is saved\. Somebody who may approve/],
  ])('%s may not unblock', async (user, code, words) => {
    const note = ['--note', 'Spoke to her, by phone'] as const
    const ran = await askAs(user, 'unblock', 'laura@contoso.com', '--yes', '--done', 'all', ...note)
    expect(ran).toMatchObject({ code, stdout: '', asked: [] })
    expect(ran.stderr).toMatch(words)
    expect((await ask('show', 'laura@contoso.com')).stdout).not.toMatch(/Unblock confirmed/)
  })

  test('a refusal is in the journal', async () => {
    await askAs('mallory', 'unblock', 'tom@contoso.com', '--yes')
    const { stdout } = await ask('journal', 'show')
    expect(stdout).toMatch(/command\.refused by mallory \(console:mallory on mail-1\) .*"no-role"/)
  })

  test('nobody is asked who is not there, and nobody is shown as reviewing for it', async () => {
    expect(await ask('unblock', 'info@contoso.com')).toMatchObject({ code: 2, stdout: '', asked: [] })
    expect((await ask('show', 'info@contoso.com')).stdout).not.toMatch(/Review opened/)
  })

  test('a recommendation that is not there is wrong usage, with those that are', async () => {
    const ran = await ask('unblock', 'info@contoso.com', '--yes', '--done', 'reset-passwort', '--note', 'x')
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/no recommendation reset-passwort here\. There are: .*reset-password/)
    const both = await ask(
      'unblock',
      'info@contoso.com',
      '--yes',
      '--done',
      'reset-password',
      '--not-needed',
      'reset-password',
    )
    expect(both.code).toBe(2)
  })

  test('a question that is not asked, or an answer that it has not, is wrong usage, with those that are', async () => {
    const none = await ask('unblock', 'info@contoso.com', '--yes', '--answer', 'weather=yes')
    expect(none.code).toBe(2)
    expect(none.stderr).toMatch(/There is no question "weather" here\. Say: --answer senders=yes\|unknown/)
    const other = await ask('unblock', 'info@contoso.com', '--yes', '--answer', 'senders=perhaps')
    expect(other.code).toBe(2)
    expect(other.stderr).toMatch(
      /"perhaps" is no answer to "Who sends from it, and was it them\?" Say: senders=yes\|unknown/,
    )
  })

  test('what is not done of a takeover, and what is said against what is seen, takes a note', async () => {
    const open = await ask('unblock', 'info@contoso.com', '--yes')
    expect(open).toMatchObject({ code: 3, stdout: '' })
    expect(open.stderr).toMatch(/Not done: .*Say in the note why it is safe/)
    const said = await ask('unblock', 'info@contoso.com', '--yes', '--done', 'all', '--note', 'Spoke')
    expect(said).toMatchObject({ code: 3, stdout: '' })
    expect(said.stderr).toMatch(/Say in --note why it is safe all the same, in 15 characters or more/)
  })

  const said = ['--answer', 'senders=yes', '--done', 'revoke-sessions'] as const
  const typeAt = (typed: readonly string[], ...args: readonly string[]) =>
    run(['unblock', 'info@contoso.com', ...args, '--config', place.configPath], { user: 'maya', typed })

  test('the wrong name, or none, unblocks nothing', async () => {
    for (const typed of [['info'], []]) {
      const ran = await typeAt(typed, ...said, '--note', 'secured by the desk')
      expect(ran).toMatchObject({ code: 3, stdout: '' })
      expect(ran.asked).toEqual(['Yes, unblock info@contoso.com? Type info@contoso.com to confirm: '])
      expect(ran.stderr).toMatch(/Nothing was unblocked\. Your review is saved\.$/)
    }
    const gone = await typeAt(['d'])
    expect(gone).toMatchObject({ code: 3, stdout: '' })
    expect((await ask('show', 'info@contoso.com')).stdout).not.toMatch(/Unblock confirmed/)
  })

  test('what is open and what nobody can see is asked one by one, and asked again when it is no answer', async () => {
    const ran = await typeAt(
      ['', ...Array.from({ length: 20 }, () => '1')],
      '--done',
      'reset-password',
      '--note',
      'Called the owner',
    )
    expect(ran.asked[0]).toMatch(/^ {2}1 to \d: $/)
    expect(ran.asked.filter((question) => question.startsWith('  1 to '))).toHaveLength(
      (ran.stderr.match(/ {4}1 = /g)?.length ?? 0) + 1,
    )
    expect(ran.asked.at(-1)).toMatch(/Type info@contoso\.com to confirm/)
    expect(ran.stderr).toMatch(/Your note: Called the owner/)
    const byHand = await typeAt(['y'], '--note', 'Called the owner')
    expect(byHand.asked[0]).toBe('  Done by hand? y = yes, anything else = no: ')
  })

  test('the right name unblocks, and the journal says who and why', async () => {
    const ran = await typeAt(['INFO@contoso.com '], ...said, '--note', 'Called the owner')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^Accepted, still listed: info@contoso\.com/)
    const { incident } = z
      .object({ incident: z.object({ id: z.string() }) })
      .parse(JSON.parse((await ask('show', 'info@contoso.com', '--json')).stdout))
    const report = await ask('journal', 'export', '--format', 'markdown', '--incident', incident.id)
    expect(report.stdout).toMatch(/accepted the unblock by `maya` \(`console:maya`\)/)
    expect(report.stdout).toMatch(/Called the owner/)
    const again = await typeAt(['info@contoso.com'], ...said)
    expect(again).toMatchObject({ code: 3, stdout: '' })
    expect(again.stderr).toMatch(/You confirmed this unblock at/)
  })

  test('--yes unblocks without asking, --json says what came of it', async () => {
    const note = ['--note', 'Spoke to him, by phone'] as const
    const ran = await ask('unblock', 'tom@contoso.com', '--yes', '--done', 'all', '--json', ...note)
    expect(ran).toMatchObject({ code: 0, asked: [] })
    expect(JSON.parse(ran.stdout)).toMatchObject({
      entity: 'tom@contoso.com',
      statusWord: 'Accepted, still listed',
    })
    expect((await ask('journal', 'verify')).code).toBe(0)
  })

  test('a second bot on the same data is refused by name, and the first goes on', async () => {
    const second = await serve(place)
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toMatch(/is in use by process \d+/)
    expect((await ask('list')).stderr).toBe('')
  })
})

describe('while no bot runs', () => {
  test('list and show read what it knew last, unblock needs it, and nothing stays locked', async () => {
    const place = await createPlace(['laura@contoso.com'])
    onTestFinished(() => place.remove())
    const ask = (...args: readonly string[]) => run([...args, '-c', place.configPath])
    const empty = await ask('list')
    // Nobody has looked yet, and that is not the same as nobody restricted.
    expect(empty).toMatchObject({ code: 1, stdout: '' })
    expect(empty.stderr).toMatch(/There is no store in .*no bot has run there yet, or it is another folder/)
    const running = await serve(place)
    await expect.poll(async () => (await ask('list')).stdout, patience).toMatch(/laura@contoso\.com/)
    await running.stop()
    const list = await ask('list')
    expect(list.stderr).toMatch(/No bot is running/)
    expect(list.stdout).toMatch(/laura@contoso\.com/)
    expect((await ask('show', 'laura@contoso.com')).code).toBe(0)
    expect((await ask('journal', 'verify')).code).toBe(0)
    const refused = await ask('unblock', 'laura@contoso.com', '--yes')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/No bot is running on .*reprieve serve/)
    const again = await serve(place)
    expect(again.code).toBe(0)
    await again.stop()
  })

  test('list hands all pages to a program', async () => {
    const people = ['laura', 'tom', 'maya', 'info', 'ines', 'vera', 'norman'].map(
      (name) => `${name}@contoso.com`,
    )
    const more = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@contoso.com`)
    const place = await createPlace([...people, ...more])
    const running = await serve(place)
    onTestFinished(async () => {
      await running.stop()
      await place.remove()
    })
    const ask = (...args: readonly string[]) => run(['list', ...args, '-c', place.configPath])
    const listed = z.object({ incidents: z.array(z.object({ entity: z.string() })) })
    await expect
      .poll(async () => listed.parse(JSON.parse((await ask('--json')).stdout)).incidents.length, patience)
      .toBe(people.length + more.length)
    const first = await ask()
    expect(first.stdout.split('\n\n')[0]?.split('\n')).toHaveLength(10)
    expect(first.stdout).toMatch(/More: reprieve list page=2$/)
    expect((await ask('page=2')).stdout.split('\n\n')[0]?.split('\n')).toHaveLength(3)
  })
})

describe('a start that fails', () => {
  const own = {
    pid: process.pid,
    environment: {},
    kill: () => undefined,
    version: '1.2.3',
    onFatal: () => undefined,
  }

  async function readPlace() {
    const place = await createPlace([])
    onTestFinished(() => place.remove())
    return { place, settings: readSettingsFile(await readFile(place.configPath, 'utf8'), {}) }
  }

  test('says that the port is taken, and lets go of the data', async () => {
    const { place, settings } = await readPlace()
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve(z.object({ port: z.number() }).parse(other.address()).port))
    })
    onTestFinished(() => new Promise<void>((resolve) => void other.close(() => resolve())))
    const taken = { ...settings, server: { ...settings.server, port } }
    await expect(startBot(taken, own)).rejects.toThrow('EADDRINUSE')
    const running = await serve(place)
    expect(running.code).toBe(0)
    await running.stop()
  })

  test('does not come of a socket that cannot be: the bot runs, and the command line says why it cannot reach it', async () => {
    const { place, settings } = await readPlace()
    const dataFolder = join(place.folder, 'x'.repeat(100))
    const running = await startBot({ ...settings, dataFolder }, own)
    onTestFinished(() => running.stop())
    expect((await fetch(`${running.address}healthz`)).ok).toBe(true)
    const text = (await readFile(place.configPath, 'utf8')).replace(place.dataFolder, dataFolder)
    const configPath = join(place.folder, 'long.yaml')
    await writeFile(configPath, text)
    const unblocked = await run(['unblock', 'laura@contoso.com', '--yes', '-c', configPath])
    expect(unblocked.code).toBe(1)
    expect(unblocked.stderr).toMatch(/Use a shorter dataFolder/)
    const listed = await run(['list', '-c', configPath])
    expect(listed.code).toBe(0)
    expect(listed.stderr).toMatch(/Use a shorter dataFolder\. This is what was saved last\./)
  })

  test('leaves nothing to others: store, socket and tenant belong to the owner alone', async () => {
    const { place } = await readPlace()
    const socket = toControlPath(place.dataFolder)
    await mkdir(dirname(socket), { recursive: true, mode: 0o755 })
    // As a killed bot leaves it.
    await writeFile(socket, '')
    const running = await serve(place)
    onTestFinished(() => running.stop())
    const modes = async (path: string) => (await stat(path)).mode & 0o777
    expect(await modes(socket)).toBe(0o600)
    expect(await modes(dirname(socket))).toBe(0o700)
    expect(await modes(toStoreFolder(place.dataFolder))).toBe(0o700)
    await running.stop()
    expect(await readdir(dirname(socket))).toEqual([])
  })
})
