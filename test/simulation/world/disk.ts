// The disk under one process: full, slow, and the process dying before, in the middle of or right after any write.
import type { Disk } from '../../../src/stores/file/disk.js'
import type { Program } from '../program/load.js'
import type { Random } from '../random.js'
import type { WorldTime } from '../time.js'
import type { Life } from './life.js'
import type { DiskTrouble } from './weather.js'

export interface DiskParts {
  readonly files: Program['files']
  readonly disk: Disk
  readonly life: Life
  readonly time: WorldTime
  readonly random: Random
  readonly readTrouble: () => DiskTrouble | undefined
  /** Whether the process dies at this very write. */
  readonly isLastWrite: () => boolean
  readonly onDeath: (at: string) => void
}

/** What a process that dies in the middle leaves, not synced. */
type Half = () => Promise<void>

const never = new Promise<never>(() => {})

export function createFailingDisk(parts: DiskParts): Disk {
  const { files, disk, life, time, random, readTrouble, isLastWrite, onDeath } = parts

  async function act<Value>(name: string, run: () => Promise<Value>, half?: Half): Promise<Value> {
    if (life.isOver()) return never
    if (readTrouble() === 'slow') await time.wait(random.between(1, 60))
    if (life.isOver()) return never
    if (isLastWrite()) return die(name, run, half)
    if (half !== undefined && isFull()) throw createFullError()
    const value = await run()
    return life.isOver() ? never : value
  }

  /** Where others come and go on the disk, one write fits and the next does not. */
  function isFull(): boolean {
    const trouble = readTrouble()
    return trouble === 'full' || (trouble === 'scarce' && random.chance(0.4))
  }

  /** While a write is under way, whoever does not wait for it has gone on by then. */
  async function die<Value>(
    name: string,
    run: () => Promise<Value>,
    half: Half = async () => {},
  ): Promise<Value> {
    const how = random.pick(['before', 'after', 'half'] as const)
    if (how === 'after') await run()
    else if (how === 'half') await half()
    if (how !== 'after') await time.wait(random.between(1, 400))
    if (life.isOver()) return never
    onDeath(`${how} ${name}`)
    return never
  }

  /** Nothing of it is synced, and a power cut may take even what is whole. */
  function toPart(bytes: Uint8Array): Uint8Array {
    return random.chance(0.5) ? bytes : bytes.subarray(0, Math.floor(bytes.length / 2))
  }

  async function appendPart(path: string, bytes: Uint8Array): Promise<void> {
    const file = await files.open(path, 0)
    const part = toPart(bytes)
    await file.write(part, 0, part.length, (await file.stat()).size)
  }

  return {
    create: (path, bytes) =>
      act(
        'create',
        () => disk.create(path, bytes),
        () => files.writeFile(path, toPart(bytes)),
      ),
    rename: (from, to) => act('rename', () => disk.rename(from, to)),
    link: (from, to) => act('link', () => disk.link(from, to)),
    remove: (path) => act('remove', () => disk.remove(path)),
    sync: (path) => act('sync file', () => disk.sync(path)),
    syncFolder: (path) => act('sync', () => disk.syncFolder(path)),
    append: (path, length, bytes) =>
      act(
        'append',
        () => disk.append(path, length, bytes),
        () => appendPart(path, bytes),
      ),
    cut: (path, length, most) => act('cut', () => disk.cut(path, length, most)),
  }
}

function createFullError(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}
