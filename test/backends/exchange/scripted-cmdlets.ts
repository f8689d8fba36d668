// Cmdlets right on the fake tenant, without a wire, failing as they are told to.
import {
  type CmdletCall,
  type CmdletName,
  type CmdletOutput,
  type CmdletRecord,
  type Cmdlets,
  cmdletNames,
} from '../../../src/backends/exchange/cmdlets.js'
import { BackendError } from '../../../src/errors.js'
import { FakeCmdletError } from '../../fake-exchange/cmdlet.js'
import type { FakeTenant } from '../../fake-exchange/tenant.js'

export interface ScriptedCmdlets extends Cmdlets {
  readonly calls: readonly CmdletCall[]
  count(cmdlet: CmdletName): number
  /** From now on, or so many times. */
  fail(cmdlet: CmdletName, error: BackendError, times?: number): void
  /** Whatever it is asked. */
  answer(cmdlet: CmdletName, records: readonly CmdletRecord[]): void
  /** What is said beside every answer. */
  warn(cmdlet: CmdletName, text: string): void
  /** Right before the tenant sees the call. */
  before(cmdlet: CmdletName, happens: () => void): void
}

export function createScriptedCmdlets(tenant: FakeTenant): ScriptedCmdlets {
  const calls: CmdletCall[] = []
  const failures = new Map<CmdletName, { readonly error: BackendError; left: number }>()
  const answers = new Map<CmdletName, readonly CmdletRecord[]>()
  const warnings = new Map<CmdletName, string>()
  const happenings = new Map<CmdletName, () => void>()

  async function run(call: CmdletCall): Promise<CmdletOutput> {
    calls.push(call)
    happenings.get(call.cmdlet)?.()
    const failure = failures.get(call.cmdlet)
    if (failure !== undefined && failure.left > 0) {
      failure.left -= 1
      throw failure.error
    }
    const said = warnings.get(call.cmdlet)
    return { records: answers.get(call.cmdlet) ?? ask(call), warnings: said === undefined ? [] : [said] }
  }

  function ask({ cmdlet, parameters }: CmdletCall): readonly CmdletRecord[] {
    try {
      return tenant.run(cmdlet, parameters)
    } catch (error) {
      if (!(error instanceof FakeCmdletError)) throw error
      const code = error.status === 404 ? 'not-found' : 'rejected'
      throw new BackendError(error.message, { code, outcome: 'unchanged' })
    }
  }

  return {
    calls,
    run,
    listAllowed: async () => new Set(cmdletNames.map((name) => name.toLowerCase())),
    close: () => Promise.resolve(),
    count: (wanted) => calls.filter(({ cmdlet }) => cmdlet === wanted).length,
    fail: (cmdlet, error, times = Number.POSITIVE_INFINITY) =>
      void failures.set(cmdlet, { error, left: times }),
    answer: (cmdlet, records) => void answers.set(cmdlet, records),
    warn: (cmdlet, text) => void warnings.set(cmdlet, text),
    before: (cmdlet, happens) => void happenings.set(cmdlet, happens),
  }
}
