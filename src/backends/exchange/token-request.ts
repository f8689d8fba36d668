// Gets one token by client credentials. MSAL writes the request and signs with the certificate; the wire is ours, so
// that proxy, time limits and errors are the same as everywhere.
//
// A new MSAL client for every token: its cache would be a second one beside ours, on another clock, and it keeps an
// answer of 429 or 5xx and repeats that error for up to an hour without asking again.
//
// The client does not say that it understands claims challenges (`cp1`), though it does: tokens would then live for a
// day instead of an hour, and a role granted meanwhile would not be in them.
import { X509Certificate } from 'node:crypto'
import { ConfidentialClientApplication, type Configuration, type INetworkModule } from '@azure/msal-node'
import { z } from 'zod'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import type { Cloud } from './clouds.js'
import type { Identity } from './credential.js'
import { createMalformedError, createTimeoutError, toConnectionError } from './failures.js'
import type { HttpResponse, SendHttp } from './http.js'
import { findJson } from './json.js'
import { toTokenRefusal } from './token-refusal.js'

interface TokenRequest {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly send: SendHttp
  readonly clock: Clock
  readonly scope: string
  readonly claims: string | undefined
  readonly signal: AbortSignal
}

interface IssuedToken {
  readonly token: string
  readonly lifeSeconds: number
}

const issuedSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })

/** Rejects with BackendError and nothing else; nothing is changed by asking. */
export async function requestToken(request: TokenRequest): Promise<IssuedToken> {
  const wire = createWire(request)
  try {
    const client = new ConfidentialClientApplication({
      auth: { ...toAuthority(request), ...toCredential(request.identity) },
      system: { networkClient: wire.network },
    })
    await client.acquireTokenByClientCredential({
      scopes: [request.scope],
      // Else MSAL asks the environment for a region and the metadata service of the machine for one.
      azureRegion: 'DisableMsalForceRegion',
      ...(request.claims === undefined ? {} : { claims: request.claims }),
    })
  } catch {
    throw wire.findFailure() ?? createUnsentError()
  }
  return wire.getToken()
}

/** MSAL's way out. It wraps or drops what goes wrong there, so that is remembered here. */
function createWire({ send, signal, clock, identity }: TokenRequest) {
  const seen: { response?: HttpResponse; error?: unknown } = {}

  async function exchange<T>(
    method: 'GET' | 'POST',
    url: string,
    options: { readonly headers?: Record<string, string>; readonly body?: string } = {},
  ) {
    const { headers = {}, body } = options
    try {
      seen.response = await send({ method, url, headers, signal, ...(body === undefined ? {} : { body }) })
    } catch (error) {
      seen.error = error
      throw error
    }
    const { status, headers: answered } = seen.response
    const json = z.custom<T>(isObject).parse(findJson(seen.response.body))
    return { status, headers: { ...answered }, body: json }
  }

  const network: INetworkModule = {
    sendGetRequestAsync: <T>(url: string, options?: Parameters<INetworkModule['sendGetRequestAsync']>[1]) =>
      exchange<T>('GET', url, options),
    sendPostRequestAsync: <T>(url: string, options?: Parameters<INetworkModule['sendPostRequestAsync']>[1]) =>
      exchange<T>('POST', url, options),
  }
  return {
    network,
    findFailure(): BackendError | undefined {
      if (signal.aborted) return createTimeoutError('Microsoft Entra', 'unchanged', signal.reason)
      if (seen.error !== undefined) return toConnectionError('Microsoft Entra', false, seen.error)
      return seen.response && toTokenRefusal({ response: seen.response, identity, clock })
    },
    getToken(): IssuedToken {
      const issued = issuedSchema.safeParse(findJson(seen.response?.body ?? ''))
      if (!issued.success) throw createMalformedError('Microsoft Entra', 'unchanged')
      return { token: issued.data.access_token, lifeSeconds: issued.data.expires_in }
    },
  }
}

// Everything MSAL would otherwise look up: it asks Microsoft about hosts it does not know, and it knows 21Vianet by
// another name.
function toAuthority({ identity, cloud }: TokenRequest) {
  const authority = `${cloud.login}/${identity.tenantId}`
  const endpoints = {
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    issuer: `${authority}/v2.0`,
  }
  return {
    clientId: identity.appId,
    authority,
    knownAuthorities: [new URL(cloud.login).host],
    authorityMetadata: JSON.stringify(endpoints),
  }
}

function toCredential({
  credential,
}: Identity): Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate'> {
  if (credential.kind === 'secret') return { clientSecret: credential.clientSecret }
  const { fingerprint256 } = new X509Certificate(credential.certificate)
  return {
    clientCertificate: {
      thumbprintSha256: fingerprint256.replaceAll(':', ''),
      privateKey: credential.privateKey,
    },
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

// Nothing went out: the certificate or its key cannot be read, or cannot sign. No cause, it may quote the key.
function createUnsentError(): BackendError {
  return new BackendError(
    'The app cannot sign in: its credential cannot be used. A certificate and its key are wanted as PEM: RSA, at least 2048 bits, no passphrase.',
    { code: 'forbidden', outcome: 'unchanged' },
  )
}
