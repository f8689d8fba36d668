// What happened, in order: the last of it is shown with a fault, and all of it together is the digest of a day.
import { createHash } from 'node:crypto'
import type { WorldTime } from '../time.js'

const kept = 30

export interface Happenings {
  note(text: string): void
  last(): readonly string[]
  /** The same seed has the same one. */
  digest(): string
  count(): number
}

/** @param trace is told everything as it happens. */
export function createHappenings(time: WorldTime, trace?: (line: string) => void): Happenings {
  const lines: string[] = []
  const hash = createHash('sha256')
  let count = 0
  return {
    note(text) {
      const line = `${toMoment(time.passed())} ${text}`
      count += 1
      hash.update(`${line}\n`)
      trace?.(line)
      lines.push(line)
      if (lines.length > kept) lines.shift()
    },
    last: () => [...lines],
    digest: () => hash.copy().digest('hex').slice(0, 16),
    count: () => count,
  }
}

/** Days, hours, minutes and seconds since the beginning. */
export function toMoment(milliseconds: number): string {
  const seconds = milliseconds / 1_000
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return `${hours}:${`${minutes}`.padStart(2, '0')}:${(seconds % 60).toFixed(3).padStart(6, '0')}`
}
