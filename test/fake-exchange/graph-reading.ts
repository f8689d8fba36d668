// What Graph answers about accounts, sign-ins, risk, grants and roles.
import { type FakeGraphRoute, toGraphError } from './graph.js'
import type { FakeAccount } from './model.js'

const read = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All']

export const readingRoutes: readonly FakeGraphRoute[] = [
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)$/,
    permissions: read,
    answer: ({ state }, [name = '']) => {
      const account = state.accounts.find(
        ({ upn, userId }) => upn.toLowerCase() === name.toLowerCase() || userId === name,
      )
      return account === undefined
        ? toGraphError(404, 'Request_ResourceNotFound', `Resource '${name}' does not exist.`)
        : { status: 200, body: toUser(account) }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users$/,
    permissions: read,
    answer: ({ state, request }) => {
      const wanted = /'smtp:(.*)'\) or mail/
        .exec(request.query.get('$filter') ?? '')?.[1]
        ?.replaceAll("''", "'")
      const value = state.accounts.filter(({ mail, otherAddresses }) =>
        [mail, ...otherAddresses].some((one) => one.toLowerCase() === wanted?.toLowerCase()),
      )
      return { status: 200, body: { value: value.map(toUser) } }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)\/oauth2PermissionGrants$/,
    permissions: read,
    answer: ({ state }, [name = '']) => {
      const account = state.accounts.find(({ userId }) => userId === name)
      const value = account?.grants.map(({ id, clientId, consentType, resourceId, scope }) => ({
        id,
        clientId,
        consentType,
        principalId: account.userId,
        resourceId,
        scope,
      }))
      return { status: 200, body: { value } }
    },
  },
]

function toUser({ userId, upn, accountEnabled, synced }: FakeAccount) {
  return { id: userId, userPrincipalName: upn, accountEnabled, onPremisesSyncEnabled: synced ? true : null }
}
