/** Runs one thing once there is room; rejects as it does. */
export type Limit = <Value>(run: () => Promise<Value>) => Promise<Value>

/** At most so many at once, the others in the order they came. */
export function createLimit(most: number): Limit {
  const waiting: (() => void)[] = []
  let running = 0
  return async (run) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await run()
    } finally {
      // A place is handed on without being freed: nobody who comes in between may take it.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
