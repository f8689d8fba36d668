/**
 * Work that many may want at once and that is done once for all of them. It is told to end when the last one who waits
 * for it has given up.
 */
export interface JointWork<Result> {
  /** Rejects as the work does, or with the reason of `signal` as soon as that aborts. */
  join(key: string, run: (signal: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result>
}

interface Work<Result> {
  readonly result: Promise<Result>
  readonly controller: AbortController
  waiting: number
}

export function createJointWork<Result>(): JointWork<Result> {
  const running = new Map<string, Work<Result>>()

  function begin(key: string, run: (signal: AbortSignal) => Promise<Result>): Work<Result> {
    const controller = new AbortController()
    const work = { result: run(controller.signal), controller, waiting: 0 }
    const forget = () => drop(key, work)
    work.result.then(forget, forget)
    running.set(key, work)
    return work
  }

  function drop(key: string, work: Work<Result>): void {
    if (running.get(key) === work) running.delete(key)
  }

  return {
    async join(key, run, signal) {
      signal?.throwIfAborted()
      const work = running.get(key) ?? begin(key, run)
      work.waiting += 1
      try {
        return await orAborted(work.result, signal)
      } finally {
        work.waiting -= 1
        if (work.waiting === 0) {
          drop(key, work)
          work.controller.abort()
        }
      }
    },
  }
}

async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work
  let onAbort = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
