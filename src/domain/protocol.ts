// What a read of a live organisation looked like, in words that name nobody: what was asked, of which properties which kind of
// value came, and what did not come. Whoever has such an organisation can send it to those who have none.

export interface ProtocolCall {
  /** A cmdlet with the names of its parameters, or a route of Graph with `{}` for what is in it. */
  readonly call: string
  /** Milliseconds of the slowest. */
  readonly slowest: number
  /** Objects in each answer, in the order in which they came. */
  readonly answered: readonly number[]
  /** How those failed that did: BackendError's code. */
  readonly failures: readonly string[]
  /** Answers that came with a warning. */
  readonly warned: number
  /** Kinds of values, by property: "text (date)", "list of text", "nothing". A point leads into an object. */
  readonly properties: Readonly<Record<string, readonly string[]>>
  /** What Reprieve would read and no object had. */
  readonly absent: readonly string[]
}

const date = /^(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\/Date\(|\d{1,2}[/.]\d{1,2}[/.]\d{4} )/
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Never the value itself, nor a part of it. */
export function toKind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) {
    const kinds = [...new Set(value.map(toKind))].toSorted()
    return kinds.length === 0 ? 'empty list' : `list of ${kinds.join(' or ')}`
  }
  if (typeof value === 'string') return toTextKind(value)
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole number' : 'number'
  return typeof value === 'boolean' ? 'yes or no' : 'object'
}

function toTextKind(value: string): string {
  if (value === '') return 'empty text'
  if (/^(?:true|false)$/i.test(value)) return 'text (yes or no)'
  if (/^\d+$/.test(value)) return 'text (digits)'
  if (date.test(value)) return 'text (date)'
  if (guid.test(value)) return 'text (GUID)'
  return /^\S+@\S+$/.test(value) ? 'text (address)' : 'text'
}

export interface LiveReport {
  readonly cloud?: string
  readonly transport?: string
  /** What could not be read: which read, and the code of its error. */
  readonly problems: readonly string[]
  readonly calls: readonly ProtocolCall[]
}
