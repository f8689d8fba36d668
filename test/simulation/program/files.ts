// Stands in for node:fs/promises in the simulated program: files in memory, and every call has ended when it returns. The
// order in which a thread pool finishes would differ from run to run, and the same seed would not be the same day.
import { dirname } from 'node:path'

interface Content {
  /** Longer than what is in it, so that appending does not copy it every time. */
  bytes: Uint8Array
  size: number
  mtimeMs: number
  readonly ino: number
}

const files = new Map<string, Content>()
const folders = new Set<string>()
const names = new Map<string, Set<string>>()
let inodes = 0

/** Nothing of this folder is left. */
export function forget(folder: string): void {
  for (const path of files.keys()) if (path.startsWith(`${folder}/`)) removeName(path)
  folders.delete(folder)
  names.delete(folder)
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

function create(path: string): Content {
  if (!folders.has(dirname(path))) throw toError('ENOENT', path)
  inodes += 1
  const content = { bytes: new Uint8Array(256), size: 0, mtimeMs: 0, ino: inodes }
  putName(path, content)
  return content
}

function put(content: Content, bytes: Uint8Array, position: number): void {
  const end = position + bytes.length
  if (end > content.bytes.length) {
    const longer = new Uint8Array(Math.max(end, content.bytes.length * 2))
    longer.set(content.bytes.subarray(0, content.size))
    content.bytes = longer
  }
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
  content.size = 0
  put(content, typeof data === 'string' ? Buffer.from(data) : data, 0)
}

export async function copyFile(from: string, to: string) {
  const { bytes, size } = get(from)
  put(create(to), bytes.subarray(0, size), 0)
}

export async function rename(from: string, to: string) {
  const content = get(from)
  removeName(from)
  putName(to, content)
}

export async function link(from: string, to: string) {
  if (files.has(to)) throw toError('EEXIST', to)
  putName(to, get(from))
}

export async function readlink(path: string): Promise<string> {
  throw toError('ENOENT', path)
}

export async function rm(path: string, { force = false }: { readonly force?: boolean } = {}) {
  if (!force) get(path)
  removeName(path)
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
  if (folders.has(path)) return toHandle({ bytes: new Uint8Array(0), size: 0, mtimeMs: 0, ino: 0 })
  if (flags === 'wx' && files.has(path)) throw toError('EEXIST', path)
  return toHandle(flags === 'r' ? get(path) : (files.get(path) ?? create(path)))
}

function toHandle(content: Content) {
  return {
    stat: async () => toStats(content),
    async truncate(length: number) {
      content.size = Math.min(content.size, length)
    },
    async close() {},
    async datasync() {},
    async sync() {},
    async read(buffer: Uint8Array, offset: number, length: number, position: number) {
      const found = content.bytes.subarray(position, Math.min(position + length, content.size))
      buffer.set(found, offset)
      return { bytesRead: found.length, buffer }
    },
    async write(bytes: Uint8Array, offset: number, length: number, position: number) {
      put(content, bytes.subarray(offset, offset + length), position)
      return { bytesWritten: length, buffer: bytes }
    },
    readFile: async () => Buffer.from(content.bytes.subarray(0, content.size)),
  }
}
