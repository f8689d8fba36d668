// SQL with its values apart from it: nothing from outside ever becomes part of a statement's text.

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

export function sql(parts: TemplateStringsArray, ...values: readonly unknown[]): Statement {
  const [first = '', ...others] = parts
  return { text: others.reduce((text, part, at) => `${text}$${at + 1}${part}`, first), values }
}

/**
 * Text as a column takes it. PostgreSQL refuses NUL and UTF-8 has no half surrogates, and names and keys may be from outside:
 * so both stand there as JSON writes them. A beginning stays a beginning.
 */
export function toColumn(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

export function fromColumn(column: string): string {
  return String(JSON.parse(`"${column}"`))
}

export function toNullable(text: string | undefined): string | null {
  return text === undefined ? null : toColumn(text)
}

/**
 * What stands after `from` for rows that are given as values from `$1` on, and those values. One row stands there by itself:
 * planning `unnest` costs the database more than writing the row.
 * @param types of the columns.
 */
export function toRows(types: readonly string[], rows: readonly (readonly unknown[])[]): Statement {
  const [only] = rows
  if (only !== undefined && rows.length === 1)
    return { text: `(values (${types.map((type, at) => `$${at + 1}::${type}`).join(', ')}))`, values: only }
  return {
    text: `unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')})`,
    values: types.map((_, at) => rows.map((row) => row[at])),
  }
}
