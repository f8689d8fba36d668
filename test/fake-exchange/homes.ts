// A fake tenant with the app that may sign in to it.
import type { Identity } from '../../src/backends/exchange/credential.js'
import type { FakeTenant } from './tenant.js'

export interface FakeHome {
  readonly tenant: FakeTenant
  readonly tenantId: string
  /** By which the sign-in host knows it as well. */
  readonly domain?: string
  readonly appId: string
  /** What the app must know. */
  readonly clientSecret?: string
  /** PEM of the certificate that is registered with the app. */
  readonly certificate?: string
}

/** An app that signs in by secret. */
export const identity = {
  tenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
  organization: 'contoso.onmicrosoft.com',
  appId: '6f1d2c4e-9b0a-4c7d-8e21-3a5b7c9d0e42',
  credential: { kind: 'secret', clientSecret: 'canary-client-secret' },
} as const satisfies Identity

export function createHome(tenant: FakeTenant): FakeHome {
  const { tenantId, organization, appId, credential } = identity
  return { tenant, tenantId, domain: organization, appId, clientSecret: credential.clientSecret }
}
