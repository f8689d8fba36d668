// A fake tenant that answers every cmdlet and every Graph path as a test says.
import type { FakeCmdlet } from '../../fake-exchange/cmdlet.js'
import { createFakeTenant, type FakeTenant } from '../../fake-exchange/tenant.js'

type Records = ReturnType<FakeCmdlet>

interface Script {
  readonly run?: (name: string, parameters: Readonly<Record<string, unknown>>) => Records
  readonly graph?: FakeTenant['graph']
}

export function createScriptedTenant({ run = () => [], graph }: Script): FakeTenant {
  const tenant = createFakeTenant()
  return {
    ...tenant,
    findCmdlet:
      (name) =>
      ({ parameters }) =>
        run(name, parameters),
    run,
    ...(graph === undefined ? {} : { graph }),
  }
}
