// The way to Exchange and back: takes time, can be given up, and fails as it is told to.
import { pause } from '../../concurrency/pause.js'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import { type FaultSwitch, isChanging, type SandboxCall, type SandboxFault } from './faults.js'

export interface CallParts {
  readonly clock: Clock
  readonly random: () => number
  readonly faults: FaultSwitch
  /** Typical time of a quick call there and back; gathering takes several times as long. */
  readonly latencyMilliseconds: number
}

interface Request<T> {
  readonly call: SandboxCall
  readonly signal: AbortSignal
  /** What Exchange does, at the moment the request arrives. */
  readonly work: (fault: SandboxFault) => T | Promise<T>
}

export type SendCall = <T>(request: Request<T>) => Promise<T>

type Outcome = BackendError['outcome']

const weights: Readonly<Record<SandboxCall, number>> = {
  list: 1,
  find: 1,
  gather: 6,
  unblock: 3,
  traceMail: 4,
  contain: 3,
  readPolicies: 8,
  searchDeeds: 6,
  alerts: 2,
  readEarlySigns: 4,
}

export function createCalls({ clock, random, faults, latencyMilliseconds }: CallParts): SendCall {
  function wait(milliseconds: number, signal: AbortSignal, outcome: Outcome): Promise<void> {
    return pause(clock, milliseconds, signal).catch(() => {
      throw createTimeoutError(signal, outcome)
    })
  }

  return async function send<T>({ call, signal, work }: Request<T>): Promise<T> {
    if (signal.aborted) throw createTimeoutError(signal, 'unchanged')
    const fault = faults.meet(call)
    const legMilliseconds = (latencyMilliseconds * weights[call] * (0.5 + random())) / 2
    await wait(legMilliseconds, signal, 'unchanged')
    refuse(fault)
    const lost = fault.kind === 'answer-lost'
    const answer = lost && !fault.done ? undefined : { value: await work(fault) }
    // From here on the deed may be done: giving up on the answer to what changes something leaves it open.
    const slowMilliseconds = fault.kind === 'slow' ? fault.milliseconds : 0
    await wait(legMilliseconds + slowMilliseconds, signal, isChanging(call) ? 'unknown' : 'unchanged')
    if (lost || answer === undefined) throw createLostError()
    return answer.value
  }
}

function refuse(fault: SandboxFault): void {
  if (fault.kind === 'down')
    throw new BackendError('Exchange Online cannot be reached.', {
      code: 'unavailable',
      outcome: 'unchanged',
      isAnswered: false,
    })
  if (fault.kind === 'forbidden')
    throw new BackendError('Exchange Online refused: the app lacks the permission or the role.', {
      code: 'forbidden',
      outcome: 'unchanged',
    })
  if (fault.kind === 'throttled')
    throw new BackendError('Exchange Online asks for a pause: too many requests.', {
      code: 'throttled',
      outcome: 'unchanged',
      retryAfterMilliseconds: fault.retryAfterSeconds * 1_000,
    })
}

function createTimeoutError(signal: AbortSignal, outcome: Outcome): BackendError {
  return new BackendError('Exchange Online did not answer in time.', {
    code: 'timeout',
    outcome,
    cause: signal.reason,
  })
}

function createLostError(): BackendError {
  return new BackendError('The connection to Exchange Online broke before the answer came.', {
    code: 'unavailable',
    outcome: 'unknown',
    isAnswered: false,
  })
}
