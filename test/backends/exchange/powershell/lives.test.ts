// The process behind the cmdlets: how it ends, and who comes after it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Cmdlets } from '../../../../src/backends/exchange/cmdlets.js'
import type { Clock } from '../../../../src/ports.js'
import { createSystemClock } from '../../../../src/run/clock.js'
import { catchFailure } from '../../../contracts/failure.js'
import type { StubAct } from './endpoint.js'
import { createStage, describePwsh, never, patience, type Stage } from './stage.js'

describePwsh('the pwsh of a tenant', patience, () => {
  let stage: Stage
  let cmdlets: Cmdlets
  let aheadMilliseconds = 0

  // Timers are the machine's, the time of day can be moved on. What has a limit gets more of it where the limit is not
  // the point: a machine with other work may take seconds for an answer.
  let patienceFactor = 1
  const system = createSystemClock()
  const clock: Clock = {
    now: () => system.now() + aheadMilliseconds,
    monotonic: () => system.monotonic(),
    after: (milliseconds, run) => system.after(milliseconds * patienceFactor, run),
  }

  beforeAll(async () => {
    stage = await createStage()
    cmdlets = stage.create({ clock, settings: { mostCalls: 12 } })
  })
  beforeEach(() => stage.endpoint.reset())
  afterAll(() => stage.close())

  const list = (signal = never) => cmdlets.run({ cmdlet: 'Get-BlockedSenderAddress', parameters: {} }, signal)
  const remove = (signal = never) =>
    cmdlets.run({ cmdlet: 'Remove-BlockedSenderAddress', parameters: { SenderAddress: 'x' } }, signal)
  function answer(...acts: readonly StubAct[]): void {
    stage.endpoint.onRun = () => ({ acts })
  }
  async function findPid(): Promise<number> {
    await list()
    return stage.endpoint.runs.at(-1)?.pid ?? 0
  }

  test('is one for calls that come at once, and takes them one at a time, in order', async () => {
    let open = 0
    let most = 0
    stage.endpoint.onRun = async () => {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setImmediate(resolve))
      open -= 1
      return {}
    }
    await Promise.all([list(), remove(), list()])
    expect(most).toBe(1)
    expect(stage.endpoint.runs.map(({ cmdlet }) => cmdlet)).toEqual([
      'Get-BlockedSenderAddress',
      'Remove-BlockedSenderAddress',
      'Get-BlockedSenderAddress',
    ])
    expect(new Set(stage.endpoint.runs.map(({ pid }) => pid)).size).toBe(1)
  })

  test('is ended when a call that runs is given up, and another one takes over', async () => {
    const before = await findPid()
    stage.endpoint.onRun = () => new Promise(() => {})
    const controller = new AbortController()
    const failing = catchFailure(remove(controller.signal))
    await stage.endpoint.arrive()
    controller.abort()
    expect(await failing).toMatchObject({ code: 'timeout', outcome: 'unknown' })
    stage.endpoint.onRun = undefined
    expect(await findPid()).not.toBe(before)
    expect(isAlive(before)).toBe(false)
  })

  test('is left alone when a call is given up that only waits', async () => {
    const before = await findPid()
    let release = () => {}
    stage.endpoint.onRun = () =>
      new Promise((resolve) => {
        release = () => resolve({})
      })
    const controller = new AbortController()
    const first = list()
    const second = catchFailure(remove(controller.signal))
    await stage.endpoint.arrive()
    controller.abort()
    expect(await second).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
    release()
    await first
    stage.endpoint.onRun = undefined
    expect(await findPid()).toBe(before)
    expect(stage.endpoint.runs.map(({ cmdlet }) => cmdlet)).not.toContain('Remove-BlockedSenderAddress')
  })

  test('may exit or die in the middle of a call, takes with it what it has started, and is replaced', async () => {
    answer({ kind: 'exit' })
    await expect(list()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    const folder = mkdtempSync(join(tmpdir(), 'reprieve-child-'))
    const file = join(folder, 'pid')
    answer({ kind: 'child', file }, { kind: 'die' })
    await expect(remove()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unknown' })
    expect(stage.endpoint.runs).toHaveLength(2)
    expect(existsSync(file)).toBe(true)
    // What is killed takes a moment to die.
    const child = Number(readFileSync(file, 'utf8'))
    await expect.poll(() => isAlive(child)).toBe(false)
    rmSync(folder, { recursive: true, force: true })
    stage.endpoint.onRun = undefined
    expect((await list()).records).toEqual([])
    expect(stage.logged.join()).toContain('powershell.ended')
  })

  test('signs in anew when the session is over, and repeats what only reads, once', async () => {
    const expired = { kind: 'throw', text: 'Your session has expired. Please run Connect-ExchangeOnline.' }
    stage.endpoint.onRun = () => (stage.endpoint.runs.length === 1 ? { acts: [expired] } : {})
    expect(await list()).toEqual({ records: [], warnings: [] })
    expect(stage.endpoint.runs).toHaveLength(2)
    answer(expired)
    await expect(remove()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    expect(stage.endpoint.runs).toHaveLength(3)
    await expect(list()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    expect(stage.endpoint.runs).toHaveLength(5)
  })

  test('is replaced between two calls after enough of them, and after enough time', async () => {
    const first = await findPid()
    for (let calls = 1; calls < 12; calls += 1) await list()
    const second = await findPid()
    expect(second).not.toBe(first)
    expect(stage.endpoint.disconnects).toBe(1)
    aheadMilliseconds = 44 * 60_000
    expect(await findPid()).toBe(second)
    aheadMilliseconds = 46 * 60_000
    expect(await findPid()).not.toBe(second)
    expect(stage.endpoint.runs).toHaveLength(15)
  })

  test('is closed within seconds though a cmdlet hangs, and what waits is dropped', async () => {
    const own = stage.create()
    stage.endpoint.onRun = () => new Promise(() => {})
    const call = { cmdlet: 'Remove-BlockedSenderAddress', parameters: { SenderAddress: 'x' } } as const
    const running = catchFailure(own.run(call, never))
    const waiting = catchFailure(own.run(call, never))
    await stage.endpoint.arrive()
    await own.close()
    expect([(await running).outcome, (await waiting).outcome]).toEqual(['unknown', 'unchanged'])
    expect(stage.endpoint.runs).toHaveLength(1)
  })

  test('says goodbye when it is closed, and is asked no more', async () => {
    const pid = await findPid()
    patienceFactor = 20
    await cmdlets.close()
    expect(stage.endpoint.disconnects).toBe(1)
    expect(isAlive(pid)).toBe(false)
    await expect(list()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
  })
})

/** One that has died and was not collected yet counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
