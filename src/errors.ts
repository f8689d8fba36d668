// The only classes of this project: one error per reader (see "Errors, by who reads them" in docs/development.md).

/** Every problem of the settings at once; printed to the operator, exit code 1. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly problems: readonly string[]) {
    super(
      `The settings have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n- ${problems.join('\n- ')}`,
    )
  }
}

export type RefusalReason =
  | 'not-home'
  /** Who it is, or what their groups are, could not be found out: no verdict about the person. */
  | 'lookup-failed'
  | 'no-role'
  | 'own-mailbox'
  | 'own-restricted'
  /** May send from the mailbox, or read it. */
  | 'delegate'
  | 'connector-changer'
  | 'identity-unknown'
  | 'wrong-status'
  | 'confirmation-expired'
  | 'confirmation-used'
  | 'confirmation-not-yours'
  /** An answer of somebody who was asked nothing. */
  | 'not-asked'
  /** Where it takes two people: the same one again, or one who cannot be told from the first. */
  | 'needs-second'
  /** The settings leave it to the portal. */
  | 'portal-only'
  | 'watch-only'
  | 'bad-input'
  | 'not-found'
  /** Asked for more often than what it costs others allows. */
  | 'too-often'

type RefusalWords =
  | string
  | { readonly said: readonly (string | { readonly text: string } | { readonly typed: string })[] }

function toMessage(words: RefusalWords): string {
  if (typeof words === 'string') return words
  const texts = words.said.map((piece) => {
    if (typeof piece === 'string') return piece
    return 'typed' in piece ? `reprieve ${piece.typed}` : piece.text
  })
  return texts.join('')
}

/** An actor may not do this, or not like this. The message is safe to show to that actor. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  constructor(
    readonly reason: RefusalReason,
    /** As `domain/said.ts` says them, for cards; the message is what a terminal and a log show. */
    readonly words: RefusalWords,
  ) {
    super(toMessage(words))
  }
}

/** Somebody or something was faster: the incident, confirmation or task is no longer what it was. Safe to show. */
export class StaleError extends Error {
  override readonly name = 'StaleError'
  /** @param cellKey the cell that is another version by now; undefined when it is not about a cell. */
  constructor(
    message: string,
    readonly cellKey?: string,
  ) {
    super(message)
  }
}

/**
 * A backend could not answer. `outcome` says what is known about the world: `unchanged` (nothing was done) or
 * `unknown` (the answer was lost, the deed may have been done).
 */
export class BackendError extends Error {
  override readonly name = 'BackendError'
  readonly code: BackendErrorCode
  readonly outcome: 'unchanged' | 'unknown'
  /** Whether the backend said anything at all; false when the call never reached it or its answer never came. */
  readonly isAnswered: boolean
  /** How long the backend asked us to wait, in milliseconds; undefined when it did not say. */
  readonly retryAfterMilliseconds: number | undefined

  constructor(message: string, facts: BackendFailure) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.code = facts.code
    this.outcome = facts.outcome
    this.isAnswered = facts.isAnswered ?? facts.code !== 'timeout'
    this.retryAfterMilliseconds = facts.retryAfterMilliseconds
  }
}

export type BackendErrorCode =
  | 'unavailable'
  | 'timeout'
  | 'throttled'
  | 'partial'
  | 'forbidden'
  /** What was asked about needs a licence that the tenant does not have. */
  | 'unlicensed'
  | 'limit-reached'
  /** What was named is not there. */
  | 'not-found'
  /** Understood and declined, for the reason that the message gives. */
  | 'rejected'
  | 'malformed'

/** Asked again, it would say the same. Whatever else goes wrong may be over by then. */
export const lastingCodes: readonly BackendErrorCode[] = [
  'forbidden',
  'unlicensed',
  'not-found',
  'rejected',
  'malformed',
  'limit-reached',
]

export interface BackendFailure {
  readonly code: BackendErrorCode
  readonly outcome: 'unchanged' | 'unknown'
  /** Undefined: by the code, which says so of a `timeout` alone. */
  readonly isAnswered?: boolean
  readonly retryAfterMilliseconds?: number
  readonly cause?: unknown
}

export type PlatformErrorCode =
  | 'unavailable'
  | 'throttled'
  | 'forbidden'
  | 'channel-not-found'
  | 'message-gone'
  | 'rejected'

/** Whether the same call may succeed later without anybody doing something about it. */
const finalCodes: Readonly<Record<PlatformErrorCode, boolean>> = {
  unavailable: false,
  throttled: false,
  forbidden: true,
  'channel-not-found': true,
  'message-gone': true,
  rejected: true,
}

/** A chat platform did not take a call. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError'
  readonly code: PlatformErrorCode
  /** Retrying cannot help until somebody mends what is wrong. */
  readonly isFinal: boolean
  /** The call may have been carried out all the same: its answer was lost. */
  readonly mayBeDone: boolean
  /** It concerns one channel, and says nothing about the platform. */
  readonly isOfChannel: boolean
  /** Nobody was asked: it is this program that waits. */
  readonly isPaced: boolean
  readonly retryAfterMilliseconds: number | undefined

  constructor(message: string, facts: PlatformFailure) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.code = facts.code
    this.isFinal = finalCodes[facts.code]
    this.mayBeDone = facts.mayBeDone ?? false
    this.isOfChannel = facts.isOfChannel ?? false
    this.isPaced = facts.isPaced ?? false
    this.retryAfterMilliseconds = facts.retryAfterMilliseconds
  }
}

export interface PlatformFailure {
  readonly code: PlatformErrorCode
  /** Undefined: no. */
  readonly mayBeDone?: boolean
  /** Undefined: no. */
  readonly isOfChannel?: boolean
  /** Undefined: no. */
  readonly isPaced?: boolean
  readonly retryAfterMilliseconds?: number
  readonly cause?: unknown
}

/** The store could not read or write. State in memory has been rolled back, unless `fatal`: then stop taking work. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  /** What was to be written is no good, whatever the medium does: the same again would fail the same way. */
  readonly isRefused: boolean
  constructor(
    message: string,
    readonly fatal: boolean,
    { isRefused = false, ...options }: ErrorOptions & { readonly isRefused?: boolean } = {},
  ) {
    super(message, options)
    this.isRefused = isRefused
  }
}

const unreachedCodes = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** Whether a call over the network never got as far as the other side. Everything else that fails may have got there. */
export function isUnreached(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1)
    if ('code' in one && unreachedCodes.some((code) => code === one.code)) return true
  return false
}
