// Message trace of the last day for one of several senders. Whatever a joint read leaves open is asked for alone: an
// answer that ended early, or that cannot be told apart, never becomes "nothing was sent".
import { hourMilliseconds, type Instant } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import type { Asking } from '../asking.js'
import { createTogether, type Together, type TogetherParts } from '../together.js'
import { readTrace, type Trace } from '../trace.js'

export const sentHours = 24

type Addresses = readonly string[]

interface JointTrace {
  readonly trace: Trace
  /** All whose mail was asked for, lower-cased. */
  readonly asked: ReadonlySet<string>
}

export type TraceTogether = Together<Addresses, JointTrace>

export function createTraceTogether(parts: TogetherParts): TraceTogether {
  return createTogether(parts, async (asking, questions) => {
    const addresses = [...new Set(questions.flat())]
    const now = parts.clock.now()
    const trace = await readTrace(asking, toTraceQuestion(addresses, now))
    return { trace, asked: toSet(addresses) }
  })
}

interface TraceParts {
  /** For what is asked about this sender alone. */
  readonly asking: Asking
  readonly now: Instant
  readonly signal: AbortSignal
  readonly traceTogether: TraceTogether
}

/** @throws BackendError when nothing is known. */
export async function readSenderTrace(parts: TraceParts, addresses: Addresses): Promise<Trace> {
  const { asking, now, signal, traceTogether } = parts
  const joint = await traceTogether(addresses, signal)
  if (joint?.isAlone === true) return joint.answer.trace
  const own = joint === undefined ? undefined : toOwn(joint.answer, addresses)
  if (own?.truncated === false) return own
  try {
    return await readTrace(asking, toTraceQuestion(addresses, now))
  } catch (error) {
    // What was seen before the joint read ended is at least that much.
    if (error instanceof BackendError && own !== undefined && own.rows.length > 0) return own
    throw error
  }
}

function toTraceQuestion(addresses: Addresses, now: Instant) {
  return { filter: { SenderAddress: addresses }, from: now - sentHours * hourMilliseconds, to: now }
}

/** Undefined when some of it is nobody's: it may be this one's, under a name that is not known. */
function toOwn({ trace, asked }: JointTrace, addresses: Addresses): Trace | undefined {
  if (trace.rows.some(({ sender }) => !asked.has(sender))) return undefined
  const wanted = toSet(addresses)
  return { ...trace, rows: trace.rows.filter(({ sender }) => wanted.has(sender)) }
}

function toSet(addresses: Addresses): ReadonlySet<string> {
  return new Set(addresses.map((address) => address.toLowerCase()))
}
