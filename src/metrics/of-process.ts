// What the process itself is doing: its memory, its event loop, what it collects.
import { collectDefaultMetrics, Registry } from 'prom-client'

let known: Registry | undefined

/**
 * One for the whole process, however many bots begin in it: what watches the event loop never ends, and every scene of a
 * playground would leave one behind.
 */
export function getProcessMetrics(): Registry {
  if (known !== undefined) return known
  known = new Registry()
  collectDefaultMetrics({ register: known })
  return known
}
