// Mail of one of several senders who are watched at once: one read answers for all of them. Whatever it leaves open is asked
// for alone, so that an answer which ended early never becomes "no message seen".
import { createRounds } from '../../../concurrency/rounds.js'
import type { Instant } from '../../../domain/instant.js'
import { BackendError, type BackendErrorCode } from '../../../errors.js'
import type { Clock } from '../../../ports.js'
import type { Asking } from '../evidence/asking.js'
import type { MailRow, MailRows } from './row.js'
import type { TraceSource } from './source.js'

export interface SenderMail {
  readonly addresses: readonly string[]
  readonly since: Instant
}

interface Joint extends MailRows {
  readonly asked: ReadonlySet<string>
}

export interface MailOfSenders {
  /** @throws BackendError when nothing is known. */
  read(question: SenderMail, signal: AbortSignal): Promise<readonly MailRow[]>
}

interface MailOfSendersParts {
  readonly clock: Clock
  readonly source: TraceSource
  readonly createAsking: (signal: AbortSignal) => Asking
  readonly apartMilliseconds: number
}

/** As many as are watched at once for one tenant. */
const mostSenders = 20
/** More is asked about than is taken at once, or one sender's part of the answer cannot be read. */
const declined: readonly BackendErrorCode[] = ['rejected', 'malformed']

/** Microsoft's clock may be behind ours, and an end in the future is refused. */
const behindMilliseconds = 60_000

export function toWindow(since: Instant, now: Instant) {
  return { from: since, to: Math.max(since, now - behindMilliseconds) }
}

export function createMailOfSenders(parts: MailOfSendersParts): MailOfSenders {
  const { clock, source, createAsking, apartMilliseconds } = parts

  function ask(questions: readonly SenderMail[], signal: AbortSignal): Promise<MailRows> {
    const senders = [...new Set(questions.flatMap(({ addresses }) => addresses))]
    const since = Math.min(...questions.map((one) => one.since))
    const window = toWindow(since, clock.now())
    return source.read(createAsking(signal), { senders, ...window }, signal)
  }

  const rounds = createRounds<SenderMail, Joint | undefined>({
    clock,
    apartMilliseconds,
    most: mostSenders,
    async ask(questions, signal) {
      try {
        const asked = new Set(questions.flatMap(({ addresses }) => addresses.map((one) => one.toLowerCase())))
        return { ...(await ask(questions, signal)), asked }
      } catch (error) {
        const isJoint = questions.length > 1
        if (isJoint && error instanceof BackendError && declined.includes(error.code)) return undefined
        throw error
      }
    },
  })

  return {
    async read(question, signal) {
      const joint = await rounds.ask(question, signal)
      const own = joint === undefined ? undefined : toOwn(joint, question)
      return own ?? (await ask([question], signal)).rows
    },
  }
}

/** Undefined when it does not tell everything of this one. */
function toOwn({ rows, isCut, asked }: Joint, { addresses }: SenderMail): readonly MailRow[] | undefined {
  const own = new Set(addresses.map((address) => address.toLowerCase()))
  const isAlone = asked.size === own.size
  if (isAlone) return rows
  // Rows of nobody may be this one's, under a name that is not known.
  if (rows.some(({ sender }) => !asked.has(sender))) return undefined
  const found = rows.filter(({ sender }) => own.has(sender))
  // The cmdlet gives the newest first; of Graph's order nothing is said.
  const isOrdered = rows.every(({ way }) => way === 'cmdlet')
  return isCut && (found.length === 0 || !isOrdered) ? undefined : found
}
