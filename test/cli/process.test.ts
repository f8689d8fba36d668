// The real program: what only a process of its own can show.
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { toControlPath, toStoreFolder } from '../../src/run/data-folder.js'
import { chainStart, toEntry } from '../../src/stores/chain.js'
import { began } from '../domain/incidents.js'
import { root } from '../program.js'
import { createPlace, type Place, serve as serveHere } from './bot.js'
import { createProcesses, processTimeout } from './processes.js'
import { run as runHere } from './run.js'

const timeout = processTimeout
const { start, run, killAll } = createProcesses()

let place: Place
beforeAll(async () => {
  place = await createPlace(['laura@contoso.com'])
  const running = await serveHere(place)
  await running.stop()
})
afterAll(async () => {
  killAll()
  await place.remove()
})

describe('the program', () => {
  test('says its version, and what it does not know', { timeout }, async () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
    const [said, unknown] = await Promise.all([run(['--version']), run(['lst'])])
    expect(said).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toMatch(/unknown command 'lst'\n\(Did you mean list\?\)/)
  })

  test('knows whoever called sudo', { timeout }, async () => {
    const ran = await run(['list', '-c', place.configPath], { SUDO_USER: 'mallory' })
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    const journal = await runHere(['journal', 'show', '--data', place.dataFolder])
    expect(journal.stdout).toMatch(/command\.refused by mallory \(console:mallory on [^)]+\)/)
  })
})

describe('a long export', () => {
  const entries = 20_000
  let dataFolder: string
  beforeAll(async () => {
    dataFolder = join(place.folder, 'long')
    const store = toStoreFolder(dataFolder)
    await mkdir(store, { recursive: true })
    let head = chainStart
    const lines: string[] = []
    for (let at = 0; at < entries; at += 1) {
      const entry = toEntry(head, { at: began + at, type: 'poll.gone', data: { padding: 'x'.repeat(100) } })
      lines.push(JSON.stringify(entry))
      head = entry
    }
    await writeFile(join(store, 'journal-2026-11.ndjson'), `${lines.join('\n')}\n`)
  })
  afterAll(() => rm(dataFolder, { recursive: true, force: true }))

  test('ends quietly when its reader has seen enough', { timeout }, async () => {
    const { child, code, stderr } = start(['journal', 'export', '--data', dataFolder])
    await once(child.stdout, 'readable')
    child.stdout.destroy()
    expect(await code).toBe(0)
    expect(await stderr).toBe('')
  })

  test('arrives whole through a pipe', { timeout }, async () => {
    const { stdout, code } = await run(['journal', 'export', '--data', dataFolder])
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(entries)
  })
})

async function serve() {
  const started = start(['serve', '-c', place.configPath])
  return { ...started, line: await once(started.child.stdout, 'data').then(String) }
}

test('serve takes over from a killed one, answers another process, and stops on SIGTERM', {
  timeout,
}, async () => {
  const list = () => runHere(['list', '-c', place.configPath])
  const killed = await serve()
  expect(killed.line).toMatch(/^Reprieve is ready: http:\/\/127\.0\.0\.1:\d+\/\n$/)
  killed.child.kill('SIGKILL')
  await killed.code
  // Its socket is still there, and stands in nobody's way.
  expect(await readdir(dirname(toControlPath(place.dataFolder)))).toEqual(['socket'])
  expect(await list()).toMatchObject({ code: 0, stderr: 'No bot is running: this is what it knew last.' })
  const next = await serve()
  // Nobody reads any more; the bot does not depend on it.
  next.child.stdout.destroy()
  const other = await run(['list', '-c', place.configPath], { SUDO_USER: 'maya' })
  expect(other).toMatchObject({ code: 0, stderr: '' })
  next.child.kill('SIGTERM')
  expect(await next.code).toBe(0)
  expect(await next.stderr).toBe('')
})
