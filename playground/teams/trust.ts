// The tenant's side of Bot Framework authentication: a key of its own, published as OpenID metadata, that signs what
// goes to the bot. The bot checks it exactly as it checks Microsoft's.
import { importJWK, SignJWT } from 'jose'
import type { Clock, Route } from '../../src/ports.js'
import { addressOf, sendJson } from '../http.js'
import type { TenantParts } from './parts.js'
import { toServiceUrl } from './parts.js'
import { TENANT } from './team.js'

const TRUST_PATH = '/playground/teams/trust/'
const ISSUER = 'https://api.botframework.com'
const TOKEN_LIFE_SECONDS = 300

export interface Trust {
  readonly route: Route
  readonly issuer: string
  openIdMetadataUrl(): string
  /** A bearer token for one request to the bot. */
  sign(): Promise<string>
}

export async function createTrust({
  state,
  baseUrl,
  realClock,
}: Pick<TenantParts, 'state' | 'baseUrl'> & {
  /** The SDK checks a token's times by the machine's clock, whatever time the bot lives in. */
  readonly realClock: Pick<Clock, 'now'>
}): Promise<Trust> {
  const { keyId, privateKey } = state.value
  const key = await importJWK(privateKey, 'RS256')
  const { kty, n, e } = privateKey
  // The SDK caches keys by metadata address for a day, so every key has an address of its own.
  const path = `${TRUST_PATH}${keyId}`
  const documents: Readonly<Record<string, () => object>> = {
    [path]: () => ({
      issuer: ISSUER,
      authorization_endpoint: `${baseUrl()}${path}/none`,
      jwks_uri: `${baseUrl()}${path}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    }),
    [`${path}/keys`]: () => ({
      keys: [{ kty, n, e, use: 'sig', alg: 'RS256', kid: keyId, x5t: keyId, endorsements: ['msteams'] }],
    }),
  }

  return {
    issuer: ISSUER,
    openIdMetadataUrl: () => `${baseUrl()}${path}`,
    sign() {
      const now = Math.floor(realClock.now() / 1000)
      return new SignJWT({ serviceurl: toServiceUrl(baseUrl()) })
        .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT', x5t: keyId })
        .setIssuer(ISSUER)
        .setAudience(TENANT.appId)
        .setNotBefore(now - 60)
        .setExpirationTime(now + TOKEN_LIFE_SECONDS)
        .sign(key)
    },
    route: {
      path: TRUST_PATH,
      async handle(request, response) {
        request.resume()
        const document = documents[addressOf(request).pathname]
        if (document && request.method === 'GET') return sendJson(response, 200, { body: document() })
        sendJson(response, 404, { body: { error: 'not found' } })
      },
    },
  }
}
