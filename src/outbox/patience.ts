// How long Reprieve waits because it was asked to. A wrong clock or the page of a proxy must not switch a watcher off, nor
// keep a card back for days; whoever is asked again too early says so again.

import { dayMilliseconds, minuteMilliseconds } from '../domain/instant.js'
import type { Pool } from '../domain/pool.js'
import { BackendError, PlatformError } from '../errors.js'

const longestMilliseconds: Readonly<Record<Pool, number>> = {
  people: 5 * minuteMilliseconds,
  pages: minuteMilliseconds,
  broadcasts: 5 * minuteMilliseconds,
  watch: 10 * minuteMilliseconds,
  verify: 10 * minuteMilliseconds,
  traces: 10 * minuteMilliseconds,
  evidence: 10 * minuteMilliseconds,
  vitals: 10 * minuteMilliseconds,
  doctor: 10 * minuteMilliseconds,
  policies: dayMilliseconds,
}

/** 0 when nobody asked. */
export function toAskedMilliseconds(pool: Pool, error: unknown): number {
  const isAsking = error instanceof PlatformError || error instanceof BackendError
  const asked = isAsking ? (error.retryAfterMilliseconds ?? 0) : 0
  return Math.min(asked, longestMilliseconds[pool])
}
