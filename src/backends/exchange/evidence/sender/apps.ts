// What Entra knows of an app. Its owner decides whether it is Microsoft's own: their apps carry no badge of a publisher, and
// anybody can take one of their names.
import { z } from 'zod'
import type { GraphRecord } from '../../graph.js'
import type { Asking } from '../asking.js'
import { orElse } from '../or-else.js'
import { instant, parseAnswer, text } from '../values.js'

const need = { what: 'Apps', permission: 'Application.Read.All' }

/** Microsoft's two tenants that own their apps (learn.microsoft.com, "Verify first-party Microsoft applications"). */
const microsofts: readonly string[] = [
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
]

const appSchema = z.object({
  id: text,
  appId: text,
  displayName: text,
  appOwnerOrganizationId: text,
  createdDateTime: instant,
  verifiedPublisher: z.object({ displayName: text }).nullish().catch(undefined),
})

export interface App {
  readonly id: string
  readonly name: string
  readonly isMicrosofts: boolean
  /** Of which organisation it is; empty when it was not said. */
  readonly ownerId: string
  readonly hasVerifiedPublisher: boolean
  /** In this tenant. */
  readonly createdAt: number | undefined
}

const properties = 'id,appId,displayName,appOwnerOrganizationId,verifiedPublisher,createdDateTime'

/** Undefined when it cannot be asked for, or is not there: what it did is worth showing without. */
export function getApp(asking: Asking, id: string): Promise<App | undefined> {
  const path = `/v1.0/servicePrincipals/${encodeURIComponent(id)}?$select=${properties}`
  return orElse(asking.get(path, need).then(toApp), undefined)
}

/** By its name or appId, as a filter. */
export async function findApp(asking: Asking, filter: string): Promise<App | undefined> {
  const [first] = await orElse(listByFilter(asking, filter, 2), [])
  return first
}

/** Of one name there may be several. */
const mostOfOneName = 5

/** What an app of the audit log may be; none when it is not there, or cannot be asked for. */
export async function listApps(
  asking: Asking,
  { id, appId, name, isPrincipal }: { id: string; appId: string; name: string; isPrincipal: boolean },
): Promise<readonly App[]> {
  if (isPrincipal && id !== '') return [await getApp(asking, id)].filter((app) => app !== undefined)
  const filter = appId === '' ? `displayName eq '${name.replaceAll("'", "''")}'` : `appId eq '${appId}'`
  return orElse(listByFilter(asking, filter, mostOfOneName), [])
}

async function listByFilter(asking: Asking, filter: string, most: number): Promise<readonly App[]> {
  const path = `/v1.0/servicePrincipals?$filter=${encodeURIComponent(filter)}&$select=${properties}`
  return (await asking.list(path, need, most)).map(toApp)
}

function toApp(record: GraphRecord): App {
  const app = parseAnswer(appSchema, record, 'The app')
  return {
    id: app.id,
    name: app.displayName || app.appId,
    isMicrosofts: microsofts.includes(app.appOwnerOrganizationId.toLowerCase()),
    ownerId: app.appOwnerOrganizationId.toLowerCase(),
    hasVerifiedPublisher: (app.verifiedPublisher?.displayName ?? '') !== '',
    createdAt: app.createdDateTime,
  }
}
