import { join } from 'node:path'
import { z } from 'zod'
import { findInstalledPwsh } from '../../test/backends/exchange/powershell/find-pwsh.js'
import { projectFolder } from '../processes/build.js'
import type { Child } from '../processes/child.js'
import { repeatedSchema } from '../processes/repeat.js'
import { readResidentMegabytes } from '../processes/resident.js'
import { usageSchema } from '../processes/usage.js'
import { type Pair, toFigure, toPairedFigure } from '../report/figure.js'
import type { Bench, Pace } from './bench.js'
import { withExchange } from './exchange-scene.js'
import { pick, takeTurns } from './rounds.js'

const records = 100
/** Beside a process each, so many tenants over REST are few. */
const restTenants = 200
const source = join(projectFolder, 'test/backends/exchange/powershell/stub')

const callNote =
  'here the floor is Reprieve over REST; pwsh is real, and the stub of the tests stands in for Microsoft’s module, which does more'
const startNote = 'pwsh starts, loads the stub module and imports the cmdlets; REST asks for a token'
const memoryNote = 'a process of its own, with the stub module'
const restNote = 'what each adds to the process that all share'

export const exchangePowerShell: Bench = {
  name: 'exchange-powershell',
  async run(pace) {
    const program = findInstalledPwsh()
    if (program !== undefined) return measure(program, pace)
    process.stderr.write('exchange-powershell is skipped: there is no pwsh. Set PWSH_PATH.\n')
    return []
  },
}

function measure(program: string, { isQuick, rounds, roundMilliseconds }: Pace) {
  const tenants = isQuick ? 1 : 3
  const restricted = Array.from({ length: restTenants }, () => records)
  return withExchange(restricted, async ({ startChild }) => {
    const stub = await startChild('stub', { source, restricted: records })
    const modulePath = await stub.call('getModulePath', undefined, z.string())
    const powershell = await startChild('powershell', { program, modulePath })
    const rest = await startChild('caller', {}, ['--expose-gc'])
    const starts: Pair[] = []
    for (let tenant = 0; tenant < tenants; tenant += 1)
      starts.push({ ours: await repeat(powershell, tenant, 0), floor: await repeat(rest, tenant, 0) })
    const calls = await takeTurns({
      rounds,
      ours: async () => ({ milliseconds: await repeat(powershell, 0, roundMilliseconds) }),
      floor: async () => ({ milliseconds: await repeat(rest, 0, roundMilliseconds) }),
    })
    const restKilobytes = await measureRestTenant(rest, tenants)
    const ids = await stub.call('listProcessIds', undefined, z.array(z.number()))
    const memory = await Promise.all(ids.map(readResidentMegabytes))
    await powershell.call('close', undefined, z.unknown())
    return [
      toPairedFigure(
        { name: `Cmdlet by way of PowerShell, ${records} records`, unit: 'ms', note: callNote },
        pick(calls, 'milliseconds'),
      ),
      toPairedFigure({ name: 'First cmdlet by way of PowerShell', unit: 'ms', note: startNote }, starts),
      toFigure(
        { name: 'Memory of a tenant by way of PowerShell (RSS)', unit: 'MB', note: memoryNote },
        memory,
      ),
      toFigure({ name: 'Memory of a tenant over REST (heap)', unit: 'kB', note: restNote }, [restKilobytes]),
    ]
  })
}

async function repeat(caller: Child, tenant: number, milliseconds: number): Promise<number> {
  return (await caller.call('repeat', { tenant, milliseconds, records }, repeatedSchema)).milliseconds
}

/** In kilobytes, of those tenants that have not been called yet. */
async function measureRestTenant(rest: Child, called: number): Promise<number> {
  const before = await rest.call('usage', undefined, usageSchema)
  for (let tenant = called; tenant < restTenants; tenant += 1) await repeat(rest, tenant, 0)
  const after = await rest.call('usage', undefined, usageSchema)
  return (after.heapBytes - before.heapBytes) / (restTenants - called) / 1_024
}
