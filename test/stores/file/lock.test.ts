import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import type { Clock, Store } from '../../../src/ports.js'
import type { FileStoreParts } from '../../../src/stores/file/index.js'
import { createManualClock, type ManualClock } from '../../clock.js'
import { createFolder, type Folder, silentLog } from './folder.js'

let folder: Folder
let clock: ManualClock
beforeEach(async () => {
  folder = await createFolder()
  clock = createManualClock(1_000_000)
})
afterEach(() => folder.remove())

const toPath = (number: number) => join(folder.path, `lock.${number}`)
const listLocks = async () => (await readdir(folder.path)).filter((name) => name.startsWith('lock')).sort()

/** Leaves a lock like this process's but for `changes`; gives back what it would be without them. */
async function leaveLock(changes: object): Promise<string> {
  const store = await folder.open({ clock })
  const living = await readFile(toPath(1), 'utf8')
  await store.close()
  await writeFile(toPath(1), JSON.stringify({ ...(JSON.parse(living) as object), ...changes }))
  return living
}

/** Opens while time passes, but only as long as opening waits for it: files take real turns of the event loop. */
function openSlowly(changes: Partial<FileStoreParts> = {}) {
  let waits = 0
  const waiting: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after(milliseconds, run) {
      if (milliseconds >= 5_000) return clock.after(milliseconds, run)
      waits += 1
      return clock.after(milliseconds, () => {
        waits -= 1
        run()
      })
    },
  }
  const opening = folder.open({ clock: waiting, ...changes })
  return { opening, waited: passTime(opening, () => waits > 0) }
}

async function passTime(opening: Promise<Store>, isWaiting: () => boolean): Promise<number> {
  const start = clock.now()
  let isOver = false
  const over = () => {
    isOver = true
  }
  opening.then(over, over)
  while (!isOver) {
    if (isWaiting()) await clock.advance(100)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
  return clock.now() - start
}

// Elsewhere a holder cannot be seen, and all of these wait for its heartbeat.
const seesProcesses = existsSync('/proc/self/stat')

describe.runIf(seesProcesses)('a folder in use', () => {
  test('is refused, naming the process', async () => {
    const store = await folder.open()
    const refused: unknown = await folder.open().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(StoreError)
    expect(refused).toMatchObject({
      fatal: true,
      message: expect.stringContaining(`process ${process.pid} `) as unknown,
    })
    await store.remember('key', 'still works')
  })

  test('can be had when it is closed, again and again', async () => {
    for (let round = 1; round < 5; round += 1) {
      const store = await folder.open()
      await store.remember('round', round)
      await store.close()
    }
    expect(await listLocks()).toEqual(['lock.4'])
    expect((await (await folder.open()).recall('round'))?.value).toBe(4)
  })

  test('is let go when opening fails for another reason', async () => {
    const file = join(folder.path, 'state.json')
    await writeFile(file, 'null')
    await expect(folder.open()).rejects.toThrow('damaged')
    await rm(file)
    await folder.open()
  })

  test.each([
    ['was killed', { pid: 2 ** 30 }],
    ['was killed and its number is used again', { startedAt: '1' }],
  ])('is taken over at once from a process that %s', async (_, changes) => {
    await leaveLock(changes)
    await folder.open()
    expect(await listLocks()).toEqual(['lock.2'])
  })

  test('is taken over at once from a process that was killed and whose parent has not noticed', async () => {
    // It ends after the shell has become another program: a shell would notice.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'])
    try {
      const [output] = (await once(parent.stdout, 'data')) as [Buffer]
      const pid = Number(output.toString())
      let fields: readonly string[] = []
      while (fields[2] !== 'Z') fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ')
      await leaveLock({ pid, startedAt: fields[21] })
      await folder.open()
    } finally {
      parent.kill('SIGKILL')
    }
  })

  test('is taken over by one of many', async () => {
    const unexpected = () => expect.unreachable()
    const log = { ...silentLog, warn: unexpected, error: unexpected }
    for (let round = 0; round < 10; round += 1) {
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => folder.open({ log })))
      const opened = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      expect(opened).toHaveLength(1)
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StoreError)
      await opened[0]?.close()
    }
    expect(await listLocks()).toHaveLength(1)
  })
})

describe('a folder in use by a process that cannot be seen', () => {
  test.each([
    ['another machine or boot', { world: 'another boot pid:[1]' }],
    ['a system that does not say', { world: undefined, startedAt: undefined }],
  ])('of %s is taken over after 30 seconds without a heartbeat', async (_, changes) => {
    await leaveLock(changes)
    const { opening, waited } = openSlowly()
    expect(await waited).toBe(30_000)
    await (await opening).remember('key', 1)
  })

  test('is taken over in the same way when the lock cannot be read', async () => {
    await writeFile(toPath(7), '')
    const { opening, waited } = openSlowly()
    expect(await waited).toBe(30_000)
    await opening
    expect(await listLocks()).toEqual(['lock.8'])
  })

  test('is refused as soon as a heartbeat is seen', async () => {
    await leaveLock({ world: 'another boot pid:[1]', host: 'elsewhere' })
    const cancel = keepBeating(1)
    const { opening, waited } = openSlowly()
    await expect(opening).rejects.toThrow('on elsewhere')
    expect(await waited).toBeLessThan(30_000)
    cancel()
  })

  test('is had as soon as it is let go', async () => {
    await leaveLock({ world: 'another boot pid:[1]' })
    clock.after(5_000, () => void leaveReleased())
    const { opening, waited } = openSlowly()
    expect(await waited).toBeLessThan(30_000)
    await opening
  })

  test('is not taken by a number that has been used and tidied away meanwhile', async () => {
    const living = await leaveLock({ world: 'another boot pid:[1]' })
    clock.after(5_000, () => void writeFile(toPath(3), living).then(() => rm(toPath(1))))
    await expect(openSlowly().opening).rejects.toThrow(`process ${process.pid} `)
    expect(await listLocks()).toEqual(['lock.3'])
  })

  function keepBeating(beat: number): () => void {
    let cancel = clock.after(5_000, () => {
      void utimes(toPath(1), beat, beat)
      cancel = keepBeating(beat + 1)
    })
    return () => cancel()
  }

  async function leaveReleased(): Promise<void> {
    await writeFile(`${toPath(1)}.next`, JSON.stringify({ pid: 1, host: 'elsewhere', isReleased: true }))
    await rename(`${toPath(1)}.next`, toPath(1))
  }
})

describe('a lock that was lost', () => {
  test('stops the store before it writes over what the new holder wrote', async () => {
    const store = await folder.open({ clock })
    await store.remember('key', 'mine')
    await rm(toPath(1))
    const before = await readFile(join(folder.path, 'state.json'))
    await clock.advance(16_000)
    await expect(store.remember('key', 'late')).rejects.toMatchObject({ name: 'StoreError', fatal: true })
    await expect(store.recall('key')).rejects.toMatchObject({ fatal: true })
    expect(await readFile(join(folder.path, 'state.json'))).toEqual(before)
    await store.close()
    expect(await listLocks()).toEqual([])
  })

  test('is noticed after a standstill, before the next heartbeat', async () => {
    let now = 1_000_000
    const still = { ...clock, now: () => now }
    const store = await folder.open({ clock: still })
    await rm(toPath(1))
    now += 60_000
    await expect(store.remember('key', 'late')).rejects.toMatchObject({ fatal: true })
  })

  test('is kept by a heartbeat', async () => {
    const store = await folder.open({ clock })
    await clock.advance(60_000)
    await store.remember('key', 1)
    await store.close()
    expect(clock.countTimers()).toBe(0)
  })
})

describe('a lock that a command holds', () => {
  const lines: string[] = []
  const log = { ...silentLog, warn: (_: object, event: string) => void lines.push(event) }
  /** Somebody is at it, in this world or in another one. */
  const hold = () => folder.open({ clock, isBrief: true })

  test('is waited for, with words, and taken as soon as the command is done', async () => {
    lines.length = 0
    const command = await hold()
    const { opening, waited } = openSlowly({ log })
    const ended = clock.after(20_000, () => void command.close())
    await opening
    ended()
    expect(await waited).toBeGreaterThanOrEqual(20_000)
    expect(await waited).toBeLessThan(25_000)
    expect(lines).toEqual(['store.waiting-for-command'])
  })

  test('is waited for no longer than two minutes', async () => {
    await hold()
    const { opening, waited } = openSlowly()
    await expect(opening).rejects.toThrow(/in use by process/)
    expect(await waited).toBeGreaterThanOrEqual(120_000)
    expect(await waited).toBeLessThan(125_000)
  })

  test('is no reason to wait for a bot that holds it', async () => {
    await folder.open({ clock })
    const { opening, waited } = openSlowly()
    await expect(opening).rejects.toThrow(/in use by process/)
    expect(await waited).toBe(0)
  })
})
