// Reads bodies that nobody has vouched for yet: the signature covers the body, so it has to be held before it is known
// whose it is. How much is held at once, and for how long, is bounded; whoever has been at it longest makes room.
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../ports.js'

/** All bodies being read together. Slack's are a few kB and arrive at once. */
const mostBytesAtOnce = 16 * 1024 * 1024
/** Slack gives up on an answer after 3 s; a body that took so long is of no use to anybody. */
const longestMilliseconds = 3_000

export type Body =
  | { readonly text: string }
  /** Too slow, too long, or cut off to make room: the status to refuse with. The rest is left unread. */
  | { readonly status: 408 | 413 | 503 }

export interface Intake {
  /** Rejects when the sender goes away in mid-body. */
  read(request: IncomingMessage, maximumBytes: number): Promise<Body>
}

interface Reading {
  /** So far. */
  bytes: number
  end(body: Body): void
}

export function createIntake({
  clock,
  mostBytes = mostBytesAtOnce,
}: {
  readonly clock: Clock
  readonly mostBytes?: number
}): Intake {
  /** Oldest first. */
  const readings = new Set<Reading>()
  let held = 0

  function hold(reading: Reading, bytes: number): void {
    if (!readings.has(reading)) return
    reading.bytes += bytes
    held += bytes
    for (const oldest of readings) {
      if (held <= mostBytes) return
      release(oldest)
      oldest.end({ status: 503 })
    }
  }

  function release(reading: Reading): void {
    if (readings.delete(reading)) held -= reading.bytes
  }

  return {
    async read(request, maximumBytes) {
      if (Number(request.headers['content-length'] ?? 0) > maximumBytes) return { status: 413 }
      const { promise, resolve, reject } = createLater<Body>()
      const chunks: Buffer[] = []
      const reading: Reading = { bytes: 0, end: resolve }
      const take = (piece: Buffer) => {
        chunks.push(piece)
        hold(reading, piece.length)
        if (reading.bytes > maximumBytes) resolve({ status: 413 })
      }
      const finish = () => resolve({ text: Buffer.concat(chunks).toString() })
      const fail = () => reject(new Error('The sender went away in the middle of a body.'))
      readings.add(reading)
      // No race against the clock: time is one of the many things that end a reading, and the first one counts.
      const cancel = clock.after(longestMilliseconds, () => resolve({ status: 408 }))
      request.on('data', take).once('end', finish).once('error', fail).once('close', fail)
      try {
        return await promise
      } finally {
        cancel()
        release(reading)
        request.off('data', take).off('end', finish).off('close', fail).pause()
      }
    },
  }
}

function createLater<Value>() {
  let resolve: (value: Value) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<Value>((settle, refuse) => {
    resolve = settle
    reject = refuse
  })
  return { promise, resolve, reject }
}
