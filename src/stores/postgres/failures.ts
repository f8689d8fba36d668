// What PostgreSQL's refusals mean. Codes decide (https://www.postgresql.org/docs/current/errcodes-appendix.html), never words.
import pg from 'pg'
import { StaleError, StoreError } from '../../errors.js'

/**
 * `again`: the same may go through at once. `gone`: nobody answers, or not as the one who writes; a new connection may.
 * `refused`: what was to be saved is no good. `denied`: the role may not. `untrusted`: somebody answers, who
 * cannot show that they are the database. `other`: it failed.
 */
export type FailureKind = 'again' | 'gone' | 'refused' | 'denied' | 'missing' | 'untrusted' | 'other'

export function toFailureKind(error: unknown): FailureKind {
  const code = findCode(error)
  if (code === undefined) return isUntrusted(error) ? 'untrusted' : 'gone'
  if (['40001', '40P01', '55P03'].includes(code)) return 'again'
  // Shut down, not yet up, too many connections, read-only since a failover, or the session was ended from outside.
  if (/^(08|57P)/.test(code) || ['53300', '25006', '25P03', '25P04'].includes(code)) return 'gone'
  if (/^22|^54/.test(code)) return 'refused'
  if (code === '42501') return 'denied'
  if (['42P01', '3F000'].includes(code)) return 'missing'
  return 'other'
}

/** What Node calls those of OpenSSL's verdicts on a certificate that somebody can do something about. */
const verdicts: ReadonlySet<string> = new Set([
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
])

function isUntrusted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && verdicts.has(String(error.code))
}

/** Undefined when it was not the database that spoke, but the way to it. */
export function findCode(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** It came of another one, which failed before it in the same transaction. */
export function isAborted(error: unknown): boolean {
  return findCode(error) === '25P02'
}

/** Two wrote at once what may be there only once. */
export function toStale(error: unknown): StaleError | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== '23505') return undefined
  return new StaleError(
    error.constraint === 'incidents_live_owner'
      ? 'There is a live incident of the same entity already.'
      : 'Somebody else was faster. Look at it again.',
  )
}

export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const cause = toPlain(error)
  const kind = toFailureKind(error)
  return new StoreError(`${words[kind]} (${cause.message}).`, false, { cause, isRefused: kind === 'refused' })
}

const words: Readonly<Record<FailureKind, string>> = {
  again: 'The database was busy with the same rows for too long; try again',
  gone: 'The database does not answer',
  refused: 'This cannot be stored in the database',
  denied:
    'The database role may not do this: give it the rights that docs/postgresql.md lists, or run "reprieve store migrate" with the role that owns the schema',
  untrusted:
    'The certificate of the database cannot be trusted, and nothing was sent to it: write its host as the certificate does, name the authority that signed it in store.ca, and look at when it ends',
  missing: 'The database is not set up: run "reprieve store migrate"',
  other: 'The database failed',
}

/** Without what the driver hangs on to it: details and values quote what was to be saved. */
function toPlain(error: unknown): Error {
  if (error instanceof pg.DatabaseError)
    return new Error(
      error.code?.startsWith('22') ? `SQLSTATE ${error.code}` : `SQLSTATE ${error.code}: ${error.message}`,
    )
  if (!(error instanceof Error)) return new Error('no reason was given')
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return new Error(error.message === '' ? `${code}no answer` : `${code}${error.message}`)
}
