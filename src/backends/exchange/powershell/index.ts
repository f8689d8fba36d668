// Cmdlets by way of PowerShell: one long-lived `pwsh` a tenant with Microsoft's module ExchangeOnlineManagement.
import { createLane } from '../../../concurrency/lanes.js'
import { within } from '../../../concurrency/within.js'
import {
  type CmdletCall,
  type CmdletOutput,
  type CmdletService,
  type Cmdlets,
  cmdletNames,
  isChanging,
  toService,
} from '../cmdlets.js'
import {
  createPartialError,
  createTimeoutError,
  type ServiceName,
  toOutcome,
  toServiceName,
} from '../failures.js'
import {
  createClosedError,
  createRefusedError,
  createSessionError,
  isSessionOver,
  toLostError,
  toRunError,
} from './failures.js'
import type { Host, HostEnd } from './host.js'
import { type HostAnswer, type HostDone, type HostRequest, refusedParameters } from './protocol.js'
import { createSession, type SessionParts } from './session.js'
import { defaultSettings, type PowerShellSettings } from './settings.js'

export interface PowerShellParts extends Omit<SessionParts, 'settings'> {
  readonly settings?: Partial<PowerShellSettings>
}

interface Order {
  readonly name: ServiceName
  readonly service: CmdletService
  readonly request: HostRequest
  readonly changing: boolean
}

/** What a running cmdlet gets to end by itself when everything stops. */
const graceMilliseconds = 2_000

export function createPowerShellCmdlets({ settings, ...parts }: PowerShellParts): Cmdlets {
  const { clock } = parts
  const session = createSession({ ...parts, settings: { ...defaultSettings, ...settings } })
  const takeTurn = createLane()
  let isClosed = false
  /** The turn that is being taken. */
  let active: Promise<void> | undefined

  /**
   * Giving up on one that waits drops it; giving up on one that runs ends the process, since nothing else stops a
   * cmdlet. Starting and signing in go on without whoever gave up: the next call needs them too.
   */
  function attempt(order: Order, signal: AbortSignal): Promise<HostAnswer | HostEnd> {
    return new Promise((resolve, reject) => {
      let host: Host | undefined
      const giveUp = () => {
        host?.kill('the call was given up')
        const outcome = toOutcome(host !== undefined && order.changing)
        reject(createTimeoutError(order.name, outcome, signal.reason))
      }
      const work = async () => {
        if (signal.aborted) return
        if (isClosed) throw createClosedError()
        const ready = await session.prepare(order.service)
        if (signal.aborted) return
        if (isClosed) throw createClosedError()
        host = ready
        resolve(await ready.ask(order.request))
      }
      if (signal.aborted) return giveUp()
      signal.addEventListener('abort', giveUp, { once: true })
      void takeTurn(() => {
        active = work()
          .catch(reject)
          .finally(() => {
            host = undefined
            active = undefined
            signal.removeEventListener('abort', giveUp)
          })
        return active
      })
    })
  }

  async function ask(order: Order, signal: AbortSignal): Promise<HostDone> {
    const first = await attempt(order, signal)
    if (!isOver(first)) return toDone(first, order)
    session.renew()
    if (order.changing) throw createSessionError(order.name)
    const second = await attempt(order, signal)
    if (isOver(second)) throw createSessionError(order.name)
    return toDone(second, order)
  }

  return {
    async run(call, signal) {
      refuseForeign(call)
      const { cmdlet, parameters } = call
      const service = toService(cmdlet)
      const order: Order = {
        name: toServiceName(service),
        service,
        request: { do: 'run', service, cmdlet, parameters },
        changing: isChanging(cmdlet),
      }
      return toOutput(order, call, await ask(order, signal))
    },
    async listAllowed(service, signal) {
      const request: HostRequest = { do: 'list', service }
      const order: Order = { name: toServiceName(service), service, request, changing: false }
      const { names } = await ask(order, signal)
      return new Set(names.map((name) => name.toLowerCase()))
    },
    async close() {
      isClosed = true
      if (active !== undefined) await within(clock, graceMilliseconds, active)
      await session.close(active === undefined)
    },
  }
}

/** The host checks the same again: this one is for whoever calls with what a type has not seen. */
function refuseForeign({ cmdlet, parameters }: CmdletCall): void {
  if (!cmdletNames.includes(cmdlet)) throw createRefusedError(`Reprieve does not run ${String(cmdlet)}.`)
  const refused = Object.keys(parameters).find((name) =>
    refusedParameters.some((one) => one.toLowerCase() === name.toLowerCase()),
  )
  if (refused !== undefined) throw createRefusedError(`Reprieve does not run a cmdlet with -${refused}.`)
}

function isOver(answer: HostAnswer | HostEnd): boolean {
  return !('ended' in answer) && !answer.ok && isSessionOver(answer)
}

function toDone(answer: HostAnswer | HostEnd, { name, changing }: Order): HostDone {
  if ('ended' in answer) throw toLostError(name, answer, changing)
  if (!answer.ok) throw toRunError(name, answer, changing)
  return answer
}

// "By default, only the first 1000 items are returned", "There are more results available than are currently
// displayed": a list that whoever called did not ask to be cut. Message traces say it in other words, and are paged.
const moreWarning = /more results available than are currently displayed|only the first \d+ (items|results)/i

function toOutput(
  { name }: Order,
  { parameters }: CmdletCall,
  { records, warnings }: HostDone,
): CmdletOutput {
  const isCut = warnings.some((text) => moreWarning.test(text))
  const askedForSize = Object.keys(parameters).some((given) => given.toLowerCase() === 'resultsize')
  if (isCut && !askedForSize) throw createPartialError(name)
  return { records, warnings }
}
