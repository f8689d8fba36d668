// The operator's log on pino: fields first, then a constant event name. Values under telling keys never get out, nor
// does what looks like a secret inside a text, such as an error's message.
import { type DestinationStream, pino } from 'pino'
import type { Log } from './ports.js'

const secretKeys = /secret|password|token|authorization|certificate|private.?key|cookie|signature/i
const deepest = 6

/** Slack tokens, bearer tokens, JWTs, private keys, Slack's response URLs, and the password of a URL. */
const secretTexts = [
  /\bxox[a-z][.-][\w.-]+/g,
  /\bxapp-[\w-]+/g,
  /\bBearer\s+[\w.~+/=-]+/gi,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\w\s+/=]*(?:-----END [A-Z ]{0,40}-----)?/g,
  /(?<=hooks\.slack\.com\/)[\w/-]+/g,
  /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}(?=@)/g,
]

/** @param destination where lines go; the standard output, written synchronously, when undefined. */
export function createLog(settings: { readonly level: string }, destination?: DestinationStream): Log {
  const logger = pino(
    {
      level: settings.level,
      base: null,
      formatters: { log: (fields) => censorFields(fields) },
      // What is under `err` has been made plain already; pino's own serializer would take it apart once more.
      serializers: { err: (err: unknown) => err },
    },
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
  if (typeof value === 'string') return censorText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => censor('', item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([inner, one]) => [inner, censor(inner, one, depth + 1)]),
  )
}

/**
 * Name, message, stack and cause; nothing else of an error is asked for, least of all what SDKs hang on to it. A cause
 * that is no error may be a whole request, and is left out too.
 */
function toErrorFields(error: Error, depth: number): Record<string, unknown> {
  const isTold = error.cause instanceof Error && depth < deepest
  const cause = isTold ? { cause: censor('cause', error.cause, depth + 1) } : {}
  const { name, message, stack = '' } = error
  return { type: name, message: censorText(message), stack: censorText(stack), ...cause }
}

function censorText(text: string): string {
  return secretTexts.reduce((known, secret) => known.replaceAll(secret, '[secret]'), text)
}
