// What would end a process: rejections and exceptions that nobody handled.
export interface Accidents {
  /** All so far, once whatever is under way has had its turn. */
  list(): Promise<readonly string[]>
  ignore(): void
}

export function watchAccidents(): Accidents {
  const seen: string[] = []
  const note = (reason: unknown) =>
    void seen.push(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason))
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  return {
    async list() {
      // Node tells of a rejection when the microtasks are done.
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      return seen
    },
    ignore() {
      process.off('unhandledRejection', note)
      process.off('uncaughtException', note)
    },
  }
}
