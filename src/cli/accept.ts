// reprieve policies --accept: what changed in the settings of an organisation is the new normal.
import { z } from 'zod'
import { isConfirmed } from './confirm.js'
import { toDeadLine } from './dead-text.js'
import { toTenantText } from './meant.js'
import { type Console, finish } from './resting.js'
import { ExitError, exitCodes } from './terminal.js'

const told = z.object({
  tenants: z.array(
    z.object({
      tenant: z.string(),
      drift: z.object({ acceptId: z.string(), changes: z.array(z.string()) }).nullable(),
    }),
  ),
})

export interface AcceptOptions {
  readonly tenant?: string
  readonly yes?: boolean
}

/** @throws ExitError unless somebody accepted exactly what was shown. */
export async function acceptPolicies(
  { terminal, line }: Console,
  { tenant: wanted, yes }: AcceptOptions,
): Promise<void> {
  if (!terminal.isInteractive && yes !== true)
    throw new ExitError(exitCodes.usage, 'Nobody is there to ask. Say --yes.')
  const command = wanted === undefined ? 'policies' : `policies ${toTenantText(wanted)}`
  const changed = told
    .parse(await line.askData(command))
    .tenants.flatMap(({ tenant, drift }) => (drift === null ? [] : [{ tenant, ...drift }]))
  const [one, ...others] = changed
  if (one === undefined) throw new ExitError(exitCodes.no, 'Nothing has changed that was not accepted.')
  if (others.length > 0)
    throw new ExitError(
      exitCodes.usage,
      toDeadLine(`Several have changed: ${changed.map(({ tenant }) => tenant).join(', ')}. Say --tenant.`),
    )
  for (const change of one.changes) terminal.err(toDeadLine(`  ${change}`))
  if (yes !== true && !(await isConfirmed(terminal, 'Accept it as the new normal', one.tenant)))
    throw new ExitError(exitCodes.no, 'Nothing is accepted.')
  const asked = { kind: 'press', action: 'accept-policies', incidentId: '', confirmationId: '' } as const
  await finish({ terminal }, await line.ask({ ...asked, values: { acceptId: one.acceptId } }))
}
