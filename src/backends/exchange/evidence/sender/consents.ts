// What apps may do in the user's name, with the user's own leave. What an administrator granted for everybody is no
// grant of this user.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { Asking } from '../asking.js'
import type { SenderQuestion } from '../question.js'
import { instant, parseAnswer, text } from '../values.js'
import type { SenderValue } from './value.js'

const need = { what: 'Consents', permission: 'Directory.Read.All' }

const grantSchema = z.object({
  id: z.string().min(1),
  clientId: z.string().min(1),
  scope: text,
  /** Not in v1.0 everywhere, and Graph documents its value as ignored: shown only when it can be true. */
  startTime: instant,
})
const appSchema = z.object({ displayName: text })

type Consents = SenderValue<'consents'>

export async function readConsents({ asking, now, getUserId }: SenderQuestion): Promise<Consents> {
  const id = encodeURIComponent(await getUserId())
  const records = await asking.list(`/v1.0/users/${id}/oauth2PermissionGrants`, need)
  const grants = records.map((record) => parseAnswer(grantSchema, record, need.what))
  const clientIds = [...new Set(grants.map(({ clientId }) => clientId))]
  const names = new Map(
    await Promise.all(
      clientIds.map(async (clientId) => [clientId, await findAppName(asking, clientId)] as const),
    ),
  )
  return grants.map(({ id: grantId, clientId, scope, startTime }) => ({
    id: grantId,
    app: names.get(clientId) ?? `an app with the id ${clientId}`,
    scopes: scope.trim().replaceAll(/\s+/g, ' '),
    ...(startTime === undefined || startTime > now ? {} : { grantedAt: startTime }),
  }))
}

/** Undefined when it has none or cannot be asked for: a grant is worth showing without. */
async function findAppName(asking: Asking, clientId: string): Promise<string | undefined> {
  try {
    const path = `/v1.0/servicePrincipals/${encodeURIComponent(clientId)}?$select=displayName`
    const app = await asking.get(path, { what: 'Apps', permission: 'Application.Read.All' })
    return parseAnswer(appSchema, app, 'The app').displayName || undefined
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
