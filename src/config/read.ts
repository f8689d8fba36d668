// From text or environment to settings. Every problem is found in one go.
import { asksForTwoPeople } from '../domain/approval.js'
import { ConfigError } from '../errors.js'
import { toApproval } from './apply.js'
import { listReferences, withCredentialFiles } from './credential-files.js'
import { readEnvironment } from './environment.js'
import { type Problem, toProblems, toText } from './problem.js'
import { withProxy } from './proxy.js'
import { type Environment, findVariable, resolveReferences } from './references.js'
import { type Row, toRows } from './rows.js'
import { type BotSettings, settingsSchema } from './schema.js'
import { findTwoPersonProblem } from './two-people.js'
import { readYaml } from './yaml.js'

export interface Source {
  /** The file; without one `REPRIEVE_CONFIG` names it, and without that the environment is all there is. */
  readonly path?: string
  readonly environment: Environment
  readonly readFile: (path: string) => Promise<string>
}

/** @throws ConfigError with every problem at once. */
export async function loadSettings(source: Source): Promise<BotSettings> {
  const text = await readText(source)
  const names = text === undefined ? toRows().flatMap(({ variable }) => variable ?? []) : listReferences(text)
  const environment = await withCredentialFiles(source.environment, { names, readFile: source.readFile })
  return text === undefined ? readSettingsEnvironment(environment) : readSettingsFile(text, environment)
}

/** The settings file; undefined when there is none. @throws ConfigError when there should be one. */
export async function readText({ path, environment, readFile }: Source): Promise<string | undefined> {
  const file = path ?? findVariable(environment, 'REPRIEVE_CONFIG')
  return file === undefined ? undefined : readFile(file).catch((error: unknown) => refuseFile(file, error))
}

function refuseFile(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  throw new ConfigError([
    `${file}: cannot be read${code}. Check the path and who may read it, or unset REPRIEVE_CONFIG.`,
  ])
}

/** @throws ConfigError with every problem at once. */
export function readSettingsFile(text: string, environment: Environment): BotSettings {
  const rows = toRows()
  const yaml = readYaml(text)
  const toLine = toLineFinder(yaml.lines)
  const said = yaml.problems.map((problem) => ({ line: toLine(problem.path), ...problem }))
  if (!yaml.isSound) throw toError(said)
  const resolved = resolveReferences(yaml.value, { environment, rows })
  const checked = check({ ...resolved, value: withProxy(resolved.value, environment) }, rows)
  if (checked.settings !== undefined && said.length === 0) return checked.settings
  const others = checked.problems.map((problem) => ({ ...problem, line: toLine(problem.path) }))
  const all = [...said, ...others].toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
  throw toError(all)
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

export function toLineFinder(lines: ReadonlyMap<string, number>) {
  return (path: string) => findLine(lines, path)
}

/** A key that is missing has no line; its section has. */
function findLine(lines: ReadonlyMap<string, number>, path: string): number | undefined {
  const line = lines.get(path)
  const section = path.replace(/(^|\.)[^.[\]]*$|\[\d+\]$/, '')
  return line !== undefined || section === path ? line : findLine(lines, section)
}

/** Several checks of one value may say the same. */
export function toError(
  problems: readonly (Problem & { readonly line?: number | undefined })[],
): ConfigError {
  return new ConfigError([...new Set(problems.map(toText))])
}
