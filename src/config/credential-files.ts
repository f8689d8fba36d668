// Values that stand in a file of their own: NAME_FILE names it, as images of containers have it, or it lies under that
// name where systemd puts credentials (LoadCredential).
import { ConfigError } from '../errors.js'
import { type Environment, findVariable } from './references.js'

interface Wanted {
  /** Of the variables that the settings come from. */
  readonly names: readonly string[]
  readonly readFile: (path: string) => Promise<string>
}

/** The environment with what the files hold. @throws ConfigError with every problem at once. */
export async function withCredentialFiles(
  environment: Environment,
  { names, readFile }: Wanted,
): Promise<Environment> {
  const folder = findVariable(environment, 'CREDENTIALS_DIRECTORY')
  const problems: string[] = []

  async function read(name: string): Promise<string | undefined> {
    const path = findVariable(environment, `${name}_FILE`)
    const isSet = findVariable(environment, name) !== undefined
    if (path !== undefined && isSet)
      problems.push(`${name}: is set beside ${name}_FILE. Keep one of the two.`)
    if (isSet) return undefined
    if (path !== undefined) return readFile(path).catch((error: unknown) => complain(`${name}_FILE`, error))
    // Systemd hands over only what the unit names.
    return folder === undefined ? undefined : readFile(`${folder}/${name}`).catch(() => undefined)
  }

  function complain(name: string, error: unknown): undefined {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    problems.push(`${name}: names a file that cannot be read${code}. Check the path and who may read it.`)
    return undefined
  }

  const found = await Promise.all([...new Set(names)].map(async (name) => [name, await read(name)] as const))
  if (problems.length > 0) throw new ConfigError(problems)
  const values = found.flatMap(([name, value]) => {
    // An editor ends the last line; a secret does not.
    return value === undefined ? [] : [[name, value.replace(/\r?\n$/, '')] as const]
  })
  return { ...environment, ...Object.fromEntries(values) }
}

/** The variables that a file of settings refers to. */
export function listReferences(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name)
}
