// Which incident is meant, where an organisation is named as well: the same address may be restricted in several.
import { z } from 'zod'
import { toDeadLine } from './dead-text.js'
import { ExitError, exitCodes } from './terminal.js'

const listed = z.object({ incidents: z.array(z.object({ id: z.string(), tenant: z.string() })) })

/** As people type it in chat. */
export function toTenantText(tenant: string): string {
  return `tenant "${tenant.replaceAll('"', '')}"`
}

/** What stands for it in a command: itself, or the id of the incident in that organisation. @throws ExitError */
export async function findMeant(
  askData: (text: string) => Promise<object>,
  entity: string,
  tenant: string | undefined,
): Promise<string> {
  if (tenant === undefined) return entity
  const { incidents } = listed.parse(await askData(`list ${entity} ${toTenantText(tenant)}`))
  const [one, ...others] = incidents
  if (one !== undefined && others.length === 0) return one.id
  const text =
    one === undefined
      ? `Nothing that is live in ${tenant} is called ${entity}. Say the id of the incident: "reprieve history ${entity}" lists those that are over.`
      : `"${entity}" fits several in ${one.tenant}. Say it in full.`
  throw new ExitError(exitCodes.no, toDeadLine(text))
}
