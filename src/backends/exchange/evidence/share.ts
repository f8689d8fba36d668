// Lets many gatherings share one answer, so that a storm does not ask a hundred times what is the same for the whole
// tenant. Only answers are kept, never failures.
import type { Instant } from '../../../domain/instant.js'
import type { Clock } from '../../../ports.js'
import { createGivenUpError } from './failures.js'

export type SharedRead<Value> = (signal: AbortSignal) => Promise<Value>

interface Reading<Value> {
  readonly answer: Promise<Value>
  readonly startedAt: Instant
  readonly controller: AbortController
  /** Who still wants it. The last one to give up ends it. */
  askers: number
  settled: boolean
}

/** @param keepMilliseconds how old an answer may be, counted from when it was asked for. */
export function shareRead<Value>(
  read: SharedRead<Value>,
  clock: Clock,
  keepMilliseconds: number,
): SharedRead<Value> {
  let current: Reading<Value> | undefined

  function start(): Reading<Value> {
    const controller = new AbortController()
    const answer = read(controller.signal)
    const reading: Reading<Value> = {
      answer,
      startedAt: clock.now(),
      controller,
      askers: 0,
      settled: false,
    }
    answer.then(
      () => {
        reading.settled = true
      },
      () => {
        reading.settled = true
        if (current === reading) current = undefined
      },
    )
    return reading
  }

  return async (signal) => {
    if (signal.aborted) throw createGivenUpError()
    if (current === undefined || clock.now() - current.startedAt >= keepMilliseconds) current = start()
    const reading = current
    reading.askers += 1
    try {
      return await raceAbort(reading.answer, signal)
    } finally {
      reading.askers -= 1
      if (reading.askers === 0 && !reading.settled) {
        if (current === reading) current = undefined
        reading.controller.abort()
      }
    }
  }
}

async function raceAbort<Value>(answer: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let giveUp = () => {}
  const abort = new Promise<never>((_, reject) => {
    giveUp = () => reject(createGivenUpError())
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([answer, abort])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
