// Hears of work that other processes have saved, on a connection of its own. What it does not hear the worker finds by looking,
// so nothing waits for this; through a pooler that hands each transaction to another session it hears nothing, and says so.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Clock, Log } from '../../ports.js'
import { channel } from './commit.js'
import { toClientOptions } from './connections.js'
import { toStoreError } from './failures.js'

export interface Listener {
  subscribe(listener: () => void): () => void
  /** Why nothing is heard, in words; undefined when it is, or when that is not known yet. */
  findTrouble(): string | undefined
  close(): Promise<void>
}

interface ListenerParts {
  readonly url: string
  readonly clock: Clock
  readonly log: Log
  /** What this handle says of itself is no news. */
  readonly handle: string
  /** On another connection: a pooler gives whoever listens its own calls, and no others. */
  readonly call: (payload: string) => Promise<void>
}

/** It calls itself so often: a connection that died without a word is found, and a pooler that keeps the calls. */
const probeMilliseconds = 15_000
const firstPauseMilliseconds = 250
const longestPauseMilliseconds = 15_000

export function createListener({ url, clock, log, handle, call }: ListenerParts): Listener {
  const listeners = new Set<() => void>()
  let client: pg.Client | undefined
  let trouble: string | undefined
  let failures = 0
  let probe = ''
  let isClosed = false
  let cancel = () => {}
  let connecting = connect()

  async function connect(): Promise<void> {
    const own = new pg.Client(toClientOptions(url, 10_000))
    own.on('error', (error) => lose(own, error))
    own.on('end', () => lose(own, new Error('the connection ended')))
    own.on('notification', ({ payload = '' }) => hear(payload))
    try {
      await own.connect()
      client = own
      await own.query(`listen ${channel}`)
      failures = 0
      // Whatever was saved while nobody listened.
      wake()
      await probeNow(own)
    } catch (error) {
      lose(own, error)
    }
  }

  function hear(payload: string): void {
    if (payload === probe && probe !== '') {
      probe = ''
      trouble = undefined
    } else if (!payload.startsWith(handle) && !payload.startsWith('probe:')) wake()
  }

  function wake(): void {
    for (const listener of listeners) listener()
  }

  async function probeNow(own: pg.Client): Promise<void> {
    if (isClosed || client !== own) return
    if (probe !== '') {
      const isNew = trouble === undefined
      trouble = 'what other processes save is not heard of: is there a pooler in front of the database?'
      if (isNew) log.warn({}, 'store.not-notified')
    }
    probe = `probe:${randomUUID()}`
    cancel = clock.after(probeMilliseconds, () => {
      connecting = connecting.then(() => probeNow(own)).catch((error: unknown) => lose(own, error))
    })
    await call(probe).catch(() => {
      probe = ''
    })
  }

  function lose(own: pg.Client, error: unknown): void {
    if (isClosed || (client !== undefined && client !== own)) return
    client = undefined
    probe = ''
    cancel()
    const { message } = toStoreError(error)
    if (failures === 0) log.warn({ err: toStoreError(error) }, 'store.listener-lost')
    trouble = message
    const pause = Math.min(firstPauseMilliseconds * 2 ** failures, longestPauseMilliseconds)
    failures += 1
    cancel = clock.after(pause, () => {
      connecting = connect()
    })
    void own.end().catch(() => {})
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    findTrouble: () => trouble,
    async close() {
      isClosed = true
      cancel()
      await connecting
      await client?.end().catch(() => {})
    },
  }
}
