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
