// A data folder as the program of an older commit left it when it was killed, and the program of today started on a copy
// of it, at the moment the older one ended. fixtures/README.md says how such a folder is made.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createFreshWorkspace } from '../../playground/slack/saved-workspace.js'
import { createFreshTenant } from '../../playground/teams/saved-tenant.js'
import { createAdjustableClock, createSystemClock } from '../../src/run/clock.js'
import { startPlayground } from '../../src/run/playground.js'
import { run } from '../cli/run.js'

/** When the program of each commit was killed, by the clock of the machine. */
const killedAt = {
  '53da0c7': Date.UTC(2026, 10, 30, 0, 38, 22),
  c18044e: Date.UTC(2026, 10, 30, 9, 23, 6),
} as const
export type Commit = keyof typeof killedAt

const saved = z.record(z.string(), z.unknown())
const answered = z.looseObject({ ok: z.boolean() })

/** A copy of the folder, with secrets of its own: the fixture has none. */
export async function copyFormer(commit: Commit): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-former-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(join(import.meta.dirname, 'fixtures', commit), folder, { recursive: true })
  await complete(join(folder, 'playground-slack.json'), createFreshWorkspace())
  await complete(join(folder, 'playground-teams.json'), await createFreshTenant())
  return folder
}

async function complete(path: string, fresh: object): Promise<void> {
  const former = saved.parse(JSON.parse(await readFile(path, 'utf8')))
  await writeFile(path, JSON.stringify({ ...fresh, ...former }))
}

export interface Today {
  readonly address: string
  /** What somebody types at the console beside it. */
  type(...words: readonly string[]): ReturnType<typeof run>
  /** What somebody does on the page. @throws when it is not taken. */
  act(name: string, body: object): Promise<void>
  stop(): Promise<void>
}

/** The program of today on this folder of that commit. */
export async function startToday(dataFolder: string, commit: Commit): Promise<Today> {
  const machine = createSystemClock()
  const running = await startPlayground(
    { port: 0, dataFolder, logLevel: 'silent' },
    {
      pid: process.pid,
      user: 'maya',
      startClock: createAdjustableClock(machine, killedAt[commit] - machine.now()),
      onFatal: (error) => {
        throw error
      },
    },
  )
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= running.stop())
  onTestFinished(stop)
  const { address } = running
  return {
    address,
    type: (...words) => run([...words, '--data', dataFolder]),
    async act(name, body) {
      const response = await fetch(`${address}playground/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const { ok, ...rest } = answered.parse(await response.json())
      if (!ok) throw new Error(`${name}: ${JSON.stringify(rest)}`)
    },
    stop,
  }
}

/** What `find` finds, as soon as it does. */
export async function untilThere<Value>(find: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const found = await find()
    if (found !== undefined) return found
    await wait(20)
  }
}
