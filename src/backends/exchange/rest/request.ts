// How a cmdlet is asked for over REST: the wire of the Exchange Online PowerShell module (V3), which Microsoft
// documents nowhere. Only `beta` takes InvokeCommand.
import type { CmdletCall, CmdletEntry, CmdletService, CmdletValue } from '../cmdlets.js'
import type { Identity } from '../credential.js'

/** The mailbox every organisation has: it routes a request to the servers of the tenant. */
const systemMailbox = 'SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}'
/** The most that is taken. */
const pageSize = 1_000

export interface InvokeRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function toInvokeRequest(call: CmdletCall, service: CmdletService, identity: Identity): InvokeRequest {
  return {
    path: `/adminapi/beta/${identity.tenantId}/InvokeCommand`,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
      prefer: `odata.maxpagesize=${pageSize}`,
      'x-anchormailbox': findMailboxAnchor(call, service) ?? toAnchor(service, identity),
      'x-cmdletname': call.cmdlet,
      'x-responseformat': 'json',
      'x-serializationlevel': 'Partial',
      'x-clientapplication': 'Reprieve',
    },
    body: JSON.stringify({
      CmdletInput: { CmdletName: call.cmdlet, Parameters: toParameters(call.parameters) },
    }),
  }
}

/** A hashtable is told from an object by its type. */
function toParameters(parameters: CmdletCall['parameters']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      isEntry(value) ? { '@odata.type': '#Exchange.GenericHashTable', ...value } : value,
    ]),
  )
}

function isEntry(value: CmdletValue): value is CmdletEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Where a request goes that is about no mailbox. */
export function toAnchor(service: CmdletService, { tenantId, organization }: Identity): string {
  return service === 'exchange' ? `APP:${systemMailbox}@${tenantId}` : `UPN:${systemMailbox}@${organization}`
}

// What Exchange lists is not always an address, and a header takes nothing but ASCII. The anchor only routes: without
// one of its own the request finds its way all the same.
function findMailboxAnchor({ mailbox = '' }: CmdletCall, service: CmdletService): string | undefined {
  return service === 'exchange' && /^[!-~]+@[!-~]+$/.test(mailbox) ? `UPN:${mailbox}` : undefined
}
