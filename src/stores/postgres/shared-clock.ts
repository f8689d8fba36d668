// The database's time for every process: measured now and then, and carried on by the machine's clock that never steps.
import pg from 'pg'
import { z } from 'zod'
import type { Clock } from '../../ports.js'
import { toClientOptions } from './connections.js'
import { toStoreError } from './failures.js'
import type { PostgresParts } from './parts.js'

export interface SharedClock extends Clock {
  close(): Promise<void>
}

/** Two quartzes part by less than a millisecond in this time. */
const measureMilliseconds = 10_000
/** The shortest way there and back is the best measure. */
const samples = 3
/** A machine that slept shows it so: its clock that never steps stood still. */
const sleptMilliseconds = 500
/** So little it is set back by standing still for as long; more is a step that everybody is to see. */
const slackMilliseconds = 1_000

const timeSchema = z.object({ rows: z.tuple([z.object({ time: z.number() })]) })

/** @param parts its clock is the machine's. @throws StoreError when the database cannot be reached. */
export async function createSharedClock({ url, clock: machine, log }: PostgresParts): Promise<SharedClock> {
  const pool = new pg.Pool({
    ...toClientOptions(url, 5_000),
    max: 1,
    idleTimeoutMillis: 2 * measureMilliseconds,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  let ahead = 0
  let machineAhead = 0
  let shown = Number.NEGATIVE_INFINITY
  let isClosed = false
  let isFailing = false
  let cancel = () => {}
  let measuring: Promise<void> | undefined

  async function measure(): Promise<void> {
    const found = []
    for (let at = 0; at < samples; at += 1) {
      const sentAt = machine.monotonic()
      const answer: unknown = await pool.query(
        'select extract(epoch from clock_timestamp())::double precision * 1000 as time',
      )
      const cameAt = machine.monotonic()
      // As if read at the last moment: a clock that is behind makes nothing due too early.
      found.push({ way: cameAt - sentAt, ahead: timeSchema.parse(answer).rows[0].time - cameAt })
    }
    const [best] = found.sort((one, other) => one.way - other.way)
    ahead = best?.ahead ?? ahead
    machineAhead = machine.now() - machine.monotonic()
  }

  function measureSoon(): void {
    if (isClosed || measuring !== undefined) return
    cancel()
    measuring = measure()
      .then(() => {
        isFailing = false
      })
      .catch((error: unknown) => {
        if (!isFailing) log.warn({ err: toStoreError(error) }, 'clock.not-measured')
        isFailing = true
      })
      .finally(() => {
        measuring = undefined
        if (!isClosed) cancel = machine.after(measureMilliseconds, measureSoon)
      })
  }

  try {
    await measure()
  } catch (error) {
    await pool.end()
    throw toStoreError(error)
  }
  cancel = machine.after(measureMilliseconds, measureSoon)

  return {
    now() {
      if (Math.abs(machine.now() - machine.monotonic() - machineAhead) > sleptMilliseconds) {
        machineAhead = machine.now() - machine.monotonic()
        measureSoon()
      }
      const time = Math.floor(machine.monotonic() + ahead)
      shown = time < shown && shown - time <= slackMilliseconds ? shown : time
      return shown
    },
    monotonic: () => machine.monotonic(),
    after: (milliseconds, run) => machine.after(milliseconds, run),
    async close() {
      isClosed = true
      cancel()
      await measuring
      await pool.end()
    },
  }
}
