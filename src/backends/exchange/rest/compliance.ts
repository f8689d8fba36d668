// Where Security & Compliance answers for this tenant. Its front door names the tenant's region by a redirect that no
// client may follow with a token: to another host, at times on another port (`eur02b.admin.protection.outlook.com:446`).
// Only the first label of it is taken; the host is always one under the cloud's own name.
import type { CallService } from '../call.js'
import type { Cloud } from '../clouds.js'
import type { Identity } from '../credential.js'
import { createMalformedError } from '../failures.js'
import type { HttpResponse } from '../http.js'
import { moduleVersion } from './module-version.js'
import { toAnchor } from './request.js'

export interface ComplianceEndpoint {
  /** An origin, looked up once. */
  find(signal: AbortSignal): Promise<string>
  /** Looks it up again next time. */
  forget(): void
}

interface ComplianceParts {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly call: CallService
}

export function createComplianceEndpoint({ identity, cloud, call }: ComplianceParts): ComplianceEndpoint {
  const known: { origin?: string } = {}
  return {
    async find(signal) {
      if (known.origin !== undefined) return known.origin
      const response = await call(
        {
          service: 'Security & Compliance',
          audience: 'compliance',
          changing: false,
          method: 'GET',
          url: `${cloud.compliance}/adminapi/beta/${identity.tenantId}/EXOBanner('AutogenSession')?Version=${moduleVersion}`,
          headers: { accept: 'application/json', 'x-anchormailbox': toAnchor('compliance', identity) },
        },
        signal,
      )
      known.origin = toOrigin(response, cloud)
      return known.origin
    },
    forget() {
      delete known.origin
    },
  }
}

function toOrigin({ status, headers }: HttpResponse, cloud: Cloud): string {
  // No redirect: the front door answers itself, or refuses, which the cmdlet's own call then says in its own words.
  if (status < 300 || status >= 400) return cloud.compliance
  const host = findHost(headers.location ?? '')
  if (host === cloud.complianceHosts) return cloud.compliance
  const label = host.split('.')[0] ?? ''
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(label))
    throw createMalformedError('Security & Compliance', 'unchanged')
  return `https://${label}.${cloud.complianceHosts}`
}

function findHost(location: string): string {
  try {
    return new URL(location).hostname
  } catch {
    return ''
  }
}
