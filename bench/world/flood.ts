// Sends as much as the bot takes, over connections that each wait for one thing before they ask for the next.
import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { quantile } from '../report/statistics.js'
import { type Connection, openConnection } from './connection.js'
import type { Outside } from './outside.js'
import { createRequests } from './requests.js'

export const floodSchema = z.object({
  kind: z.enum(['click', 'command', 'invoke']),
  /** Of an invoke; a forged one has to be refused. */
  token: z.enum(['genuine', 'forged']).optional(),
  /** Of an invoke: each from a card of its own, in a thread of its own. */
  isApart: z.boolean().optional(),
  port: z.number(),
  /** The button's action, or the text of the command. */
  action: z.string(),
  incidentIds: z.array(z.string()),
  connections: z.number(),
  /** Whichever comes first ends it. */
  milliseconds: z.number(),
  requests: z.number(),
  /** `opened`: a click is over when the window that it asks for has been opened. */
  until: z.enum(['answered', 'opened']),
})
export type Flood = z.output<typeof floodSchema>

export const floodResultSchema = z.object({
  perSecond: z.number(),
  count: z.number(),
  /** From the first byte sent to the whole answer, in milliseconds. */
  medianMilliseconds: z.number(),
  worstMilliseconds: z.number().describe('99th percentile'),
})
export type FloodResult = z.output<typeof floodResultSchema>

export async function flood(outside: Outside, plan: Flood): Promise<FloodResult> {
  const { origin } = outside
  const isForged = plan.token === 'forged'
  const token = isForged ? outside.forgedToken : outside.token
  const next = createRequests({ ...plan, origin, token })
  const connections = await Promise.all(
    Array.from({ length: plan.connections }, () => openConnection(plan.port)),
  )
  const open = new Set(connections)
  const waits: number[] = []
  const startedAt = performance.now()
  let sent = 0

  async function keepAsking(first: Connection): Promise<void> {
    let connection = first
    while (sent < plan.requests && performance.now() - startedAt < plan.milliseconds) {
      sent += 1
      const { bytes, triggerId } = next()
      const isOpened = plan.until === 'opened' ? outside.untilOpened(triggerId) : undefined
      const askedAt = performance.now()
      const status = await connection.send(bytes)
      waits.push(performance.now() - askedAt)
      if (status !== (isForged ? 401 : 200)) throw new Error(`The bot answered ${status}.`)
      await isOpened
      if (isForged) connection = await again(connection)
    }
  }

  /** Whoever is refused has to connect anew. */
  async function again(connection: Connection): Promise<Connection> {
    connection.close()
    open.delete(connection)
    const next = await openConnection(plan.port)
    open.add(next)
    return next
  }

  try {
    await Promise.all(connections.map(keepAsking))
  } finally {
    for (const connection of open) connection.close()
  }
  const seconds = (performance.now() - startedAt) / 1_000
  return {
    perSecond: waits.length / seconds,
    count: waits.length,
    medianMilliseconds: quantile(waits, 0.5),
    worstMilliseconds: quantile(waits, 0.99),
  }
}
