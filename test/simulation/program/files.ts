// Stands in for node:fs/promises in the simulated program: files in memory, and every call has ended when it returns. The
// order in which a thread pool finishes would differ from run to run, and the same seed would not be the same day.
import { dirname } from 'node:path'

interface Content {
  /** Longer than what is in it, so that appending does not copy it every time. */
  bytes: Uint8Array
  size: number
  mtimeMs: number
  readonly ino: number
  /** What has been written since it was last synced, oldest first. */
  unsynced: Write[]
}

/** Bytes that took the place of others; or none, and what lay behind `position` was cut off. */
interface Write {
  readonly position: number
  readonly bytes: Uint8Array
  readonly former: Uint8Array
  readonly formerSize: number
}

/** Names of one folder that were given, moved or taken away in one step. */
interface Naming {
  readonly folder: string
  readonly changes: readonly {
    readonly path: string
    readonly before: Content | undefined
    readonly after: Content | undefined
  }[]
}

let namings: Naming[] = []
const files = new Map<string, Content>()
const folders = new Set<string>()
const names = new Map<string, Set<string>>()
let inodes = 0

/** Nothing of this folder is left. */
export function forget(folder: string): void {
  namings = namings.filter((naming) => naming.folder !== folder)
  for (const path of files.keys()) if (path.startsWith(`${folder}/`)) removeName(path)
  folders.delete(folder)
  names.delete(folder)
}

/** What a power cut leaves of everything that nobody has synced: each page, cut and name by itself. */
export function cutPower(folder: string, survives: () => boolean): void {
  const isOfFolder = (naming: Naming) => naming.folder === folder
  const open = namings.filter(isOfFolder)
  namings = namings.filter((naming) => !isOfFolder(naming))
  const contents = new Set([...files].flatMap(([path, one]) => (path.startsWith(`${folder}/`) ? [one] : [])))
  for (const { changes } of open)
    for (const { before, after } of changes)
      for (const one of [before, after]) if (one !== undefined) contents.add(one)
  for (const content of contents) cutWrites(content, survives)
  for (const { changes } of open.toReversed()) for (const { path, before } of changes) setName(path, before)
  for (const { changes } of open) if (survives()) for (const { path, after } of changes) setName(path, after)
}

const pageBytes = 4_096

function cutWrites(content: Content, survives: () => boolean): void {
  const { unsynced } = content
  content.unsynced = []
  for (const { position, former, formerSize } of unsynced.toReversed()) {
    content.size = formerSize
    content.bytes.set(former, position)
  }
  for (const { position, bytes } of unsynced) {
    if (bytes.length === 0 && survives()) content.size = Math.min(content.size, position)
    for (let from = position; from < position + bytes.length; ) {
      const until = Math.min((Math.floor(from / pageBytes) + 1) * pageBytes, position + bytes.length)
      if (survives()) put(content, bytes.subarray(from - position, until - position), from)
      from = until
    }
  }
}

function toError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code })
}

function get(path: string): Content {
  const content = files.get(path)
  if (content === undefined) throw toError('ENOENT', path)
  return content
}

function putName(path: string, content: Content): void {
  files.set(path, content)
  const folder = dirname(path)
  const siblings = names.get(folder) ?? new Set()
  siblings.add(path.slice(folder.length + 1))
  names.set(folder, siblings)
}

function removeName(path: string): void {
  files.delete(path)
  const folder = dirname(path)
  names.get(folder)?.delete(path.slice(folder.length + 1))
}

/** Undefined for a name that is taken away. */
function change(...changed: readonly (readonly [string, Content | undefined])[]): void {
  const changes = changed.map(([path, after]) => ({ path, before: files.get(path), after }))
  namings.push({ folder: dirname(changes[0]?.path ?? ''), changes })
  for (const { path, after } of changes) setName(path, after)
}

function setName(path: string, content: Content | undefined): void {
  if (content === undefined) removeName(path)
  else putName(path, content)
}

function create(path: string): Content {
  if (!folders.has(dirname(path))) throw toError('ENOENT', path)
  inodes += 1
  const content = { bytes: new Uint8Array(256), size: 0, mtimeMs: 0, ino: inodes, unsynced: [] }
  change([path, content])
  return content
}

function write(content: Content, bytes: Uint8Array, position: number): void {
  const { size: formerSize } = content
  const former = content.bytes.slice(position, Math.min(position + bytes.length, formerSize))
  content.unsynced.push({ position, bytes: bytes.slice(), former, formerSize })
  put(content, bytes, position)
}

function truncate(content: Content, length: number): void {
  if (length >= content.size) return
  const former = content.bytes.slice(length, content.size)
  content.unsynced.push({ position: length, bytes: new Uint8Array(0), former, formerSize: content.size })
  content.size = length
}

function put(content: Content, bytes: Uint8Array, position: number): void {
  const end = position + bytes.length
  if (end > content.bytes.length) {
    const longer = new Uint8Array(Math.max(end, content.bytes.length * 2))
    longer.set(content.bytes.subarray(0, content.size))
    content.bytes = longer
  }
  // What was there before it was cut off is not there again.
  if (position > content.size) content.bytes.fill(0, content.size, position)
  content.bytes.set(bytes, position)
  content.size = Math.max(content.size, end)
}

function toStats(content: Content | undefined) {
  return {
    dev: 1,
    ino: content?.ino ?? 0,
    size: content?.size ?? 0,
    mtimeMs: content?.mtimeMs ?? 0,
    mtime: new Date(content?.mtimeMs ?? 0),
    isSymbolicLink: () => false,
    isFile: () => content !== undefined,
    isDirectory: () => content === undefined,
  }
}

export async function mkdir(path: string) {
  folders.add(path)
}

export async function realpath(path: string) {
  if (!folders.has(path)) get(path)
  return path
}

export async function stat(path: string) {
  return folders.has(path) ? toStats(undefined) : toStats(get(path))
}

export async function lstat(path: string) {
  return stat(path)
}

export async function readdir(path: string) {
  if (!folders.has(path)) throw toError('ENOENT', path)
  return [...(names.get(path) ?? [])].sort()
}

export async function readFile(path: string, encoding?: string) {
  const { bytes, size } = get(path)
  const copy = Buffer.from(bytes.subarray(0, size))
  return encoding === undefined ? copy : copy.toString('utf8')
}

export async function writeFile(path: string, data: string | Uint8Array) {
  const content = files.get(path) ?? create(path)
  truncate(content, 0)
  write(content, typeof data === 'string' ? Buffer.from(data) : data, 0)
}

export async function copyFile(from: string, to: string) {
  const { bytes, size } = get(from)
  write(create(to), bytes.subarray(0, size), 0)
}

export async function rename(from: string, to: string) {
  change([from, undefined], [to, get(from)])
}

export async function link(from: string, to: string) {
  if (files.has(to)) throw toError('EEXIST', to)
  change([to, get(from)])
}

export async function readlink(path: string): Promise<string> {
  throw toError('ENOENT', path)
}

export async function rm(path: string, { force = false }: { readonly force?: boolean } = {}) {
  if (!force) get(path)
  if (files.has(path)) change([path, undefined])
}

/** Of one that is empty. */
export async function rmdir(path: string) {
  if (!folders.has(path)) throw toError('ENOENT', path)
  if ((names.get(path)?.size ?? 0) > 0) throw toError('ENOTEMPTY', path)
  folders.delete(path)
}

export async function unlink(path: string) {
  await rm(path)
}

export async function utimes(path: string, _: number, mtimeSeconds: number) {
  get(path).mtimeMs = mtimeSeconds * 1_000
}

/** As much of a FileHandle as the store uses; a flag is a word, or a number that says to create what is not there. */
export async function open(path: string, flags: string | number) {
  if (folders.has(path)) return toFolderHandle(path)
  if (flags === 'wx' && files.has(path)) throw toError('EEXIST', path)
  return toHandle(flags === 'r' ? get(path) : (files.get(path) ?? create(path)))
}

function toFolderHandle(path: string) {
  const empty: Content = { bytes: new Uint8Array(0), size: 0, mtimeMs: 0, ino: 0, unsynced: [] }
  return {
    ...toHandle(empty),
    async sync() {
      namings = namings.filter(({ folder }) => folder !== path)
    },
  }
}

function toHandle(content: Content) {
  const sync = async () => {
    content.unsynced = []
  }
  return {
    stat: async () => toStats(content),
    async truncate(length: number) {
      truncate(content, length)
    },
    async close() {},
    datasync: sync,
    sync,
    async read(buffer: Uint8Array, offset: number, length: number, position: number) {
      const found = content.bytes.subarray(position, Math.min(position + length, content.size))
      buffer.set(found, offset)
      return { bytesRead: found.length, buffer }
    },
    async write(bytes: Uint8Array, offset: number, length: number, position: number) {
      write(content, bytes.subarray(offset, offset + length), position)
      return { bytesWritten: length, buffer: bytes }
    },
    readFile: async () => Buffer.from(content.bytes.subarray(0, content.size)),
  }
}
