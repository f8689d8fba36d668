// The file with the secrets: one NAME='value' a line, as a shell, systemd, Docker Compose and `node --env-file` read it.
// What stands in it beside ours stays as it is.

const line = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/

/** The variables of the file; what is no such line means nothing. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const found = text.split(/\r?\n/).flatMap((one) => {
    const [, name, value = ''] = line.exec(one) ?? []
    return name === undefined ? [] : [[name, unquote(value.trim())] as const]
  })
  return Object.fromEntries(found)
}

/** The same file with these variables: each in the line that it has already, else at the end. */
export function writeEnvFile(text: string, values: Readonly<Record<string, string>>): string {
  const left = new Map(Object.entries(values))
  const lines = text === '' ? [heading] : text.replace(/\r?\n$/, '').split('\n')
  const kept = lines.flatMap((one) => {
    const name = line.exec(one)?.[1]
    const value = name === undefined ? undefined : values[name]
    if (name === undefined || value === undefined) return [one]
    // The last of several counts for whoever reads it: one is left.
    return left.delete(name) ? [toLine(name, value)] : []
  })
  return `${[...kept, ...[...left].map(([name, value]) => toLine(name, value))].join('\n')}\n`
}

const heading = '# Secrets of Reprieve. For the user that runs it alone: chmod 600.'

/** Line ends are written as \n, which the settings read as such. */
function toLine(name: string, value: string): string {
  const flat = value.trim().replaceAll(/\r?\n/g, '\\n')
  // Nothing within single quotes means anything to any of the readers.
  if (!flat.includes("'")) return `${name}='${flat}'`
  return `${name}="${flat.replaceAll(/["$`\\]/g, '\\$&')}"`
}

function unquote(text: string): string {
  const single = /^'([^']*)'/.exec(text)?.[1]
  if (single !== undefined) return single
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  if (double !== undefined) return double.replaceAll(/\\(["$`\\])/g, '$1')
  return text.replace(/\s+#.*$/, '')
}
