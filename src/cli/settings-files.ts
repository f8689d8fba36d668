// The settings file and the one with its secrets, read to be changed and written back whole: whoever looks, and whatever
// happens meanwhile, finds the old one or the new one.
import {
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { createDraft, type Draft } from '../config/index.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface SettingsFiles {
  readonly settingsPath: string
  readonly secretsPath: string
  readonly draft: Draft
  /** Whether there were settings before. */
  readonly isNew: boolean
  /**
   * Whether a secret is another one now, or new: a bot that runs does not have it.
   * @throws ExitError when somebody else has written them since.
   */
  save(): boolean
}

export interface FilesOption {
  readonly config?: string
  readonly env?: string
}

/** @throws ConfigError when what is there cannot be changed. */
export async function openSettingsFiles(terminal: Terminal, option: FilesOption): Promise<SettingsFiles> {
  const { environment } = terminal
  const settingsPath = resolve(option.config ?? environment.REPRIEVE_CONFIG ?? 'reprieve.yaml')
  const secretsPath = resolve(option.env ?? toSecretsPath(settingsPath))
  const read = () => ({ text: readIfThere(settingsPath) ?? '', secrets: readIfThere(secretsPath) ?? '' })
  let known = read()
  const draft = await createDraft({
    ...known,
    environment,
    path: settingsPath,
    readFile: (path) => readFile(path, 'utf8'),
    listFolder: (path) => readdir(path),
  })
  return {
    settingsPath,
    secretsPath,
    draft,
    isNew: known.text === '',
    save() {
      const found = read()
      if (found.text !== known.text || found.secrets !== known.secrets)
        throw toTaken(`${settingsPath} or ${secretsPath}`)
      const besides = draft.listBesides()
      for (const { file, before } of besides) if (readIfThere(file) !== before) throw toTaken(file)
      const next = { text: draft.text(), secrets: draft.secrets() }
      // First what the other one refers to.
      if (next.secrets !== known.secrets) writeWhole(secretsPath, next.secrets, 0o600)
      if (next.text !== known.text) writeWhole(settingsPath, next.text, undefined)
      // What nobody speaks of any more goes last.
      for (const { file, after } of besides)
        if (after === undefined) remove(file)
        else writeBeside(file, after)
      const isSecretNew = next.secrets !== known.secrets
      known = next
      return isSecretNew
    },
  }
}

/** `reprieve.yaml` has `reprieve.env` beside it. */
function toSecretsPath(settingsPath: string): string {
  return join(dirname(settingsPath), `${basename(settingsPath).replace(/\.[^.]*$/, '')}.env`)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw toUnusable(path, 'read', error)
  }
}

/** @param mode undefined keeps that of the old file. */
function writeWhole(path: string, text: string, mode: number | undefined): void {
  try {
    // What a link leads to is written, not the link.
    const target = statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path)
    const old = statSync(target, { throwIfNoEntry: false })
    const beside = `${target}.new`
    rmSync(beside, { force: true })
    const file = openSync(beside, 'wx', mode ?? (old === undefined ? 0o644 : old.mode & 0o777))
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (old !== undefined) keepOwner(beside, old)
    renameSync(beside, target)
  } catch (error) {
    throw toUnusable(path, 'written', error)
  }
}

function writeBeside(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw toUnusable(path, 'written', error)
  }
  writeWhole(path, text, undefined)
}

function remove(path: string): void {
  try {
    rmSync(path)
  } catch (error) {
    throw toUnusable(path, 'removed', error)
  }
}

/** Written by root for a service, it stays the service's. */
function keepOwner(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  const { uid: ownUid, gid: ownGid } = statSync(path)
  if (ownUid !== uid || ownGid !== gid) chownSync(path, uid, gid)
}

function toUnusable(path: string, what: 'read' | 'written' | 'removed', error: unknown): ExitError {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  return new ExitError(exitCodes.failed, `${path} cannot be ${what}${code}. Check the path and who may.`)
}

function toTaken(what: string): ExitError {
  return new ExitError(
    exitCodes.failed,
    `${what} was changed by somebody else meanwhile. Nothing was written; begin again.`,
  )
}

/** Beside the settings: whoever comes back in another folder finds what was written. */
export function toUploadFolder({ settingsPath }: SettingsFiles, given: string | undefined): string {
  return given ?? join(dirname(settingsPath), 'upload')
}
