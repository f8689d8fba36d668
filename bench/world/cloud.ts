// The tenants of the fake cloud, by number, and the real way over REST to them.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { clouds } from '../../src/backends/exchange/clouds.js'
import type { Cmdlets } from '../../src/backends/exchange/cmdlets.js'
import type { Credential, Identity } from '../../src/backends/exchange/credential.js'
import { createHttpClient } from '../../src/backends/exchange/http-client.js'
import { createExchange, type Exchange } from '../../src/backends/exchange/index.js'
import { createRestCmdlets } from '../../src/backends/exchange/rest/index.js'
import { createTokens } from '../../src/backends/exchange/tokens.js'
import { createLog } from '../../src/log/index.js'
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

export function toIdentity(index: number, credential: Credential): Identity {
  const tenantId = toDirectoryId(index)
  return { tenantId, organization: `contoso${index}.onmicrosoft.com`, appId: app.id, credential }
}

export interface Rest {
  toCmdlets(index: number, clock: Clock): Cmdlets
  /** All of the backend. */
  toBackend(index: number, clock: Clock): Promise<Exchange>
}

/** One HTTP client for all tenants. */
export function createRest({ port, certificate, privateKey }: CloudAddress): Rest {
  const send = createLoopback(createHttpClient().send, port)
  const createId = randomUUID
  const credential = { kind: 'certificate', certificate, privateKey } as const
  return {
    toCmdlets(index, clock) {
      const shared = { identity: toIdentity(index, credential), cloud: clouds.worldwide, send, clock }
      return createRestCmdlets({ ...shared, tokens: createTokens(shared), createId })
    },
    toBackend: (index, clock) =>
      createExchange({
        identity: toIdentity(index, credential),
        cloud: 'worldwide',
        way: { transport: 'rest' },
        send,
        proxy: undefined,
        clock,
        createId,
        log: createLog({ level: 'silent' }),
        environment: {},
        kill: process.kill,
      }),
  }
}
