import { expect, test } from 'vitest'
import { clouds } from '../../../../src/backends/exchange/clouds.js'
import type { Credential } from '../../../../src/backends/exchange/credential.js'
import { createConnecting } from '../../../../src/backends/exchange/powershell/sign-in.js'
import { identity } from '../../../fake-exchange/homes.js'

const certificate: Credential = { kind: 'certificate', certificate: 'CERTIFICATE', privateKey: 'KEY' }
const never = new AbortController().signal

test.each([
  ['with the certificate when there is one', certificate, undefined, 'certificate'],
  ['with the certificate when the settings say so', certificate, 'certificate', 'certificate'],
  ['with a token when the settings say so, though there is a certificate', certificate, 'token', 'token'],
  ['with a token when there is a client secret', identity.credential, undefined, 'token'],
] as const)('pwsh signs in %s', async (_, credential, signIn, kind) => {
  const tokens = { get: () => Promise.resolve('a token') }
  const parts = { identity: { ...identity, credential }, cloud: clouds.worldwide, tokens, signIn }
  const { request } = await createConnecting(parts, 'exchange', never)
  expect(request).toMatchObject({ do: 'connect', signIn: { kind } })
  expect(JSON.stringify(request).includes('KEY')).toBe(kind === 'certificate')
})
