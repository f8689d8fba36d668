// Message trace since a day before the restriction for one of several senders, of the last day when that is long ago. Whatever a joint read leaves open is asked for alone: an
// answer that ended early, or that cannot be told apart, never becomes "nothing was sent".
import { hourMilliseconds, type Instant } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import type { Asking } from '../asking.js'
import { createTogether, type Together, type TogetherParts } from '../together.js'
import { readTrace, type Trace } from '../trace.js'

const sentHours = 24

type Addresses = readonly string[]

interface TraceQuestion {
  readonly addresses: Addresses
  readonly anchor: Instant
}

interface JointTrace {
  readonly trace: Trace
  /** All whose mail was asked for, lower-cased. */
  readonly asked: ReadonlySet<string>
}

export type TraceTogether = Together<TraceQuestion, JointTrace>

export function createTraceTogether(parts: TogetherParts): TraceTogether {
  return createTogether(parts, async (asking, questions) => {
    const addresses = [...new Set(questions.flatMap((one) => one.addresses))]
    const now = parts.clock.now()
    const from = Math.min(...questions.map(({ anchor }) => toStart({ anchor, now })))
    const trace = await readTrace(asking, { filter: { SenderAddress: addresses }, from, to: now })
    return { trace, asked: toSet(addresses) }
  })
}

interface TraceParts {
  /** For what is asked about this sender alone. */
  readonly asking: Asking
  readonly now: Instant
  readonly anchor: Instant
  readonly signal: AbortSignal
  readonly traceTogether: TraceTogether
}

/** @throws BackendError when nothing is known. */
export async function readSenderTrace(parts: TraceParts, addresses: Addresses): Promise<Trace> {
  const { asking, now, anchor, signal, traceTogether } = parts
  const from = toStart(parts)
  const joint = await traceTogether({ addresses, anchor }, signal)
  if (joint?.isAlone === true) return joint.answer.trace
  const own = joint === undefined ? undefined : toOwn(joint.answer, addresses, from)
  if (own?.truncated === false) return own
  try {
    return await readTrace(asking, { filter: { SenderAddress: addresses }, from, to: now })
  } catch (error) {
    // What was seen before the joint read ended is at least that much.
    if (error instanceof BackendError && own !== undefined && own.rows.length > 0) return own
    throw error
  }
}

/** The day before a restriction of long ago is not in it. */
export function toStart({ anchor, now }: { readonly anchor: Instant; readonly now: Instant }): Instant {
  const dayAgo = now - sentHours * hourMilliseconds
  return anchor >= dayAgo ? anchor - sentHours * hourMilliseconds : dayAgo
}

/** Undefined when some of it is nobody's: it may be this one's, under a name that is not known. */
function toOwn({ trace, asked }: JointTrace, addresses: Addresses, from: Instant): Trace | undefined {
  if (trace.rows.some(({ sender }) => !asked.has(sender))) return undefined
  const wanted = toSet(addresses)
  const rows = trace.rows.filter(({ sender, at }) => wanted.has(sender) && at >= from)
  return { ...trace, since: Math.max(trace.since, from), rows }
}

function toSet(addresses: Addresses): ReadonlySet<string> {
  return new Set(addresses.map((address) => address.toLowerCase()))
}
