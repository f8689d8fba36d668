// What the process itself is doing: its memory, its event loop, what it collects.
import { collectDefaultMetrics, Registry } from 'prom-client'
import { once } from '../concurrency/once.js'

/**
 * One for the whole process, however many bots begin in it: what watches the event loop never ends, and every scene of a
 * playground would leave one behind.
 */
export const getProcessMetrics = once(() => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
})
