// The sign-in host of the fake cloud: client credentials, by secret or by a signed assertion, and what it tells about
// itself.
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { importX509, jwtVerify } from 'jose'
import { toJsonAnswer, toSignInError, type WireAnswer, type WireRequest } from './answer.js'
import { listRoleIds } from './directory-roles.js'
import type { FakeHome } from './homes.js'

interface IssuedToken {
  readonly tenantId: string
  /** The origin it is for. */
  readonly audience: string
  /** Whether it was asked for with claims. */
  readonly claims: boolean
}

export interface FakeLogin {
  answer(request: WireRequest): Promise<WireAnswer>
  /** What the bearer token of a request is; undefined for one that was not issued here. */
  findToken(authorization: string | undefined): IssuedToken | undefined
}

export function createFakeLogin(
  findHome: (tenantId: string) => FakeHome | undefined,
  tokenSeconds: number,
): FakeLogin {
  const issued = new Map<string, IssuedToken>()
  return {
    async answer({ method, url, body }) {
      const [, tenantId = '', ...rest] = url.pathname.split('/')
      const home = findHome(tenantId)
      if (home === undefined) return toSignInError(400, 90002, 'invalid_request')
      const path = `${method} ${rest.join('/')}`
      if (path === 'GET v2.0/.well-known/openid-configuration')
        return toJsonAnswer(200, { issuer: `${url.origin}/${home.tenantId}/v2.0` })
      if (path !== 'POST oauth2/v2.0/token') return { status: 404 }
      const form = new URLSearchParams(body)
      const refusal = await findRefusal(form, home, `${url.origin}${url.pathname}`)
      if (refusal !== undefined) return refusal
      const audience = (form.get('scope') ?? '').split(' ')[0]?.replace('/.default', '') ?? ''
      const token = createToken(home, audience)
      issued.set(token, { tenantId, audience, claims: form.has('claims') })
      return toJsonAnswer(200, { token_type: 'Bearer', expires_in: tokenSeconds, access_token: token })
    },
    findToken: (authorization = '') => issued.get(authorization.replace(/^Bearer /, '')),
  }
}

async function findRefusal(
  form: URLSearchParams,
  home: FakeHome,
  endpoint: string,
): Promise<WireAnswer | undefined> {
  if (form.get('grant_type') !== 'client_credentials')
    return toSignInError(400, 70003, 'unsupported_grant_type')
  if (form.get('client_id') !== home.appId) return toSignInError(400, 700016, 'unauthorized_client')
  const assertion = form.get('client_assertion')
  if (assertion === null)
    return form.get('client_secret') === home.clientSecret
      ? undefined
      : toSignInError(401, 7000215, 'invalid_client')
  return (await isSigned(assertion, home, endpoint))
    ? undefined
    : toSignInError(401, 700027, 'invalid_client')
}

async function isSigned(
  assertion: string,
  { certificate, appId }: FakeHome,
  endpoint: string,
): Promise<boolean> {
  if (certificate === undefined) return false
  try {
    const key = await importX509(certificate, 'PS256')
    const { protectedHeader } = await jwtVerify(assertion, key, {
      issuer: appId,
      subject: appId,
      audience: endpoint,
      // As Entra does: MSAL rounds to the next second.
      clockTolerance: '5 minutes',
      requiredClaims: ['exp', 'jti', 'nbf'],
    })
    const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url')
    return protectedHeader['x5t#S256'] === thumbprint
  } catch {
    return false
  }
}

// Nobody but the fake reads its signature, and the fake knows its tokens by heart.
function createToken({ tenant, tenantId, appId }: FakeHome, audience: string): string {
  const isGraph = new URL(audience).hostname.includes('graph')
  const roles = isGraph ? [...tenant.state.graphPermissions] : ['Exchange.ManageAsApp']
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const wids = listRoleIds(tenant.state)
  const claims = { aud: audience, tid: tenantId, appid: appId, roles, wids }
  return `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}.${randomBytes(24).toString('base64url')}`
}
