// A pwsh with the stub module on one side and the fake tenant on the other.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, inject } from 'vitest'
import { clouds } from '../../../../src/backends/exchange/clouds.js'
import type { Cmdlets } from '../../../../src/backends/exchange/cmdlets.js'
import type { Identity } from '../../../../src/backends/exchange/credential.js'
import {
  createPowerShellCmdlets,
  type PowerShellParts,
} from '../../../../src/backends/exchange/powershell/index.js'
import { createSystemClock } from '../../../../src/run/clock.js'
import { type StubEndpoint, startEndpoint } from './endpoint.js'

const { path } = inject('pwsh')
export const pwshPath = path ?? 'pwsh'

/** Why they are skipped when there is no pwsh, is said once before the run. */
export const describePwsh = path === undefined ? describe.skip : describe
/** A busy machine takes its time to start one. */
export const patience = { timeout: 90_000 }

export interface Stage {
  readonly endpoint: StubEndpoint
  /** Where the stub module is. */
  readonly modulePath: string
  /** Ends with the stage. Everything may be set otherwise. */
  create(parts?: Partial<PowerShellParts>): Cmdlets
  /** What was logged, as JSON. */
  readonly logged: string[]
  close(): Promise<void>
}

export const secretIdentity: Identity = {
  tenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
  organization: 'contoso.onmicrosoft.com',
  appId: '36ee4c6c-0812-40a2-b820-b22ebd02bce3',
  credential: { kind: 'secret', clientSecret: 'canary-client-secret' },
}

export async function createStage(): Promise<Stage> {
  const endpoint = await startEndpoint()
  const modulePath = mkdtempSync(join(tmpdir(), 'reprieve-stub-'))
  cpSync(join(import.meta.dirname, 'stub'), modulePath, { recursive: true })
  writeFileSync(join(modulePath, 'ExchangeOnlineManagement', 'endpoint.txt'), endpoint.url)
  const created: Cmdlets[] = []
  const logged: string[] = []
  const write = (fields: object, event: string) => void logged.push(JSON.stringify({ ...fields, event }))
  let ids = 0

  return {
    endpoint,
    modulePath,
    logged,
    create({ settings, ...parts } = {}) {
      const cmdlets = createPowerShellCmdlets({
        identity: secretIdentity,
        cloud: clouds.worldwide,
        tokens: { get: (audience) => Promise.resolve(`canary-token-for-${audience}`) },
        clock: createSystemClock(),
        createId() {
          ids += 1
          return `id-${ids}`
        },
        log: { debug: write, info: write, warn: write, error: write },
        environment: process.env,
        kill: process.kill,
        settings: { program: pwshPath, modulePath, ...settings },
        ...parts,
      })
      created.push(cmdlets)
      return cmdlets
    },
    async close() {
      await Promise.all(created.map((cmdlets) => cmdlets.close()))
      await endpoint.close()
      rmSync(modulePath, { recursive: true, force: true })
    },
  }
}

export const never = new AbortController().signal
