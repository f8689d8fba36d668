// What Entra knows of an app. Its owner decides whether it is Microsoft's own: their apps carry no badge of a publisher, and
// anybody can take one of their names.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { GraphRecord } from '../../graph.js'
import type { Asking } from '../asking.js'
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
  return orUndefined(async () =>
    toApp(await asking.get(`/v1.0/servicePrincipals/${encodeURIComponent(id)}?$select=${properties}`, need)),
  )
}

/** By its name or appId, as a filter. */
export function findApp(asking: Asking, filter: string): Promise<App | undefined> {
  return orUndefined(async () => {
    const path = `/v1.0/servicePrincipals?$filter=${encodeURIComponent(filter)}&$select=${properties}`
    const [first] = await asking.list(path, need, 2)
    return first === undefined ? undefined : toApp(first)
  })
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

async function orUndefined(ask: () => Promise<App | undefined>): Promise<App | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
