import type { Clock } from '../../ports.js'

interface Deadline {
  readonly clock: Clock
  readonly milliseconds: number
  /** What to reject with when time is up. */
  readonly toError: () => Error
}

/** Rejects when time is up, whether or not the work listens to its signal; work that does must then not go on. */
export async function withDeadline<T>(
  { clock, milliseconds, toError }: Deadline,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  let cancel = () => {}
  const deadline = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(milliseconds, () => {
      controller.abort()
      reject(toError())
    })
  })
  try {
    return await Promise.race([run(controller.signal), deadline])
  } finally {
    cancel()
  }
}
