import { expect, test } from 'vitest'
import { readToken } from '../../../src/platforms/teams/token.js'
import { appId, homeTenantId, issuer } from './tenant.js'

const claims = { iss: issuer, aud: appId, exp: 2_000_000_000, serviceurl: 'https://smba.test/' }
const header = { alg: 'RS256', kid: 'key' }

function toHeader(head: object, body: object): string {
  const parts = [head, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return `Bearer ${parts.join('.')}.c2lnbmF0dXJl`
}

test('reads the connector and, if there is one, the tenant a token speaks for', () => {
  expect(readToken(toHeader(header, claims), { appId, issuer })).toEqual({
    serviceUrl: 'https://smba.test/',
    tenantId: undefined,
  })
  const withTenant = { ...claims, tid: homeTenantId.toUpperCase() }
  expect(readToken(toHeader(header, withTenant), { appId, issuer })).toMatchObject({ tenantId: homeTenantId })
})

// Each of these would still be refused by its signature; here it does not even get that far.
test.each<[string, object, object]>([
  ['alg none', { ...header, alg: 'none' }, claims],
  ['a shared secret', { ...header, alg: 'HS256' }, claims],
  ['another kind of key', { ...header, alg: 'ES256' }, claims],
  ['no key id', { alg: 'RS256' }, claims],
  ['no serviceurl', header, { ...claims, serviceurl: undefined }],
  ['an empty serviceurl', header, { ...claims, serviceurl: '' }],
  ['an exp in words', header, { ...claims, exp: 'tomorrow' }],
  ['a tid that is no text', header, { ...claims, tid: 7 }],
])('does not go on with %s', (_name, head, body) => {
  expect(readToken(toHeader(head, body), { appId, issuer })).toBeUndefined()
})
