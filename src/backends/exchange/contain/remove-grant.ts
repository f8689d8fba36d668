// Takes an app's leave to act for one person away. Leave that an admin gave for everybody is not touched.
import { z } from 'zod'
import { BackendError } from '../../../errors.js'
import type { Graph, GraphRecord } from '../graph.js'
import { getAccount, getSameAccount } from './account.js'
import { sendChange } from './change.js'
import { createRejection, parseUndo, type Step, withoutUndo } from './step.js'

const grantSchema = z.object({
  clientId: z.string().min(1),
  consentType: z.string(),
  /** Null when it concerns everybody. */
  principalId: z.string().nullish(),
  resourceId: z.string().min(1),
  scope: z.string(),
})
type Grant = z.infer<typeof grantSchema>

const undoSchema = grantSchema.extend({ consentType: z.literal('Principal'), principalId: z.string() })

const gone = 'The app has no such rights any more; nothing had to be done.'

export function createRemoveGrant(graph: Graph): Step {
  async function findGrant(path: string, signal: AbortSignal): Promise<Grant | undefined> {
    const found = await orGone(() => graph.get(path, signal))
    return found && parseGrant(found)
  }

  async function findAgain(wanted: z.infer<typeof undoSchema>, signal: AbortSignal) {
    const path = `/v1.0/users/${encodeURIComponent(wanted.principalId)}/oauth2PermissionGrants`
    const grants = (await graph.list(path, signal)).map(parseGrant)
    return grants.find(
      ({ clientId, resourceId, consentType }) =>
        clientId === wanted.clientId && resourceId === wanted.resourceId && consentType === 'Principal',
    )
  }

  return {
    async run({ sender, targets, signal }) {
      const path = `/v1.0/oauth2PermissionGrants/${encodeURIComponent(getOne(targets))}`
      const { userId } = await getAccount(graph, sender, signal)
      const grant = await findGrant(path, signal)
      if (grant === undefined) return withoutUndo(gone)
      refuseForeign(grant, userId)
      const send = { method: 'DELETE', path } as const
      const removed = await orGone(() => sendChange({ graph, feature: 'removeGrant', userId, send, signal }))
      if (removed === undefined) return withoutUndo(gone)
      return {
        detail: `The app may no longer act for this user${toRights(grant)}. Access it holds already ends within about an hour.`,
        undo: { ...grant, principalId: userId },
      }
    },
    async takeBack({ sender, signal }, undo) {
      const grant = parseUndo(undoSchema, undo)
      await getSameAccount({ graph, sender, userId: grant.principalId, signal })
      const again = await findAgain(grant, signal)
      if (again !== undefined) return withoutUndo(describeAgain(again, grant))
      const send = { method: 'POST', path: '/v1.0/oauth2PermissionGrants', body: grant } as const
      await sendChange({ graph, feature: 'removeGrant', userId: grant.principalId, send, signal })
      return withoutUndo(`The app may act for this user again${toRights(grant)}.`)
    },
  }
}

async function orGone(ask: () => Promise<GraphRecord>): Promise<GraphRecord | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof BackendError && error.code === 'not-found') return undefined
    throw error
  }
}

function parseGrant(given: GraphRecord): Grant {
  const grant = grantSchema.safeParse(given)
  if (grant.success) return grant.data
  throw new BackendError('Entra gave the rights of an app in an unknown form.', {
    code: 'malformed',
    outcome: 'unchanged',
    cause: grant.error,
  })
}

function getOne(targets: readonly string[]): string {
  const [target, ...more] = targets
  if (target === undefined || more.length > 0) throw createRejection('Exactly one app has to be chosen.')
  return target
}

function refuseForeign({ consentType, principalId }: Grant, userId: string): void {
  if (consentType !== 'Principal')
    throw createRejection(
      'An admin gave these rights to the app for everybody, so they are not removed for one person.',
    )
  if (principalId !== userId) throw createRejection('These rights belong to another user.')
}

function describeAgain(now: Grant, before: Grant): string {
  return toScopes(now).join(' ') === toScopes(before).join(' ')
    ? 'The app has these rights again already; nothing had to be done.'
    : `The app has other rights by now${toRights(now)}, and they were left as they are.`
}

function toScopes({ scope }: Grant): readonly string[] {
  return scope
    .split(' ')
    .filter((one) => one !== '')
    .sort()
}

function toRights(grant: Grant): string {
  const scopes = toScopes(grant)
  return scopes.length === 0 ? '' : ` (${scopes.join(' ')})`
}
