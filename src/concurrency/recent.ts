/** Holds so many, in order of use: whoever would be one too many makes the one that was set longest ago go. */
export interface Recent<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  /** The one set last comes last. */
  values(): readonly Value[]
}

export function createRecent<Value>(most: number): Recent<Value> {
  const kept = new Map<string, Value>()
  return {
    get: (key) => kept.get(key),
    set(key, value) {
      // A Map keeps the order of insertion, and a key that is set again its old place in it.
      kept.delete(key)
      kept.set(key, value)
      const [stalest] = kept.keys()
      if (kept.size > most && stalest !== undefined) kept.delete(stalest)
    },
    delete: (key) => void kept.delete(key),
    values: () => [...kept.values()],
  }
}
