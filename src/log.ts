// The operator's log on pino: fields first, then a constant event name. Values under telling keys never get out.
import { type DestinationStream, pino } from 'pino'
import type { Log } from './ports.js'

const secretKeys = /secret|password|token|authorization|certificate|private.?key|cookie|signature/i
const deepest = 6

/** @param destination where lines go; the standard output, written synchronously, when undefined. */
export function createLog(settings: { readonly level: string }, destination?: DestinationStream): Log {
  const logger = pino(
    { level: settings.level, base: null, formatters: { log: (fields) => censorFields(fields) } },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )
  return {
    debug: (fields, event) => logger.debug(fields, event),
    info: (fields, event) => logger.info(fields, event),
    warn: (fields, event) => logger.warn(fields, event),
    error: (fields, event) => logger.error(fields, event),
  }
}

function censorFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, censor(key, value, 1)]))
}

// pino's own redaction names paths; SDK errors nest configs and headers at depths nobody can list.
function censor(key: string, value: unknown, depth: number): unknown {
  if (secretKeys.test(key)) return '[secret]'
  if (value instanceof Error) return toErrorFields(value, depth)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => censor('', item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([inner, one]) => [inner, censor(inner, one, depth + 1)]),
  )
}

/** Name, message, stack and cause; nothing else of an error is asked for, least of all what SDKs hang on to it. */
function toErrorFields(error: Error, depth: number): Record<string, unknown> {
  const cause =
    error.cause === undefined || depth >= deepest ? {} : { cause: censor('cause', error.cause, depth + 1) }
  return { type: error.name, message: error.message, stack: error.stack, ...cause }
}
