// What is known about Slack from the calls that are made anyway.

import type { Instant } from '../../domain/instant.js'
import { toUtcText } from '../../domain/words.js'
import type { PlatformErrorCode } from '../../errors.js'
import type { Clock, PlatformHealth } from '../../ports.js'

export interface Vitals {
  succeeded(): void
  failed(code: PlatformErrorCode, why: string): void
  /** A setting that no retry puts right; undefined takes it back. */
  setMisfit(why: string | undefined): void
  /** Slack let go of us; the next answer that is good takes it back. */
  setCutOff(why: string): void
  /** What keeps requests from coming in; undefined when nothing does. */
  setDisconnected(why: string | undefined): void
  /** A request came in by the route, with Slack's signature or with another. */
  arrived(isGenuine: boolean): void
  readArrivals(): Arrivals
  read(): PlatformHealth
}

export interface Arrivals {
  readonly genuineAt: Instant | undefined
  readonly forgedAt: Instant | undefined
  /** What keeps requests from coming in; undefined when nothing does. */
  readonly disconnected: string | undefined
}

/** Slack is there and well when it refuses one card or one channel. */
const unwell: readonly PlatformErrorCode[] = ['unavailable', 'throttled', 'forbidden']

export function createVitals(clock: Clock): Vitals {
  let succeededAt: Instant | undefined
  let failure: { readonly at: Instant; readonly why: string } | undefined
  let misfit: string | undefined
  let disconnected: string | undefined
  let cutOff: string | undefined
  let genuineAt: Instant | undefined
  let forgedAt: Instant | undefined

  return {
    succeeded() {
      succeededAt = clock.now()
      failure = undefined
      cutOff = undefined
    },
    failed(code, why) {
      if (unwell.includes(code)) failure = { at: failure?.at ?? clock.now(), why }
      else succeededAt = clock.now()
    },
    setMisfit(why) {
      misfit = why
    },
    setCutOff(why) {
      cutOff = why
    },
    setDisconnected(why) {
      disconnected = why
    },
    arrived(isGenuine) {
      if (isGenuine) genuineAt = clock.now()
      else forgedAt = clock.now()
    },
    readArrivals: () => ({ genuineAt, forgedAt, disconnected }),
    read() {
      const last =
        succeededAt === undefined ? 'It has not answered yet.' : `Last good answer ${toUtcText(succeededAt)}.`
      if (cutOff !== undefined) return { ok: false, detail: cutOff }
      if (misfit !== undefined) return { ok: false, detail: misfit }
      if (disconnected !== undefined) return { ok: false, detail: disconnected }
      if (failure !== undefined)
        return { ok: false, detail: `${failure.why} Failing since ${toUtcText(failure.at)}. ${last}` }
      return { ok: succeededAt !== undefined, detail: last }
    },
  }
}
