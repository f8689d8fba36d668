// `${NAME}` in a value stands for an environment variable; `$${` is a plain `${`. Secrets may be written in no other way.
import { type Path, type Problem, toPathText } from './problem.js'
import { type Row, toRowPath, toTyped } from './rows.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** An empty variable counts as unset. */
export function findVariable(environment: Environment, name: string): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined
  return value === '' ? undefined : value
}

export interface Resolved {
  readonly value: unknown
  readonly problems: readonly Problem[]
}

const reference = /\$\$\{|\$\{([^}]*)\}?/g
const wholeReference = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/
/** What a token or key looks like wherever it stands. */
const secretLooks = /\bxox[a-z]{1,2}[-.]|\bxapp-|-----BEGIN /

export function resolveReferences(
  given: unknown,
  { environment, rows }: { readonly environment: Environment; readonly rows: readonly Row[] },
): Resolved {
  const problems: Problem[] = []

  function resolve(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return value.map((item, at) => resolve(item, [...path, at]))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, resolve(item, [...path, key])]),
      )
    if (value === undefined) return value
    const at = toPathText(path)
    const row = rows.find((one) => one.path === toRowPath(at))
    if (isWrittenOut(value, row)) {
      problems.push({ path: at, ...toSecretAdvice(row) })
      return value
    }
    return typeof value === 'string' ? toTyped(fill(value, at), row) : value
  }

  function fill(text: string, path: string): string {
    return text.replace(reference, (written: string, name: string | undefined) => {
      if (name === undefined) return '${'
      if (!wholeReference.test(written)) {
        problems.push({
          path,
          what: 'has a "${" that is not ${NAME}',
          remedy: 'Write ${NAME}, or $${ for a plain ${',
        })
        return ''
      }
      const found = findVariable(environment, name)
      if (found !== undefined) return found
      problems.push({
        path,
        what: `needs the environment variable ${name}, which is not set`,
        remedy: 'Set it',
      })
      return ''
    })
  }

  return { value: resolve(given, []), problems }
}

function isWrittenOut(value: unknown, row: Row | undefined): boolean {
  if (typeof value === 'string' && secretLooks.test(value)) return true
  return row?.isSecret === true && !(typeof value === 'string' && wholeReference.test(value))
}

function toSecretAdvice(row: Row | undefined): Omit<Problem, 'path'> {
  const name = row?.isSecret === true ? row.variable : undefined
  return {
    what: 'is a secret, which must not stand in the file',
    remedy: `Put it into the environment and write \${${name ?? 'NAME'}}. If others could read the file, replace the secret`,
  }
}
