// From text or environment to settings. Every problem is found in one go.
import { dirname } from 'node:path'
import { asksForTwoPeople } from '../domain/approval.js'
import { toDigest } from '../domain/digest.js'
import { ConfigError } from '../errors.js'
import { toApproval } from './apply.js'
import { listReferences, withCredentialFiles } from './credential-files.js'
import { readEnvironment } from './environment.js'
import { type Problem, toProblems, toText } from './problem.js'
import { withProxy } from './proxy.js'
import { type Environment, findVariable, resolveReferences } from './references.js'
import { type Row, toRows } from './rows.js'
import { type BotSettings, settingsSchema } from './schema.js'
import { listFolders, parseTenantFiles, readTenantFiles } from './tenants/files.js'
import {
  type Gathered,
  gather,
  noFiles,
  type Placed,
  type TenantFiles,
  type TenantTexts,
} from './tenants/gather.js'
import { type Origins, toTexts } from './tenants/places.js'
import { findTwoPersonProblem } from './two-people.js'
import { readYaml } from './yaml.js'

export interface Source {
  /** The file; without one `REPRIEVE_CONFIG` names it, and without that the environment is all there is. */
  readonly path?: string
  readonly environment: Environment
  readonly readFile: (path: string) => Promise<string>
  /** The names of what lies in a folder; without it a folder of tenants counts as one that cannot be read. */
  readonly listFolder?: (path: string) => Promise<readonly string[]>
}

/** @throws ConfigError with every problem at once. */
export async function loadSettings(source: Source): Promise<BotSettings> {
  return (await loadWhole(source)).settings
}

export interface Loaded {
  readonly settings: BotSettings
  /** Where the values of tenants came from; undefined where there is no file. */
  readonly origins: Origins | undefined
}

/** @throws ConfigError with every problem at once. */
export async function loadWhole(source: Source): Promise<Loaded> {
  const { readFile } = source
  const text = await readText(source)
  if (text === undefined) {
    const names = toRows().flatMap(({ variable }) => variable ?? [])
    const environment = await withCredentialFiles(source.environment, { names, readFile })
    return { settings: readSettingsEnvironment(environment), origins: undefined }
  }
  const written = await readWritten(text, source)
  const names = listReferences(written.yaml.isSound ? JSON.stringify(written.gathered.value) : text)
  const environment = await withCredentialFiles(source.environment, { names, readFile })
  return { settings: readGathered(written, environment), origins: written }
}

/** What all of it says now, to be told from what it said before, and the folders where it is. Never rejects. */
export async function readMark(
  source: Source,
): Promise<{ readonly mark: string; readonly folders: readonly string[] }> {
  const besides = findPath(source)
  if (besides === undefined) return { mark: '', folders: [] }
  const text = await readText(source).catch(() => undefined)
  const { value } = readYaml(text ?? '')
  const files = await readTenantFiles(value, { ...source, besides })
  const folders = [dirname(besides), ...listFolders(value, { besides })]
  return { mark: toMark(text, files), folders: [...new Set(folders)] }
}

/** What cannot be read is different from what could. */
function toMark(text: string | undefined, { csvs, folders }: TenantTexts): string {
  return toDigest([JSON.stringify([text, [...csvs], [...folders]])])
}

/** The settings file with what it names. */
export async function readWritten(text: string, source: Source): Promise<Origins> {
  const yaml = readYaml(text)
  const files = await readTenantFiles(yaml.value, { ...source, besides: findPath(source) ?? '' })
  return { yaml, gathered: gather(yaml, await parseTenantFiles(files)), mark: toMark(text, files) }
}

/** The settings file; undefined when there is none. @throws ConfigError when there should be one. */
export async function readText(source: Source): Promise<string | undefined> {
  const file = findPath(source)
  return file === undefined
    ? undefined
    : source.readFile(file).catch((error: unknown) => refuseFile(file, error))
}

export function findPath({ path, environment }: Pick<Source, 'path' | 'environment'>): string | undefined {
  return path ?? findVariable(environment, 'REPRIEVE_CONFIG')
}

function refuseFile(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  throw new ConfigError([
    `${file}: cannot be read${code}. Check the path and who may read it, or unset REPRIEVE_CONFIG.`,
  ])
}

/** @throws ConfigError with every problem at once. */
export function readSettingsFile(
  text: string,
  environment: Environment,
  files: TenantFiles = noFiles,
): BotSettings {
  const yaml = readYaml(text)
  return readGathered({ yaml, gathered: gather(yaml, files), mark: '' }, environment)
}

function readGathered(origins: Origins, environment: Environment): BotSettings {
  const { gathered } = origins
  const rows = toRows()
  const said: readonly Placed[] = [...origins.yaml.problems, ...gathered.problems]
  if (!origins.yaml.isSound) throw new ConfigError(toTexts(said, origins))
  const resolved = resolveReferences(gathered.value, { environment, rows })
  const checked = check({ ...resolved, value: withProxy(resolved.value, environment) }, rows)
  if (checked.settings !== undefined && said.length === 0) return checked.settings
  // Where a file of tenants cannot be read there are too few of them, and that is no news.
  const others = checked.problems.filter(({ path }) => gathered.problems.length === 0 || path !== 'tenants')
  throw new ConfigError(toTexts([...said, ...others], origins))
}

/** The same without an end: what is wrong with it, each with its place in the settings file. */
export function findSettingsProblems(
  text: string,
  environment: Environment,
  files: TenantFiles = noFiles,
): readonly Problem[] {
  const rows = toRows()
  const yaml = readYaml(text)
  if (!yaml.isSound) return yaml.problems
  const { value, tenants, problems } = gather(yaml, files)
  const resolved = resolveReferences(value, { environment, rows })
  const checked = check({ ...resolved, value: withProxy(resolved.value, environment) }, rows)
  const found = checked.problems.map((problem) => ({
    ...problem,
    path: toWrittenPath(problem.path, tenants),
  }))
  return [...yaml.problems, ...problems, ...found]
}

/** Of a tenant that is written out; the others stand in files of their own. */
function toWrittenPath(path: string, tenants: Gathered['tenants']): string {
  const [head = '', at] = /^tenants\[(\d+)\]/.exec(path) ?? []
  const origin = at === undefined ? undefined : tenants[Number(at)]?.origin
  if (origin === undefined) return path
  const rest = path.slice(head.length)
  return origin.kind === 'list' ? `${origin.path}${rest}` : `${origin.file}${rest}`
}

/** @throws ConfigError with every problem at once. */
function readSettingsEnvironment(environment: Environment): BotSettings {
  const rows = toRows()
  const read = readEnvironment(environment, rows)
  const checked = check({ ...read, value: withProxy(read.value, environment) }, rows)
  if (checked.settings !== undefined) return checked.settings
  throw toError(checked.problems.map((problem) => ({ ...problem, path: read.toLabel(problem.path) })))
}

interface Checked {
  /** Undefined when there is any problem. */
  readonly settings: BotSettings | undefined
  readonly problems: readonly Problem[]
}

/** What is known already is not said again in other words. */
function check(
  given: { readonly value: unknown; readonly problems: readonly Problem[] },
  rows: readonly Row[],
): Checked {
  const parsed = settingsSchema.safeParse(given.value)
  const paths = new Set(given.problems.map(({ path }) => path))
  const issues = parsed.success ? [] : parsed.error.issues
  const found = issues
    .flatMap((issue) => toProblems(issue, given.value, rows))
    .filter(({ path }) => !paths.has(path))
  const settings = parsed.success ? parsed.data : undefined
  const unmet = settings && findTwoPersonProblem(settings, asksForTwoPeople(toApproval(settings)))
  const problems = [...given.problems, ...found, ...(unmet === undefined ? [] : [unmet])]
  return { settings: parsed.success && problems.length === 0 ? parsed.data : undefined, problems }
}

/** Several checks of one value may say the same. */
export function toError(
  problems: readonly (Problem & { readonly line?: number | undefined })[],
): ConfigError {
  return new ConfigError([...new Set(problems.map(toText))])
}
