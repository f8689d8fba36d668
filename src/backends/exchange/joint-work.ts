import { setMaxListeners } from 'node:events'

/**
 * Work that many may want at once and that is done once for all of them. It is given up when the last one who waits for
 * it has given up. `toError` makes what such a one is rejected with, from the reason of the signal.
 */
export interface JointWork<Result> {
  join(key: string, signal: AbortSignal, run: (signal: AbortSignal) => Promise<Result>): Promise<Result>
}

interface Work<Result> {
  readonly result: Promise<Result>
  readonly controller: AbortController
  waiting: number
}

export function createJointWork<Result>(toError: (reason: unknown) => Error): JointWork<Result> {
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
    async join(key, signal, run) {
      if (signal.aborted) throw toError(signal.reason)
      // Many calls under one signal may wait here.
      setMaxListeners(0, signal)
      const work = running.get(key) ?? begin(key, run)
      const givenUp = rejectOnAbort(signal, toError)
      work.waiting += 1
      try {
        return await Promise.race([work.result, givenUp.promise])
      } finally {
        givenUp.cancel()
        work.waiting -= 1
        if (work.waiting === 0) {
          drop(key, work)
          work.controller.abort()
        }
      }
    },
  }
}

function rejectOnAbort(signal: AbortSignal, toError: (reason: unknown) => Error) {
  let onAbort = () => {}
  const promise = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(toError(signal.reason))
    signal.addEventListener('abort', onAbort, { once: true })
  })
  return { promise, cancel: () => signal.removeEventListener('abort', onAbort) }
}
