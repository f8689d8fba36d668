// The real program with a thousand tenants in a file that changes under it.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createProcesses, processTimeout } from './processes.js'

const { start, killAll } = createProcesses()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprieve-many-'))
})
afterAll(async () => {
  killAll()
  await rm(folder, { recursive: true, force: true })
})

const settings = () => `
server: { port: 0 }
dataFolder: ${join(folder, 'data')}
teams:
  appId: 11111111-2222-4333-8444-555555555555
  appType: UserAssignedMsi
  tenantId: 66666666-7777-4888-8999-AAAAAAAAAAAA
defaults:
  pollSeconds: 3600
  mode: watch
  backend: { kind: sandbox }
  channels: [{ teams: installed }]
tenants: { file: tenants.csv }
`

const toRow = (at: number, mode = '') => `customer-${at},Customer ${at},${mode}`
const head = 'id,name,mode'

/** Beside, and then in its place: so a reader never sees half of it. */
async function write(rows: readonly string[]): Promise<void> {
  await writeFile(join(folder, 'tenants.csv.new'), `${[head, ...rows].join('\r\n')}\r\n`)
  await rename(join(folder, 'tenants.csv.new'), join(folder, 'tenants.csv'))
}

const lineSchema = z.looseObject({ msg: z.string() })

function serve() {
  const { child, code } = start(['serve', '-c', join(folder, 'reprieve.yaml')])
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const wake of waiting) wake()
  })
  /** The next line that this finds something in. */
  async function find<Found>(look: (line: string) => Found | undefined): Promise<Found> {
    for (;;) {
      const line = lines.shift()
      const found = line === undefined ? undefined : look(line)
      if (found !== undefined) return found
      if (line === undefined) await new Promise<void>((resolve) => waiting.add(resolve))
    }
  }
  return {
    child,
    code,
    ready: () => find((line) => /ready: (\S+)/.exec(line)?.[1]),
    event: (name: string) =>
      find((line) => {
        const read = line.startsWith('{') ? lineSchema.parse(JSON.parse(line)) : undefined
        return read?.msg === name ? read : undefined
      }),
  }
}

test('takes up a thousand tenants, says which row is broken and goes on, and takes what is mended', {
  timeout: 3 * processTimeout,
}, async () => {
  await writeFile(join(folder, 'reprieve.yaml'), settings())
  await write([toRow(0), toRow(1)])
  const bot = serve()
  const address = await bot.ready()
  const all = Array.from({ length: 1_000 }, (_, at) => toRow(at))

  await write(all)
  bot.child.kill('SIGHUP')
  expect(await bot.event('settings.taken')).toMatchObject({ tenants: 1_000, from: '1,000 from tenants.csv' })

  const changed = all.map((row, at) => (at < 10 ? toRow(at, 'act') : row))
  await write(changed.with(500, toRow(500, 'look')))
  bot.child.kill('SIGHUP')
  expect(await bot.event('settings.refused')).toMatchObject({
    problems: [
      'tenants.csv (line 502: Customer 500), column mode: is not one of act, watch. Write one of these.',
    ],
  })
  const ask = async (path: string) => (await fetch(new URL(path, address))).text()
  expect(await ask('readyz')).toContain('settings-refused')
  expect(await ask('metrics')).toContain('reprieve_settings_refused 1')

  await write(changed)
  expect(await bot.event('settings.taken')).toMatchObject({ tenants: 1_000 })
  expect(await ask('readyz')).not.toContain('settings-refused')
  bot.child.kill('SIGTERM')
  expect(await bot.code).toBe(0)
})
