// What a refusal of Exchange means, in words that are safe to show.
import { BackendError } from '../../../errors.js'
import type { Clock } from '../../../ports.js'
import { scrub } from '../../scrub.js'
import type { CmdletName } from '../cmdlets.js'
import { createStatusError, type Outcome, type ServiceName, toOutcome } from '../failures.js'
import type { RestAnswer } from './answer.js'
import { findErrorWords, hasError } from './words.js'

export interface Refusal {
  readonly service: ServiceName
  /** Undefined when the list of cmdlets was asked for. */
  readonly cmdlet: CmdletName | undefined
  readonly changing: boolean
  readonly response: RestAnswer
  readonly clock: Clock
}

/** An error inside a 200 is one too. */
export function isRefusal({ status, json }: RestAnswer): boolean {
  return status < 200 || status >= 300 || hasError(json)
}

export function toRefusal(refusal: Refusal): BackendError {
  const { service, cmdlet, changing, response, clock } = refusal
  const { status, headers } = response
  // Only a 4xx says for sure that nothing was done.
  const outcome = toOutcome(changing && (status < 400 || status >= 500))
  const words = findErrorWords(response.json)
  const text = scrub(words?.text ?? '')
  if (isForbidden(status, text)) return createForbiddenError(refusal, outcome)
  if (/ManagementObjectNotFound/i.test(words?.exceptionType || headers['x-exceptiontype'] || ''))
    return new BackendError(text || `${service} does not have what ${cmdlet} was asked about.`, {
      code: 'not-found',
      outcome,
    })
  if (status >= 500 || (status < 400 && words === undefined))
    return createStatusError(service, { response, outcome, clock, said: text })
  const reason = text || `status ${status}, no reason given.`
  return new BackendError(`${service} declined ${cmdlet ?? 'to list its cmdlets'}: ${reason}`, {
    code: 'rejected',
    outcome,
  })
}

// A cmdlet that this identity may not run is answered like one that does not exist: 403 without a word, at times with
// NUL bytes for a body.
function isForbidden(status: number, text: string): boolean {
  if (status === 401 || status === 403) return true
  return /is not present in the role definition|is not recognized as the name of a cmdlet/i.test(text)
}

function createForbiddenError({ service, cmdlet }: Refusal, outcome: Outcome): BackendError {
  const [deed, role] = cmdlet === undefined ? ['in', ''] : [`run ${cmdlet}`, ` that has ${cmdlet}`]
  return new BackendError(
    `${service} does not let the app ${deed}. Grant it the application permission Exchange.ManageAsApp, and a role${role}.`,
    { code: 'forbidden', outcome },
  )
}
