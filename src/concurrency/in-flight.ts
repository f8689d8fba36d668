/** What has been accepted and is not finished. Bolt forgets work that goes on after the acknowledgement; this does not. */
export interface InFlight {
  /** Resolves or rejects as the work does. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when nothing is left, also counting what is tracked meanwhile. */
  drain(): Promise<void>
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>()
  return {
    async track(work) {
      running.add(work)
      try {
        return await work
      } finally {
        running.delete(work)
      }
    },
    async drain() {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
