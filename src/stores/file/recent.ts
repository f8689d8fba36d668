// What was read last of a record, by its number. The digest of a storm asks for all of its incidents at each edit, a record
// for all entries of its incident, and each would be a file opened and a line parsed.

export interface Recent<Value> {
  get(seq: number): Value | undefined
  /** Before something is read: how to keep it. It is not kept when what was written down has been changed meanwhile. */
  begin(): (seq: number, value: Value) => void
  /** What was written down has been changed. */
  clear(): void
}

export function createRecent<Value>(most: number): Recent<Value> {
  let values = new Map<number, Value>()
  function put(seq: number, value: Value): void {
    values.delete(seq)
    values.set(seq, value)
    const [oldest] = values.keys()
    if (values.size > most && oldest !== undefined) values.delete(oldest)
  }
  return {
    get(seq) {
      const value = values.get(seq)
      if (value !== undefined) put(seq, value)
      return value
    },
    begin() {
      const before = values
      return (seq, value) => {
        if (values === before) put(seq, value)
      }
    },
    clear() {
      values = new Map()
    },
  }
}
