// Cmdlets over REST: `InvokeCommand`, the endpoint that the Exchange Online PowerShell module itself calls. Microsoft
// supports it inside that module only.
import { BackendError } from '../../../errors.js'
import type { Clock, CreateId } from '../../../ports.js'
import { createCallService } from '../call.js'
import type { Cloud } from '../clouds.js'
import {
  type CmdletName,
  type CmdletService,
  type Cmdlets,
  cmdletNames,
  isChanging,
  isEntryList,
  toService,
} from '../cmdlets.js'
import type { Identity, Tokens } from '../credential.js'
import { createMalformedError, type ServiceName, toServiceName } from '../failures.js'
import type { HttpRequest, SendHttp } from '../http.js'
import { findJson } from '../json.js'
import { findAllowed } from './allowed.js'
import type { RestAnswer } from './answer.js'
import { createComplianceEndpoint } from './compliance.js'
import { moduleVersion } from './module-version.js'
import { readChange, readPages } from './output.js'
import { isRefusal, toRefusal } from './refusal.js'
import { toAnchor, toInvokeRequest } from './request.js'

export interface RestParts {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly tokens: Tokens
  readonly send: SendHttp
  readonly clock: Clock
  readonly createId: CreateId
}

interface Place {
  readonly service: CmdletService
  readonly name: ServiceName
  readonly origin: string
}

interface Asked {
  /** Undefined when the list of cmdlets is asked for. */
  readonly cmdlet: CmdletName | undefined
  readonly place: Place
  readonly changing: boolean
}

type Request = Omit<HttpRequest, 'signal'>

export function createRestCmdlets({ identity, cloud, tokens, send, clock, createId }: RestParts): Cmdlets {
  const call = createCallService({ tokens, send, clock })
  const compliance = createComplianceEndpoint({ identity, cloud, call })
  const connectionId = createId()

  async function findPlace(service: CmdletService, signal: AbortSignal): Promise<Place> {
    const origin = service === 'exchange' ? cloud.exchange : await compliance.find(signal)
    return { service, name: toServiceName(service), origin }
  }

  async function ask(asked: Asked, request: Request, signal: AbortSignal): Promise<RestAnswer> {
    const { cmdlet, place, changing } = asked
    const ids = { 'client-request-id': createId(), 'connection-id': connectionId }
    const headers = { ...request.headers, ...ids }
    try {
      const service = { service: place.name, audience: place.service, changing }
      const answer = await call({ ...request, headers, ...service }, signal)
      const response = { ...answer, json: findJson(answer.body) }
      if (isRefusal(response)) throw toRefusal({ service: place.name, cmdlet, changing, response, clock })
      return response
    } catch (error) {
      // The tenant may have moved to another region.
      if (place.service === 'compliance') compliance.forget()
      throw error
    }
  }

  return {
    async run(given, signal) {
      const { cmdlet } = given
      if (!isKnown(cmdlet)) throw createUnknownError()
      const place = await findPlace(toService(cmdlet), signal)
      const { path, headers, body } = toInvokeRequest(given, place.service, identity)
      const asked = { cmdlet, place, changing: isChanging(cmdlet) }
      const post = (url: string) => ask(asked, { method: 'POST', url, headers, body }, signal)
      const read = asked.changing ? readChange : readPages
      return read({ service: place.name, url: `${place.origin}${path}`, post, isLoose: isEntryList(cmdlet) })
    },
    async listAllowed(service, signal) {
      const place = await findPlace(service, signal)
      const url = `${place.origin}/adminapi/v1.0/${identity.tenantId}/EXOModuleFile?Version=${moduleVersion}`
      const anchor = { 'x-anchormailbox': toAnchor(service, identity) }
      const headers = { accept: 'application/json', commandname: '*', ...anchor }
      const asked = { cmdlet: undefined, place, changing: false }
      const response = await ask(asked, { method: 'GET', url, headers }, signal)
      const allowed = findAllowed(response)
      if (allowed === undefined) throw createMalformedError(place.name, 'unchanged')
      return allowed
    },
    // The connections belong to all tenants.
    close: () => Promise.resolve(),
  }
}

// What cannot be compiled can still be built from JSON.
function isKnown(cmdlet: string): boolean {
  return cmdletNames.some((known) => known === cmdlet)
}

function createUnknownError(): BackendError {
  return new BackendError('Reprieve does not run this cmdlet.', { code: 'rejected', outcome: 'unchanged' })
}
