// What Graph answers about accounts, sign-ins, risk, grants and roles.

import { templateIds } from './directory-roles.js'
import { findByGraphName, isSame } from './find-account.js'
import type { FakeGraphAnswer, FakeGraphCall, FakeGraphRoute } from './graph.js'
import { toGraphError } from './graph.js'
import { signInRoutes } from './graph-sign-ins.js'
import type { FakeAccount, FakeGrant, FakeGroup } from './model.js'

export const readingRoutes: readonly FakeGraphRoute[] = [
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)$/,
    permissions: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'],
    answer: (call, [name]) => withAccount(call, name, (account) => ({ status: 200, body: toUser(account) })),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users$/,
    permissions: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'],
    answer: findUsers,
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)\/authentication\/methods$/,
    permissions: ['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All'],
    answer: (call, [name]) =>
      withAccount(call, name, ({ methods }) => toPage([passwordMethod, ...methods.map(toMethod)])),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/reports\/authenticationMethods\/userRegistrationDetails\/([^/]+)$/,
    permissions: ['AuditLog.Read.All'],
    answer: (call, [name]) => withAccount(call, name, (account) => toRegistration(call, account)),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/identityProtection\/riskyUsers\/([^/]+)$/,
    permissions: ['IdentityRiskyUser.Read.All'],
    answer: (call, [id]) => toRiskyUser(call, id),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)\/oauth2PermissionGrants$/,
    permissions: ['Directory.Read.All', 'DelegatedPermissionGrant.ReadWrite.All'],
    answer: (call, [name]) =>
      withAccount(call, name, (account) =>
        toPage(account.grants.map((grant) => toGrant(grant, account.userId))),
      ),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/servicePrincipals\/([^/]+)$/,
    permissions: ['Application.Read.All', 'Directory.Read.All'],
    answer: ({ state }, [clientId]) => {
      const app = state.apps.find(({ id }) => id === clientId)
      if (app !== undefined) return { status: 200, body: app }
      const grant = state.accounts.flatMap(({ grants }) => grants).find((one) => one.clientId === clientId)
      return grant === undefined ? notFound : { status: 200, body: { id: clientId, displayName: grant.app } }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/servicePrincipals$/,
    permissions: ['Application.Read.All', 'Directory.Read.All'],
    answer: ({ state, request }) => {
      const [, property, value = ''] =
        /^(appId|displayName) eq '((?:[^']|'')*)'$/.exec(request.query.get('$filter') ?? '') ?? []
      if (property === undefined) return toGraphError(400, 'Request_UnsupportedQuery', 'Unsupported Query.')
      const name = value.replaceAll("''", "'")
      return toPage(
        state.apps.filter((app) => isSame(property === 'appId' ? app.appId : app.displayName, name)),
      )
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/servicePrincipals\/([^/]+)\/appRoleAssignments$/,
    permissions: ['Application.Read.All', 'Directory.Read.All'],
    answer: ({ state }, [id]) => toPage(state.apps.find((app) => app.id === id)?.assignments ?? []),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/auditLogs\/directoryAudits$/,
    permissions: ['AuditLog.Read.All'],
    answer: ({ state, request }) => {
      if (isAboutApps.test(request.query.get('$filter') ?? '')) return toPage(state.appAudits)
      const [, since, userId = ''] =
        /^loggedByService eq 'Authentication Methods' and activityDateTime ge (\S+) and targetResources\/any\(t: t\/id eq '([^']+)'\)$/.exec(
          request.query.get('$filter') ?? '',
        ) ?? []
      if (since === undefined) return toGraphError(400, 'BadRequest', 'Invalid filter clause')
      const account = state.accounts.find((one) => isSame(one.userId, userId))
      return toPage(account?.methodAudits ?? [])
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)\/transitiveMemberOf\/microsoft\.graph\.directoryRole$/,
    permissions: ['Directory.Read.All'],
    answer: (call, [name]) =>
      withAccount(call, name, ({ roles }) =>
        toPage(
          roles.map((displayName) => ({
            displayName,
            roleTemplateId: templateIds[displayName] ?? displayName,
          })),
        ),
      ),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/directoryRoles\/roleTemplateId=([^/]+)\/members\/microsoft\.graph\.user$/,
    permissions: ['RoleManagement.Read.Directory', 'Directory.Read.All'],
    answer: ({ state }, [template = '']) => {
      const holds = ({ roles }: FakeAccount) => roles.some((role) => templateIds[role] === template)
      return toPage(
        state.accounts.filter(holds).map(({ userId: id, accountEnabled }) => ({ id, accountEnabled })),
      )
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)\/transitiveMemberOf\/microsoft\.graph\.group$/,
    permissions: ['GroupMember.Read.All', 'Directory.Read.All'],
    answer: (call, [name]) =>
      withAccount(call, name, ({ groups }) =>
        toPage(call.state.groups.filter(({ id }) => groups.includes(id)).map(toGroup)),
      ),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/groups$/,
    permissions: ['GroupMember.Read.All', 'Directory.Read.All'],
    answer: findGroups,
  },
  ...signInRoutes,
]

const isAboutApps =
  /^activityDateTime ge \S+ and \(startswith\(activityDisplayName,'[\w ]+'\)(?: or startswith\(activityDisplayName,'[\w ]+'\))*\)$/

const notFound = toGraphError(
  404,
  'Request_ResourceNotFound',
  'Resource does not exist or one of its queried reference-property objects are not present.',
)

function withAccount(
  { state }: FakeGraphCall,
  name: string | undefined,
  answer: (account: FakeAccount) => FakeGraphAnswer,
): FakeGraphAnswer {
  const account = findByGraphName(state, name ?? '')
  return account === undefined ? notFound : answer(account)
}

function toPage(value: readonly object[]): FakeGraphAnswer {
  return { status: 200, body: { value } }
}

function toUser(account: FakeAccount): Record<string, unknown> {
  return {
    id: account.userId,
    displayName: account.displayName,
    userPrincipalName: account.upn,
    mail: account.mail,
    proxyAddresses: [`SMTP:${account.mail}`, ...account.otherAddresses.map((address) => `smtp:${address}`)],
    otherMails: [],
    accountEnabled: account.accountEnabled,
    // Null, not false, for an account that was never synced.
    onPremisesSyncEnabled: account.synced ? true : null,
    lastPasswordChangeDateTime: account.lastPasswordChangeDateTime,
    ...(account.about === undefined
      ? {}
      : {
          userType: account.about.userType,
          createdDateTime: account.about.createdDateTime,
          employeeHireDate: account.about.employeeHireDate,
        }),
  }
}

function findUsers({ state, request }: FakeGraphCall): FakeGraphAnswer {
  const address = findQuoted(
    request.query,
    /proxyAddresses\/any\(p:p eq 'smtp:((?:[^']|'')*)'\) or mail eq '/,
  )
  if (address === undefined) return toGraphError(400, 'Request_UnsupportedQuery', 'Unsupported Query.')
  const found = state.accounts.filter(({ mail, otherAddresses }) =>
    [mail, ...otherAddresses].some((own) => isSame(own, address)),
  )
  return toPage(found.map(toUser))
}

function findGroups({ state, request }: FakeGraphCall): FakeGraphAnswer {
  const name = findQuoted(request.query, /^mail eq '((?:[^']|'')*)' or displayName eq '/)
  if (name === undefined) return toGraphError(400, 'Request_UnsupportedQuery', 'Unsupported Query.')
  const found = state.groups.filter(
    ({ mail, displayName }) => isSame(mail, name) || isSame(displayName, name),
  )
  return toPage(found.map(toGroup))
}

/** A text of a filter, with its doubled quotes made single. */
function findQuoted(query: URLSearchParams, pattern: RegExp): string | undefined {
  return pattern.exec(query.get('$filter') ?? '')?.[1]?.replaceAll("''", "'")
}

function toGroup({ id, displayName, mail }: FakeGroup) {
  return { id, displayName, mail, proxyAddresses: [`SMTP:${mail}`] }
}

function toGrant(grant: FakeGrant, principalId: string) {
  const { app: _, ...rest } = grant
  return { ...rest, principalId }
}

const passwordMethod = {
  '@odata.type': '#microsoft.graph.passwordAuthenticationMethod',
  id: '28c10230-6103-485e-b985-444c60001490',
  createdDateTime: '2026-08-01T09:00:00Z',
}

function toMethod({ type, ...method }: FakeAccount['methods'][number]) {
  return { '@odata.type': `#microsoft.graph.${type}AuthenticationMethod`, ...method }
}

function toRegistration({ state }: FakeGraphCall, { userId, methods }: FakeAccount): FakeGraphAnswer {
  if (!state.licences.has('P1')) return noPremium
  return {
    status: 200,
    body: {
      id: userId,
      isMfaRegistered: methods.length > 0,
      methodsRegistered: methods.map(({ type }) => (type === 'phone' ? 'mobilePhone' : type)),
    },
  }
}

const noPremium = toGraphError(
  403,
  'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
  "Neither tenant is B2C or tenant doesn't have premium license",
)

// By object id only; users who were never at risk are not there.
function toRiskyUser({ state }: FakeGraphCall, id: string | undefined): FakeGraphAnswer {
  if (!state.licences.has('P2'))
    return toGraphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.')
  const account = state.accounts.find(({ userId }) => isSame(userId, id ?? ''))
  if (account?.risk === undefined) return notFound
  const { level, state: riskState, detail } = account.risk
  return {
    status: 200,
    body: { id: account.userId, riskLevel: level, riskState, riskDetail: detail },
  }
}
