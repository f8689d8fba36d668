// The one pwsh of a tenant through its lives: started at the first call, signed in to a service at the first call to it,
// replaced when it has died, worked long enough or outlived its sign-in.
import { type Backoff, createBackoff } from '../../../concurrency/backoff.js'
import { endAfter, withDeadline } from '../../../concurrency/within.js'
import type { Instant } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import type { Clock, CreateId, Log } from '../../../ports.js'
import { scrub } from '../../scrub.js'
import { type CmdletService, cmdletNames } from '../cmdlets.js'
import { toServiceName } from '../failures.js'
import {
  createClosedError,
  toConnectError,
  toSpawnError,
  toStartError,
  toStillFailingError,
} from './failures.js'
import { type Host, type HostEnd, type HostParts, startHost } from './host.js'
import { type HostAnswer, type HostRequest, refusedParameters } from './protocol.js'
import type { PowerShellSettings } from './settings.js'
import { createConnecting, type SignInParts } from './sign-in.js'

export interface SessionParts extends SignInParts, Pick<HostParts, 'environment' | 'kill'> {
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  readonly settings: PowerShellSettings
}

export interface Session {
  /** A process that is signed in to the service. Rejects with BackendError. Never called twice at a time. */
  prepare(service: CmdletService): Promise<Host>
  /** The next call gets a new process. */
  renew(): void
  /** Ends the process, with a word to Exchange when it is idle. Nothing is started afterwards. */
  close(isIdle: boolean): Promise<void>
}

interface Life {
  readonly host: Host
  readonly services: Set<CmdletService>
  calls: number
  endsAt: Instant
}

/** So that a sign-in does not end in the middle of a call. */
const beforeExpiryMilliseconds = 3 * 60_000
const farewellMilliseconds = 2_000
/** For a broken pwsh, or a sign-in that Entra would lock out. */
const retries = { firstMilliseconds: 1_000, longestMilliseconds: 120_000 }

export function createSession(parts: SessionParts): Session {
  const { clock, createId, log, settings } = parts
  const createRetries = () => createBackoff<BackendError>({ clock, ...retries })
  const starting = createRetries()
  const connecting = { exchange: createRetries(), compliance: createRetries() }
  let life: Life | undefined
  /** The newest process, which may still be starting. */
  let newest: Host | undefined
  let isSpent = false
  let isClosed = false

  function spawn(): Host {
    const { program, proxy, noProxy, modulePath = '', mostBytes } = settings
    const { environment, kill } = parts
    const marker = `reprieve-${createId()} `
    const start = { marker, cmdlets: cmdletNames, refusedParameters, mostBytes, modulePath }
    try {
      newest = startHost({ program, environment, kill, proxy, noProxy, clock, start })
      return newest
    } catch (error) {
      throw toSpawnError(error)
    }
  }

  async function start(): Promise<Life> {
    requireDue(starting)
    try {
      const host = spawn()
      const limit = settings.startSeconds * 1_000
      const ready = await endAfter(
        clock,
        limit,
        () => host.ready,
        () => host.kill('it was not ready in time'),
      )
      if ('ended' in ready || !ready.ok) {
        host.kill('it was not usable')
        logEnd('powershell.start-failed', ready)
        throw toStartError(ready)
      }
      starting.succeeded()
      void host.ended.then((end) => logEnd('powershell.ended', end))
      const endsAt = clock.now() + settings.longestMinutes * 60_000
      return { host, services: new Set(), calls: 0, endsAt }
    } catch (error) {
      if (error instanceof BackendError) starting.failed(error)
      throw error
    }
  }

  function logEnd(event: string, end: HostEnd | HostAnswer): void {
    const facts = 'ended' in end ? { why: end.why, stderr: scrub(end.stderr) } : {}
    log.info({ directory: parts.identity.tenantId, ...facts }, event)
  }

  async function connect(current: Life, service: CmdletService): Promise<void> {
    if (current.services.has(service)) return
    const backoff = connecting[service]
    requireDue(backoff)
    try {
      const { request, expiresAt } = await signIn(service)
      const answer = await askWithin(current.host, request, settings.connectSeconds * 1_000)
      if ('ended' in answer || !answer.ok) throw toConnectError(toServiceName(service), answer)
      current.services.add(service)
      if (expiresAt !== undefined)
        current.endsAt = Math.min(current.endsAt, expiresAt - beforeExpiryMilliseconds)
      backoff.succeeded()
    } catch (error) {
      if (error instanceof BackendError) backoff.failed(error)
      throw error
    }
  }

  function signIn(service: CmdletService) {
    const limit = settings.connectSeconds * 1_000
    return withDeadline(clock, limit, (signal) => createConnecting(parts, service, signal))
  }

  function askWithin(host: Host, request: HostRequest, milliseconds: number): Promise<HostAnswer | HostEnd> {
    return endAfter(
      clock,
      milliseconds,
      () => host.ask(request),
      () => host.kill('it took too long'),
    )
  }

  async function retire({ host }: Life): Promise<void> {
    life = undefined
    isSpent = false
    // Tells Exchange; that it hears is not needed.
    if (!host.hasEnded()) await askWithin(host, { do: 'disconnect' }, farewellMilliseconds)
    host.kill('it is not needed any more')
    await host.ended
  }

  function isOver({ host, calls, endsAt }: Life): boolean {
    return isSpent || host.hasEnded() || calls >= settings.mostCalls || clock.now() >= endsAt
  }

  return {
    async prepare(service) {
      if (life !== undefined && isOver(life)) await retire(life)
      if (isClosed) throw createClosedError()
      life ??= await start()
      await connect(life, service)
      life.calls += 1
      return life.host
    },
    renew() {
      isSpent = true
    },
    async close(isIdle) {
      isClosed = true
      if (!isIdle) newest?.kill('Reprieve stops')
      if (life !== undefined) await retire(life)
      await newest?.ended
    },
  }
}

/** @throws BackendError, the last failure, as long as the next try is not due. */
function requireDue(backoff: Backoff<BackendError>): void {
  const last = backoff.find()
  if (last !== undefined) throw toStillFailingError(last.failure, last.leftMilliseconds)
}
