// What can go wrong between Reprieve and Exchange when pwsh is the way, in words that are safe to show.
import { BackendError, type BackendErrorCode } from '../../../errors.js'
import { scrub } from '../../scrub.js'
import { toCmdletError } from '../exchange-error.js'
import { type ServiceName, toOutcome } from '../failures.js'
import type { HostEnd } from './host.js'
import type { HostFailed } from './protocol.js'

export function createClosedError(): BackendError {
  return createFailure('unavailable', 'The connection to Exchange Online has been closed.')
}

/** Not ours to ask: nothing was sent. */
export function createRefusedError(message: string): BackendError {
  return createFailure('rejected', message)
}

/** The process ended while a cmdlet ran. */
export function toLostError(service: ServiceName, { why }: HostEnd, changing: boolean): BackendError {
  return new BackendError(`The connection to ${service} broke before the answer came.`, {
    code: 'unavailable',
    outcome: toOutcome(changing),
    isAnswered: false,
    cause: new Error(`pwsh: ${why}`),
  })
}

/** It never came up. */
export function toStartError(failure: HostEnd | HostFailed): BackendError {
  if ('ended' in failure)
    return failure.started
      ? createFailure('unavailable', `PowerShell ended before it was ready: ${failure.why}.`)
      : createFailure(
          'unavailable',
          'PowerShell (pwsh) was not found. Install PowerShell 7.6, or set the path to pwsh.',
          failure.why,
        )
  return createFailure(
    'unavailable',
    'PowerShell cannot load the module ExchangeOnlineManagement. Install it with `Install-Module ' +
      'ExchangeOnlineManagement`: version 3.10 and later need PowerShell 7.6, version 3.5 to 3.9 need 7.4.',
    failure.texts[0],
  )
}

/** It was not tried again yet. */
export function toStillFailingError(last: BackendError, retryAfterMilliseconds: number): BackendError {
  const { message, code } = last
  return new BackendError(message, { code, outcome: 'unchanged', retryAfterMilliseconds, cause: last })
}

/** The machine would not even begin. */
export function toSpawnError(error: unknown): BackendError {
  return new BackendError('PowerShell cannot be started on this machine.', {
    code: 'unavailable',
    outcome: 'unchanged',
    cause: error,
  })
}

/** The sign-in or the import of the cmdlets. */
export function toConnectError(service: ServiceName, failure: HostEnd | HostFailed): BackendError {
  if ('ended' in failure)
    return createFailure('unavailable', `PowerShell could not connect to ${service}: ${failure.why}.`)
  if (failure.kind === 'old-module')
    return createFailure(
      'unavailable',
      `PowerShell could not sign in to ${service}: the module ExchangeOnlineManagement is too old to do so with a token. ` +
        'Install version 3.8 or later, or sign in with a certificate.',
      failure.texts[0],
    )
  const { code, message, retryAfterMilliseconds } = toCmdletError({ ...failure, service, changing: false })
  const said = failure.texts.map(scrub).find((text) => text !== '')
  // Entra's own codes, and a certificate that cannot be used: trying again does not help.
  const isRefused = failure.texts.some((text) => /AADSTS\d+|certificate|private key|PEM/i.test(text))
  const isPassing = ['throttled', 'timeout', 'unavailable', 'forbidden'].includes(code)
  return new BackendError(`PowerShell could not sign in to ${service}: ${said ?? message}`, {
    code: isRefused ? 'forbidden' : isPassing ? code : 'unavailable',
    outcome: 'unchanged',
    ...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
  })
}

/** What a cmdlet said. */
export function toRunError(service: ServiceName, failure: HostFailed, changing: boolean): BackendError {
  switch (failure.kind) {
    case 'not-imported':
      return createFailure(
        'forbidden',
        `${service} refused: ${failure.texts[0] ?? 'the cmdlet'} is not permitted or not imported. ` +
          'The app lacks the role for it.',
      )
    case 'bad-parameter':
      return createFailure(
        'rejected',
        `PowerShell does not take the call: ${failure.texts.map(scrub)[0] ?? 'bad parameter'}`,
      )
    case 'too-large':
      return new BackendError(`${service} gave more than Reprieve takes in one answer.`, {
        code: 'partial',
        outcome: toOutcome(changing),
      })
    default:
      return toCmdletError({ ...failure, service, changing })
  }
}

// The module's words for a sign-in that is over: it says them without having asked Exchange to do anything.
const sessionOver =
  /session (has |is |was )?(been )?(expired|closed|ended|broken)|token (has |is )?expired|lifetime validation failed|\breconnect\b|(must|need to|have to|please) (call|run|use) .{0,20}Connect-\w+|\(401\)|401 \(Unauthorized\)/i

export function isSessionOver(failure: HostFailed): boolean {
  return failure.kind === 'run-failed' && failure.texts.some((text) => sessionOver.test(text))
}

export function createSessionError(service: ServiceName): BackendError {
  return createFailure('unavailable', `The sign-in to ${service} was over before the call.`)
}

function createFailure(code: BackendErrorCode, message: string, cause?: string): BackendError {
  return new BackendError(message, {
    code,
    outcome: 'unchanged',
    ...(cause === undefined ? {} : { cause: new Error(scrub(cause)) }),
  })
}
