/** Runs work one after the other, in the order it came; a failure keeps nobody from theirs. */
export type Lane = <Value>(job: () => Promise<Value>) => Promise<Value>

export interface Lanes {
  run<Value>(key: string, job: () => Promise<Value>): Promise<Value>
}

/** Runs what belongs to one key one after the other; different keys run side by side. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run<Value>(key: string, job: () => Promise<Value>): Promise<Value> {
      const before = tails.get(key) ?? Promise.resolve()
      const result = before.then(job, job)
      const tail = result
        .catch(() => undefined)
        .finally(() => {
          if (tails.get(key) === tail) tails.delete(key)
        })
      tails.set(key, tail)
      return result
    },
  }
}

/** For what all waits for one another. */
export function createLane(): Lane {
  const lanes = createLanes()
  return (job) => lanes.run('', job)
}
