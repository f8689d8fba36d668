// Cmdlets by way of pwsh, and nothing else of the bot: a process of PowerShell for each tenant.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { clouds } from '../../src/backends/exchange/clouds.js'
import { createPowerShellCmdlets } from '../../src/backends/exchange/powershell/index.js'
import { createLog } from '../../src/log/index.js'
import { createSystemClock } from '../../src/run/clock.js'
import { answerCalls } from '../processes/answer.js'
import { type Caller, createCaller } from '../world/caller.js'
import { toIdentity } from '../world/cloud.js'
import { app } from '../world/facts.js'

const settingsSchema = z.object({ program: z.string(), modulePath: z.string() })

/** With a secret pwsh is handed a token. */
const credential = { kind: 'secret', clientSecret: app.clientSecret } as const
let caller: Caller | undefined

answerCalls({
  start(argument) {
    const { program, modulePath } = settingsSchema.parse(argument)
    const shared = {
      cloud: clouds.worldwide,
      tokens: { get: () => Promise.resolve('bench-token') },
      clock: createSystemClock(),
      createId: randomUUID,
      log: createLog({ level: 'silent' }),
      environment: process.env,
      kill: process.kill,
      // What a new process costs is measured by itself.
      settings: { program, modulePath, mostCalls: Number.MAX_SAFE_INTEGER },
    }
    caller = createCaller((tenant) =>
      createPowerShellCmdlets({ ...shared, identity: toIdentity(tenant, credential) }),
    )
  },
  repeat: (round) => caller?.repeat(round),
  close: () => caller?.close(),
})
