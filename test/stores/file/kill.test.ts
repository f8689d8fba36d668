import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../src/ports.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { toPools } from '../../contracts/store-records.js'
import { killRounds as rounds } from '../../long.js'
import { createFolder, type Folder } from './folder.js'
import { lanes, toIncidentId, toTaskKey } from './kill-plan.js'
import { createRandom } from './random.js'

let programFolder: string
let program: string
beforeAll(async () => {
  programFolder = await mkdtemp(join(tmpdir(), 'reprieve-kill-'))
  program = join(programFolder, 'kill.child.mjs')
  const source = join(import.meta.dirname, 'kill.child.ts')
  // Once for all: compiled anew, each child would take longer to start than to do all it does.
  await build({ entryPoints: [source], outfile: program, bundle: true, platform: 'node', format: 'esm' })
})
afterAll(() => rm(programFolder, { recursive: true, force: true }))

let folder: Folder
const children = new Set<ChildProcess>()
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await folder.remove()
})

type Steps = ReadonlyMap<string, number>

/** Started ahead of time: even so, loading takes longer than what it has to do here. */
function startChild() {
  const child = spawn(process.execPath, [program])
  children.add(child)
  const exit = once(child, 'exit').then(() => children.delete(child))
  let problems = ''
  child.stderr.on('data', (text: Buffer) => {
    problems += text.toString()
  })
  return {
    /** Kills it this long after the first step that was acknowledged; gives back the last one of each lane. */
    async runUntilKilled(path: string, milliseconds: number): Promise<Steps> {
      const steps = new Map<string, number>()
      let isDoomed = false
      const output = createInterface({ input: child.stdout })
      output.on('line', (line) => {
        const [lane = '', step] = line.split(' ')
        steps.set(lane, Number(step))
        if (isDoomed) return
        isDoomed = true
        setTimeout(() => child.kill('SIGKILL'), milliseconds)
      })
      child.stdin.write(`${path}\n`)
      await Promise.all([exit, once(output, 'close')])
      expect(problems).toBe('')
      return steps
    },
  }
}

async function readSteps(store: Store): Promise<Steps> {
  const values = await Promise.all(
    lanes.map(async (lane) => [lane, (await store.recall(lane))?.value ?? 0] as const),
  )
  return new Map(values.map(([lane, value]) => [lane, Number(value)]))
}

/** Everything that `steps` must have left, and nothing else. */
async function expectAll(store: Store, steps: Steps): Promise<void> {
  const entries = await store.readJournal({ limit: 1_000_000 })
  for (const [lane, last] of steps) {
    const written = entries
      .filter(({ event }) => event.data.lane === lane)
      .map(({ event }) => event.data.step)
    expect(written).toEqual(Array.from({ length: last }, (_, index) => index + 1))
  }
  const open = [...steps].filter(([, last]) => last % 3 === 1).map(([lane, last]) => toIncidentId(lane, last))
  expect((await store.listLive({})).map(({ id }) => id).sort()).toEqual(open)
  const closed = await store.listClosed({ limit: 1_000_000 })
  const carded = closed.filter(({ cards }) => cards.length === 1).length
  const sum = (count: (last: number) => number) => [...steps.values()].map(count).reduce((a, b) => a + b)
  expect(closed).toHaveLength(sum((last) => Math.floor((last + 1) / 3)))
  expect(carded).toBe(sum((last) => Math.floor(last / 3)))
  const claims = await store.claimTasks({ now: Date.now(), pools: toPools(99), leaseMilliseconds: 1 })
  const due = [...steps].filter(([, last]) => last > 0).map(([lane, last]) => toTaskKey(lane, last))
  expect(claims.map(({ task }) => task.key).sort()).toEqual(due)
}

async function readLines(kind: string): Promise<readonly string[]> {
  const names = (await readdir(folder.path)).filter((name) => name.startsWith(kind))
  const texts = await Promise.all(names.map((name) => readFile(join(folder.path, name), 'utf8')))
  return texts.flatMap((text) => text.split('\n').slice(0, -1))
}

const timeout = 3_600 * rounds

test(`loses and doubles nothing when it is killed ${rounds} times at any moment`, { timeout }, async () => {
  const seed = Date.now() % 1_000_000
  console.info(`killed at moments of seed ${seed}`)
  const random = createRandom(seed)
  let next = startChild()
  let total = 0
  for (let round = 1; round <= rounds; round += 1) {
    const child = next
    if (round < rounds) next = startChild()
    const acknowledged = await child.runUntilKilled(folder.path, random() ** 2 * 200)
    const store = await folder.open()
    const steps = await readSteps(store)
    for (const [lane, last] of acknowledged) {
      expect(steps.get(lane), `${lane}, round ${round}, seed ${seed}`).toBeGreaterThanOrEqual(last)
      expect(steps.get(lane), `${lane}, round ${round}, seed ${seed}`).toBeLessThanOrEqual(last + 1)
    }
    await expectAll(store, steps)
    await store.close()
    total = [...steps.values()].reduce((a, b) => a + b)
    expect(await verifyJournal(folder.path)).toEqual({
      ok: true,
      entries: total,
      texts: { whole: total, erased: 0 },
    })
    expect(await readLines('texts')).toHaveLength(total)
    const archived = await readLines('archive')
    expect(archived).toHaveLength(
      [...steps.values()].reduce((sum, last) => sum + last - Math.ceil(last / 3), 0),
    )
  }
  expect(total).toBeGreaterThan(rounds)
})
