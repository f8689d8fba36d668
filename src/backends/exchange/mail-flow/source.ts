// Where message traces come from: Graph where the cloud has them and the app may read them, else the cmdlet. All that is
// asked here shares one pace, since a whole tenant may ask 100 times in 5 minutes, and evidence asks as well.
import { createRecent } from '../../../concurrency/recent.js'
import { createRounds } from '../../../concurrency/rounds.js'
import { hourMilliseconds } from '../../../domain/instant.js'
import { BackendError, type BackendErrorCode } from '../../../errors.js'
import type { Clock } from '../../../ports.js'
import type { Cmdlets } from '../cmdlets.js'
import type { Asking } from '../evidence/asking.js'
import type { Graph } from '../graph.js'
import { listMissing } from '../permissions.js'
import { readCmdletDetails, readCmdletTraces } from './cmdlet-traces.js'
import { readGraphDetails, readGraphTraces, type Window } from './graph-traces.js'
import type { MailFilter, MailRow, MailRows } from './row.js'

export interface SourceParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly clock: Clock
  /** Whether Graph has message traces in this cloud. */
  readonly hasGraphTraces: boolean
  /** From one call to the next. */
  readonly apartMilliseconds: number
}

export interface TraceSource {
  /** Whether Graph has message traces in this cloud. */
  readonly hasGraphTraces: boolean
  read(asking: Asking, question: MailFilter & Window, signal: AbortSignal): Promise<MailRows>
  /** What became of one message, asked once. */
  readDetails(asking: Asking, row: MailRow, signal: AbortSignal): Promise<string>
}

/** Then the cmdlet may know better. What is only late or too much is waited for. */
const declined: readonly BackendErrorCode[] = [
  'forbidden',
  'unlicensed',
  'not-found',
  'rejected',
  'malformed',
]

/** A permission that was given may take hours to count. */
const refusedMilliseconds = hourMilliseconds
const mostDetails = 1_000

export function createTraceSource(parts: SourceParts): TraceSource {
  const { graph, clock, hasGraphTraces, apartMilliseconds } = parts
  const rounds = createRounds<undefined, undefined>({
    clock,
    apartMilliseconds,
    most: 1,
    ask: () => Promise.resolve(undefined),
  })
  const details = createRecent<string>(mostDetails)
  /** When Graph refused last, by what it was asked for. */
  const refusedAt = new Map<'one' | 'several', number>()

  async function pace(signal: AbortSignal): Promise<void> {
    await rounds.ask(undefined, signal)
  }

  async function isGraphOpen(asked: 'one' | 'several', signal: AbortSignal): Promise<boolean> {
    if (!hasGraphTraces) return false
    const at = refusedAt.get(asked)
    if (at !== undefined && clock.monotonic() - at < refusedMilliseconds) return false
    try {
      return listMissing('messageTraces', await graph.listPermissions(signal)).length === 0
    } catch (error) {
      if (error instanceof BackendError) return false
      throw error
    }
  }

  return {
    hasGraphTraces,
    async read(asking, { from, to, ...filter }, signal) {
      const window = { from, to }
      const asked = (filter.senders ?? []).length > 1 ? 'several' : 'one'
      const hasPattern = filter.senders?.some((address) => address.includes('*')) === true
      if (!hasPattern && (await isGraphOpen(asked, signal)))
        try {
          return await readGraphTraces({ asking, pace: () => pace(signal) }, filter, window)
        } catch (error) {
          if (!(error instanceof BackendError) || !declined.includes(error.code)) throw error
          refusedAt.set(asked, clock.monotonic())
          if (error.code === 'forbidden') refusedAt.set('one', clock.monotonic())
          if (error.code === 'forbidden') refusedAt.set('several', clock.monotonic())
        }
      await pace(signal)
      return readCmdletTraces(asking, filter, window)
    },
    async readDetails(asking, row, signal) {
      const key = `${row.id} ${row.recipient}`
      const known = details.get(key)
      if (known !== undefined) return known
      await pace(signal)
      const read = row.way === 'graph' ? readGraphDetails : readCmdletDetails
      const found = await read(asking, row)
      // Details that are still on their way are asked for again.
      if (found !== '') details.set(key, found)
      return found
    },
  }
}
