// What the stub module of Exchange's PowerShell asks: the fake tenant of the tests behind it.
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type StubEndpoint, startEndpoint } from '../../test/backends/exchange/powershell/endpoint.js'
import { answerCalls } from '../processes/answer.js'
import { reason } from '../world/facts.js'

const settingsSchema = z.object({
  folder: z.string(),
  /** Of the stub module. */
  source: z.string(),
  restricted: z.number(),
})
let endpoint: StubEndpoint | undefined
let modulePath = ''

answerCalls({
  async start(argument) {
    const { folder, source, restricted } = settingsSchema.parse(argument)
    endpoint = await startEndpoint()
    for (let guest = 0; guest < restricted; guest += 1)
      endpoint.tenant.restrict({ kind: 'sender', address: `guest-${guest}@contoso.com` }, reason)
    modulePath = join(folder, 'modules')
    await cp(source, modulePath, { recursive: true })
    await writeFile(join(modulePath, 'ExchangeOnlineManagement', 'endpoint.txt'), endpoint.url)
  },
  /** Where pwsh has to look for modules. */
  getModulePath: () => modulePath,
  /** The processes that have signed in. */
  listProcessIds: () => endpoint?.connects.map(({ pid }) => pid),
})
