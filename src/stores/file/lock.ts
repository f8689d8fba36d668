// Keeps a second process away from the folder. Locks are numbered, `lock.1`, `lock.2` ..., and the highest counts.
// Whoever finds it gone creates the next number by hard link, which only one process can do; nobody ever has to
// remove a lock that might meanwhile be somebody else's.
import { link, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pause } from '../../concurrency/pause.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { StoreError } from '../../errors.js'
import { hasCode, isMissing } from './disk.js'
import { findHighest, findHome, holdLock, type Lock, type LockParts, staleMilliseconds } from './held-lock.js'
import { type Holder, judge, parseHolder, readSelf } from './lock-holder.js'

const pollMilliseconds = 500
/** Longer than a command takes, the doctor of a network that swallows packets included. */
const commandMilliseconds = 2 * minuteMilliseconds

/** @throws StoreError naming the process when the folder is in use. */
export async function acquireLock(parts: LockParts): Promise<Lock> {
  const self = await readSelf(parts.pid, parts.isBrief)
  const ticket = join(parts.folder, `lock.${parts.createId()}.new`)
  try {
    for (;;) {
      const former = await findHighest(parts.folder)
      const left = former > 0 ? await waitUntilGone(parts, self, former) : undefined
      await writeFile(ticket, JSON.stringify(self), { mode: 0o600 })
      const isTaken = await take(parts.folder, ticket, former + 1)
      if (!isTaken) continue
      await removeFormer(parts.folder, former + 1)
      return holdLock(parts, self, {
        path: toPath(parts.folder, former + 1),
        home: await findHome(parts.folder),
        left,
      })
    }
  } finally {
    await rm(ticket, { force: true })
  }
}

function toPath(folder: string, number: number): string {
  return join(folder, `lock.${number}`)
}

/** A process that judged long ago may link a number that has been used and tidied away; then a higher one exists. */
async function take(folder: string, ticket: string, number: number): Promise<boolean> {
  try {
    await link(ticket, toPath(folder, number))
  } catch (error) {
    if (hasCode(error, 'EEXIST') || isMissing(error)) return false
    throw error
  }
  if ((await findHighest(folder)) === number) return true
  await rm(toPath(folder, number), { force: true })
  return false
}

/** @returns what the holder left behind, if it let go in peace. */
async function waitUntilGone(parts: LockParts, self: Holder, number: number): Promise<string | undefined> {
  const path = toPath(parts.folder, number)
  const text = await readText(path)
  // Somebody was faster and has tidied it away.
  if (text === undefined) return undefined
  const holder = parseHolder(text)
  const verdict = holder === undefined ? 'unknown' : await judge(holder, self)
  if (verdict === 'gone') return holder?.isReleased === true ? holder.left : undefined
  if (holder?.isBrief === true) return waitForCommand(parts, { path, self, holder })
  if (verdict === 'alive') throw toHeld(parts.folder, holder)
  parts.log.warn({ folder: parts.folder, holder }, 'store.waiting-for-lock')
  await watchBeat(parts, path, holder)
  return undefined
}

interface Command {
  readonly path: string
  readonly self: Holder
  readonly holder: Holder
}

/** A bot that gave up because somebody had just called the doctor would be down for no reason. */
async function waitForCommand(
  parts: LockParts,
  { path, self, holder }: Command,
): Promise<string | undefined> {
  const { folder, clock, log } = parts
  log.warn({ folder, holder, seconds: commandMilliseconds / 1_000 }, 'store.waiting-for-command')
  const until = clock.monotonic() + commandMilliseconds
  let seenAt = clock.monotonic()
  let beat = await readBeat(path)
  while (clock.monotonic() < until) {
    await pause(clock, pollMilliseconds)
    const now = parseHolder((await readText(path)) ?? '')
    if (now === undefined) return undefined
    if ((await judge(now, self)) === 'gone') return now.isReleased ? now.left : undefined
    const latest = await readBeat(path)
    if (latest !== beat) seenAt = clock.monotonic()
    beat = latest
    // In another container, and it stopped beating.
    if (clock.monotonic() - seenAt > staleMilliseconds) return undefined
  }
  throw toHeld(folder, holder)
}

/** Judges by what is seen here, not by the other machine's clock. */
async function watchBeat(
  { folder, clock }: LockParts,
  path: string,
  holder: Holder | undefined,
): Promise<void> {
  const first = await readBeat(path)
  const until = clock.now() + staleMilliseconds
  while (clock.now() < until) {
    await pause(clock, pollMilliseconds)
    const beat = await readBeat(path)
    if (beat === undefined || parseHolder((await readText(path)) ?? '')?.isReleased === true) return
    if (beat !== first) throw toHeld(folder, holder)
  }
}

function toHeld(folder: string, holder: Holder | undefined): StoreError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`
  return new StoreError(
    `The folder ${folder} is in use by ${who}. Stop that first: two processes on one folder would lose data.`,
    true,
  )
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function readBeat(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Own number stays even when it is released, so that numbers never begin anew. Whoever misses its ticket tries again. */
async function removeFormer(folder: string, number: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const former = /^lock\.(\d+)$/.exec(name)?.[1]
    const isFormer = former !== undefined && Number(former) < number
    if (isFormer || /^lock\..+\.new$/.test(name)) await rm(join(folder, name), { force: true })
  }
}
