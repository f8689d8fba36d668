// Settings that are being written: the file and the file with its secrets beside it, changed together and held to the same
// schema as what is read at a start.
import { z } from 'zod'
import { listReferences, withCredentialFiles } from './credential-files.js'
import { type Change, editSettings, readWritten } from './edit.js'
import { readEnvFile, writeEnvFile } from './env-file.js'
import { type Path, type Problem, toPathText } from './problem.js'
import { withProxy } from './proxy.js'
import { findSettingsProblems, readSettingsFile } from './read.js'
import { type Environment, findVariable } from './references.js'
import type { BotSettings } from './schema.js'
import {
  addBeside,
  type BesideChange,
  type BesidePlace,
  listChanges,
  listPlaced,
  type PlacedTenant,
  removeBeside,
} from './tenants/besides.js'
import type { NewTenant } from './tenants/edit.js'
import { parseTenantFiles, readTenantFiles, toPath } from './tenants/files.js'
import { gather, type TenantTexts } from './tenants/gather.js'
import { isSection, type Section, toUsual } from './tenants/merge.js'
import { readYaml } from './yaml.js'

export interface DraftGiven {
  /** Empty when there is no such file yet. */
  readonly text: string
  readonly secrets: string
  /** Of this process: what it has and the file does not counts too. */
  readonly environment: Environment
  readonly readFile: (path: string) => Promise<string>
  readonly listFolder: (path: string) => Promise<readonly string[]>
  /** The settings file: what it names lies beside it. */
  readonly path: string
}

export interface Draft {
  text(): string
  secrets(): string
  /** As it is written there: `${NAME}` for what comes from the environment. */
  read(path: Path): unknown
  /** With what the environment says. */
  readText(path: Path): string | undefined
  findSecret(name: string): string | undefined
  /** The way out that the settings would take. */
  findProxy(): { readonly proxy?: string | undefined; readonly noProxy?: string | undefined }
  /** Undefined takes it out. */
  set(path: Path, value: unknown): void
  /** Into the file with the secrets, by this name; the settings refer to it. */
  setSecret(path: Path, name: string, value: string): void
  /** As it is to stand there, references and all. */
  write(path: Path, value: unknown): void
  /** The settings file as somebody else has it; secrets stay. */
  putText(text: string): void
  /** What the defaults say to a tenant of this id, as it is written. */
  readDefaults(id: string): Section
  listPlaced(): readonly PlacedTenant[]
  /** All that the settings refer to, and what they name. */
  listVariables(): readonly string[]
  /** Into what the settings name. @throws ConfigError when it cannot stand there. */
  addBeside(place: BesidePlace, tenant: NewTenant): Promise<void>
  removeBeside(place: BesidePlace): Promise<void>
  /** What is to be written beside the settings, by its path. */
  listBesides(): readonly BesideChange[]
  /** What is wrong, in words, with what stands there and below. */
  findProblem(path: Path): string | undefined
  listProblems(): readonly Problem[]
  /** All of it, as a start would have it. @throws ConfigError with every problem at once. */
  toSettings(): BotSettings
  /** What was changed since is forgotten. */
  toMark(): () => void
}

const proxySchema = z.object({ proxy: z.string().optional(), noProxy: z.string().optional() })

export async function createDraft({
  text,
  secrets,
  environment,
  path: besides,
  ...reading
}: DraftGiven): Promise<Draft> {
  const yaml = readYaml(text)
  const texts = await readTenantFiles(yaml.value, { ...reading, besides })
  const files = await parseTenantFiles(texts)
  const referred = listReferences(`${text}${JSON.stringify(gather(yaml, files).value) ?? ''}`)
  const given = await withCredentialFiles(environment, { names: referred, readFile: reading.readFile })
  let now = { text, secrets, texts, files }

  const readEnvironment = (): Environment => ({ ...given, ...readEnvFile(now.secrets) })
  const set = (...changes: readonly Change[]) => {
    now = { ...now, text: editSettings(now.text, changes) }
  }
  const listProblems = () => findSettingsProblems(now.text, readEnvironment(), now.files)

  async function put(next: TenantTexts): Promise<void> {
    now = { ...now, texts: next, files: await parseTenantFiles(next) }
  }

  function readText(path: Path): string | undefined {
    const written = readWritten(now.text, path)
    return typeof written === 'string' ? toMeant(written, readEnvironment()) : undefined
  }

  return {
    text: () => now.text,
    secrets: () => now.secrets,
    read: (path) => readWritten(now.text, path),
    readText,
    findSecret: (name) => findVariable(readEnvironment(), name),
    findProxy() {
      const own = (name: string) => {
        const value = readText([name])
        return value === undefined ? {} : { [name]: value }
      }
      return proxySchema.parse(withProxy({ ...own('proxy'), ...own('noProxy') }, readEnvironment()))
    },
    set: (path, value) => set({ path, value: toWritten(value) }),
    setSecret(path, name, value) {
      now = { ...now, secrets: writeEnvFile(now.secrets, { [name]: value }) }
      set({ path, value: `\${${name}}` })
    },
    write: (path, value) => set({ path, value }),
    putText(next) {
      now = { ...now, text: next }
    },
    readDefaults(id) {
      const defaults = readWritten(now.text, ['defaults'])
      return isSection(defaults) ? toUsual(defaults, id) : {}
    },
    listVariables: () => [
      ...new Set(listReferences(JSON.stringify(gather(readYaml(now.text), now.files).value) ?? '')),
    ],
    listPlaced: () => listPlaced(gather(readYaml(now.text), now.files).tenants),
    addBeside: async (place, tenant) => put(await addBeside(now.texts, place, tenant)),
    removeBeside: async (place) => put(await removeBeside(now.texts, place)),
    listBesides: () =>
      listChanges(texts, now.texts).map((change) => ({
        ...change,
        file: toPath(change.file, { besides }),
      })),
    findProblem(path) {
      const at = toPathText(path)
      const found = listProblems().find((problem) => isBelow(problem.path, at))
      return found && `${found.what}. ${found.remedy}.`
    },
    listProblems,
    toSettings: () => readSettingsFile(now.text, readEnvironment(), now.files),
    toMark() {
      const before = now
      return () => {
        now = before
      }
    },
  }
}

/** A text of somebody's own is no reference. */
function toWritten(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${')
  if (Array.isArray(value)) return value.map(toWritten)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toWritten(one)]))
}

function toMeant(written: string, environment: Environment): string | undefined {
  const name = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(written)?.[1]
  return name === undefined ? written.replaceAll('$${', () => '${') : findVariable(environment, name)
}

function isBelow(path: string, at: string): boolean {
  return path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`)
}
