// The tenants of the fake cloud, by number, and the real way over REST to them.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { clouds } from '../../src/backends/exchange/clouds.js'
import type { Cmdlets } from '../../src/backends/exchange/cmdlets.js'
import type { Identity } from '../../src/backends/exchange/credential.js'
import { createHttpClient } from '../../src/backends/exchange/http-client.js'
import { createRestCmdlets } from '../../src/backends/exchange/rest/index.js'
import { createTokens } from '../../src/backends/exchange/tokens.js'
import type { Clock } from '../../src/ports.js'
import { createLoopback } from '../../test/fake-exchange/loopback.js'
import { app } from './facts.js'

/** How a process that was told about the cloud reaches it. */
export const cloudSchema = z.object({ port: z.number(), certificate: z.string(), privateKey: z.string() })
export type CloudAddress = z.output<typeof cloudSchema>

/** Directory id of a tenant. */
export function toDirectoryId(index: number): string {
  return `8c3dad1d-b6bc-4f8b-939b-${String(index).padStart(12, '0')}`
}

/** Cmdlets of one tenant after the other, over one HTTP client. A tenant's tokens may have a clock of their own. */
export function createRest({ port, certificate, privateKey }: CloudAddress, clock: Clock) {
  const cloud = clouds.worldwide
  const send = createLoopback(createHttpClient().send, port)
  return function toCmdlets(index: number, tokenClock: Clock = clock): Cmdlets {
    const identity: Identity = {
      tenantId: toDirectoryId(index),
      organization: `contoso${index}.onmicrosoft.com`,
      appId: app.id,
      credential: { kind: 'certificate', certificate, privateKey },
    }
    const tokens = createTokens({ identity, cloud, send, clock: tokenClock })
    return createRestCmdlets({ identity, cloud, tokens, send, clock, createId: randomUUID })
  }
}
