import { expect, test } from 'vitest'
import { toConnectError } from '../../../../src/backends/exchange/powershell/failures.js'

test('a module that takes no token is told with the version to install, or what to use instead', () => {
  const failure = {
    id: 1,
    ok: false,
    kind: 'old-module',
    texts: ['Connect-IPPSSession of this module version has no parameter AccessToken.'],
    names: [],
  } as const
  expect(
    toConnectError('Security & Compliance', { ...failure, texts: [...failure.texts], names: [] }),
  ).toMatchObject({
    code: 'unavailable',
    message:
      'PowerShell could not sign in to Security & Compliance: the module ExchangeOnlineManagement is too old to do so with a token. Install version 3.8 or later, or sign in with a certificate.',
  })
})
