// What stands in the settings, for somebody who is to help and must not see whose they are.
import { parseDocument } from 'yaml'
import { listReferences } from './credential-files.js'
import { readEnvironment } from './environment.js'
import { toPathText } from './problem.js'
import { findPath, findSettingsProblems, readText, type Source } from './read.js'
import { findVariable } from './references.js'
import { findRow, toRows } from './rows.js'
import { parseTenantFiles, readTenantFiles } from './tenants/files.js'
import { gather } from './tenants/gather.js'
import { readYaml } from './yaml.js'

export interface Written {
  /** As it is written; `${NAME}` for what comes from the environment. */
  readonly value: unknown
  /** Whether a text at this path is one of few that everybody could write, as the schema lists them. */
  isChoice(path: readonly (string | number)[], text: string): boolean
  /** Of every variable that settings may come from, or that the file refers to: whether it is set. */
  readonly variables: Readonly<Record<string, 'set' | 'not set'>>
  /** The values of those variables. */
  readonly values: readonly string[]
  /** What is wrong with them, in words that quote nothing. */
  readonly problems: readonly string[]
}

/** @throws ConfigError when the file cannot be read. */
export async function describeWritten(source: Source): Promise<Written> {
  const { environment } = source
  const rows = toRows()
  const text = await readText(source)
  const besides = findPath(source) ?? ''
  const files = await parseTenantFiles(
    await readTenantFiles(readYaml(text ?? '').value, { ...source, besides }),
  )
  // Also what a folder of tenants refers to, and the defaults for each by its id.
  const whole = JSON.stringify(gather(readYaml(text ?? ''), files).value) ?? ''
  const referred = listReferences(`${text ?? ''}${whole}`)
  const secrets = rows.flatMap(({ isSecret, variable }) =>
    isSecret && variable !== undefined ? [variable] : [],
  )
  const names = [...new Set([...rows.flatMap(({ variable }) => variable ?? []), ...referred])].toSorted()
  const isSet = (name: string) => findVariable(environment, name) !== undefined
  return {
    value: text === undefined ? readEnvironment(environment, rows).value : parseLoosely(text),
    isChoice: (path, value) =>
      findRow(toPathText(path), rows)
        ?.type.split(/ \| |list of /)
        .includes(value) === true,
    variables: Object.fromEntries(
      names
        .filter((name) => isSet(name) || referred.includes(name))
        .map((name) => [name, isSet(name) ? 'set' : 'not set']),
    ),
    values: [...new Set([...secrets, ...referred])].flatMap((name) => findVariable(environment, name) ?? []),
    problems:
      text === undefined
        ? []
        : findSettingsProblems(text, environment, files).map(
            ({ path, what, remedy }) => `${path}: ${what}. ${remedy}.`,
          ),
  }
}

function parseLoosely(text: string): unknown {
  const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error' })
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown)
}
