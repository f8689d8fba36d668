// What Graph changes for containment.
import { z } from 'zod'
import { type FakeGraphAnswer, type FakeGraphCall, type FakeGraphRoute, toGraphError } from './graph.js'
import type { FakeAccount, FakeGrant, FakeState } from './model.js'

const userWrite = ['User.ReadWrite.All', 'Directory.ReadWrite.All']
const signInWrite = ['User.EnableDisableAccount.All', ...userWrite]
const passwordWrite = ['User-PasswordProfile.ReadWrite.All', ...userWrite]
const grantWrite = ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All']

/** Nothing else of a user is ever changed, and a password above all. */
const userPatchSchema = z.strictObject({
  accountEnabled: z.boolean().optional(),
  passwordProfile: z.strictObject({ forceChangePasswordNextSignIn: z.boolean() }).optional(),
})

const grantPostSchema = z.strictObject({
  clientId: z.string(),
  consentType: z.literal('Principal'),
  principalId: z.string(),
  resourceId: z.string(),
  scope: z.string(),
})

export const changingRoutes: readonly FakeGraphRoute[] = [
  {
    method: 'PATCH',
    path: /^\/v1\.0\/users\/([^/]+)$/,
    permissions: [...signInWrite, ...passwordWrite],
    answer: (call, [name = '']) => withUser(call, name, (account) => patchUser(call, account)),
  },
  {
    method: 'POST',
    path: /^\/v1\.0\/users\/([^/]+)\/revokeSignInSessions$/,
    permissions: ['User.RevokeSessions.All', ...userWrite],
    answer: (call, [name = '']) =>
      withUser(call, name, (account) => {
        account.sessionsRevokedAt = new Date(call.now).toISOString()
        return { status: 200, body: { value: true } }
      }),
  },
  {
    method: 'DELETE',
    path: /^\/v1\.0\/users\/([^/]+)\/authentication\/(\w+)Methods\/([^/]+)$/,
    permissions: ['UserAuthenticationMethod.ReadWrite.All'],
    answer: (call, [name = '', type = '', id = '']) =>
      withUser(call, name, ({ methods }) => {
        const at = methods.findIndex((one) => one.type === type && one.id === id)
        if (at === -1) return notThere(id)
        methods.splice(at, 1)
        return { status: 204 }
      }),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/oauth2PermissionGrants\/([^/]+)$/,
    permissions: ['Directory.Read.All', ...grantWrite],
    answer: ({ state }, [id = '']) => {
      const found = findGrant(state, id)
      return found === undefined ? notThere(id) : { status: 200, body: toGrantBody(found) }
    },
  },
  {
    method: 'DELETE',
    path: /^\/v1\.0\/oauth2PermissionGrants\/([^/]+)$/,
    permissions: grantWrite,
    answer: ({ state }, [id = '']) => {
      const found = findGrant(state, id)
      if (found === undefined) return notThere(id)
      found.account.grants.splice(found.account.grants.indexOf(found.grant), 1)
      return { status: 204 }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\.0\/oauth2PermissionGrants$/,
    permissions: grantWrite,
    answer: postGrant,
  },
]

function patchUser({ state, request }: FakeGraphCall, account: FakeAccount): FakeGraphAnswer {
  const patch = userPatchSchema.safeParse(request.body)
  if (!patch.success) return toGraphError(400, 'Request_BadRequest', 'Invalid property or value.')
  const { accountEnabled, passwordProfile } = patch.data
  const isAllowed =
    (accountEnabled === undefined || holds(state, signInWrite)) &&
    (passwordProfile === undefined || (holds(state, passwordWrite) && mayChangePasswords(state))) &&
    (account.roles.length === 0 || state.directoryRoles.has('Privileged Authentication Administrator'))
  if (!isAllowed)
    return toGraphError(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    )
  if (accountEnabled !== undefined) account.accountEnabled = accountEnabled
  if (passwordProfile !== undefined)
    account.forceChangePasswordNextSignIn = passwordProfile.forceChangePasswordNextSignIn
  return { status: 204 }
}

function postGrant({ state, now, request }: FakeGraphCall): FakeGraphAnswer {
  const posted = grantPostSchema.safeParse(request.body)
  if (!posted.success) return toGraphError(400, 'Request_BadRequest', 'Invalid property or value.')
  const { principalId, ...rest } = posted.data
  const account = state.accounts.find(({ userId }) => userId === principalId)
  if (account === undefined) return notThere(principalId)
  const { clientId, resourceId } = rest
  const isThere = account.grants.some(
    (one) => one.clientId === clientId && one.resourceId === resourceId && one.consentType === 'Principal',
  )
  if (isThere)
    return toGraphError(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.')
  const startTime = new Date(now).toISOString()
  const grant: FakeGrant = { id: `again-${clientId}-${resourceId}`, app: clientId, startTime, ...rest }
  account.grants.push(grant)
  return { status: 201, body: toGrantBody({ account, grant }) }
}

interface FoundGrant {
  readonly account: FakeAccount
  readonly grant: FakeGrant
}

function findGrant(state: FakeState, id: string): FoundGrant | undefined {
  for (const account of state.accounts)
    for (const grant of account.grants) if (grant.id === id) return { account, grant }
  return undefined
}

function toGrantBody({ account, grant }: FoundGrant) {
  const { id, clientId, consentType, resourceId, scope } = grant
  const principalId = consentType === 'Principal' ? account.userId : null
  return { id, clientId, consentType, principalId, resourceId, scope }
}

function withUser(
  { state }: FakeGraphCall,
  name: string,
  answer: (account: FakeAccount) => FakeGraphAnswer,
): FakeGraphAnswer {
  const wanted = name.toLowerCase()
  const account = state.accounts.find(
    ({ userId, upn }) => userId.toLowerCase() === wanted || upn.toLowerCase() === wanted,
  )
  return account === undefined ? notThere(name) : answer(account)
}

/** Microsoft: "at least" User Administrator, whosever password it is. */
function mayChangePasswords({ directoryRoles }: FakeState): boolean {
  return ['User Administrator', 'Privileged Authentication Administrator', 'Global Administrator'].some(
    (role) => directoryRoles.has(role),
  )
}

function holds(state: FakeState, permissions: readonly string[]): boolean {
  return permissions.some((permission) => state.graphPermissions.has(permission))
}

function notThere(id: string): FakeGraphAnswer {
  return toGraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
}
