// Every route of Microsoft Graph that Reprieve calls, with what it reads of the answer, what the route needs and where it is.
// Nothing else leaves this process: the tests' Graph knows no other route and gives no other property. Sources: the v1.0
// reference on learn.microsoft.com (permissions tables, "national cloud deployments") and microsoft-graph-devx-content,
// permissions.json, of 2026-08.
import type { CloudName } from '../clouds.js'
import type { CmdletName } from './cmdlets.js'
import type { GraphFeature } from './graph-features.js'

export interface GraphRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With its version; `{}` is one part of the path. */
  readonly path: string
  readonly features: readonly GraphFeature[]
  /** Options of the query. */
  readonly query: readonly string[]
  /** Properties of the object, or of each object of the list; a point leads into one of them. */
  readonly reads: readonly string[]
  /** Properties of the body that is sent. */
  readonly sends: readonly string[]
  /** On learn.microsoft.com/graph/api. */
  readonly page: string
  /** Clouds in which Microsoft does not offer it. */
  readonly notIn: readonly CloudName[]
  /** The cmdlet that tells it there. */
  readonly elseBy?: CmdletName
}

type Brief = Pick<GraphRoute, 'features' | 'page'> & Partial<GraphRoute>

function route(method: GraphRoute['method'], path: string, brief: Brief): GraphRoute {
  return { method, path, query: [], reads: [], sends: [], notIn: [], ...brief }
}

const grantReads = ['clientId', 'consentType', 'principalId', 'resourceId', 'scope'] as const
const groupReads = ['id', 'displayName', 'mail', 'proxyAddresses'] as const
const appReads = [
  'id',
  'appId',
  'displayName',
  'appOwnerOrganizationId',
  'createdDateTime',
  'verifiedPublisher.displayName',
] as const
const userReads = [
  'id',
  'displayName',
  'userPrincipalName',
  'mail',
  'proxyAddresses',
  'otherMails',
  'accountEnabled',
  'onPremisesSyncEnabled',
  'lastPasswordChangeDateTime',
  'userType',
  'createdDateTime',
  'employeeHireDate',
] as const
const alertReads = [
  'id',
  'title',
  'description',
  'status',
  'assignedTo',
  'lastUpdateDateTime',
  'resolvedDateTime',
  'comments',
  'evidence',
] as const
const signIns = {
  features: ['signIns'],
  query: ['$filter', '$top'],
  reads: [
    'userId',
    'createdDateTime',
    'ipAddress',
    'clientAppUsed',
    'appDisplayName',
    'location.city',
    'location.countryOrRegion',
    'status.errorCode',
    'deviceDetail.isManaged',
    'deviceDetail.isCompliant',
    'authenticationProtocol',
  ],
  page: 'signin-list',
} as const

export const graphRoutes: readonly GraphRoute[] = [
  route('GET', '/v1.0/users/{}', {
    features: [
      'account',
      'blockSignIn',
      'revokeSessions',
      'requirePasswordChange',
      'removeMethod',
      'removeGrant',
      'defenderAlerts',
    ],
    query: ['$select'],
    reads: userReads,
    page: 'user-get',
  }),
  route('GET', '/v1.0/users', {
    features: [
      'account',
      'blockSignIn',
      'revokeSessions',
      'requirePasswordChange',
      'removeMethod',
      'removeGrant',
    ],
    query: ['$filter', '$select'],
    reads: userReads,
    page: 'user-list',
  }),
  route('PATCH', '/v1.0/users/{}', {
    features: ['blockSignIn', 'requirePasswordChange'],
    sends: ['accountEnabled', 'passwordProfile.forceChangePasswordNextSignIn'],
    page: 'user-update',
  }),
  route('POST', '/v1.0/users/{}/revokeSignInSessions', {
    features: ['revokeSessions'],
    page: 'user-revokesigninsessions',
  }),
  route('GET', '/v1.0/users/{}/authentication/methods', {
    features: ['methods', 'removeMethod'],
    reads: ['@odata.type', 'id', 'createdDateTime'],
    page: 'authentication-list-methods',
    notIn: ['china'],
  }),
  route('DELETE', '/v1.0/users/{}/authentication/{}/{}', {
    features: ['removeMethod'],
    page: 'authenticationmethods-overview',
    notIn: ['china'],
  }),
  route('GET', '/v1.0/reports/authenticationMethods/userRegistrationDetails/{}', {
    features: ['signIns'],
    reads: ['isMfaRegistered', 'methodsRegistered'],
    page: 'userregistrationdetails-get',
  }),
  route('GET', '/v1.0/auditLogs/signIns', signIns),
  // Sign-ins of programs are in beta only.
  route('GET', '/beta/auditLogs/signIns', signIns),
  route('GET', '/v1.0/identityProtection/riskyUsers/{}', {
    features: ['risk'],
    reads: ['riskLevel', 'riskState', 'riskDetail'],
    page: 'riskyuser-get',
    notIn: ['china'],
  }),
  route('GET', '/v1.0/users/{}/oauth2PermissionGrants', {
    features: ['grants', 'removeGrant'],
    reads: ['id', 'startTime', ...grantReads],
    page: 'user-list-oauth2permissiongrants',
  }),
  route('GET', '/v1.0/oauth2PermissionGrants/{}', {
    features: ['removeGrant'],
    reads: grantReads,
    page: 'oauth2permissiongrant-get',
  }),
  route('DELETE', '/v1.0/oauth2PermissionGrants/{}', {
    features: ['removeGrant'],
    page: 'oauth2permissiongrant-delete',
  }),
  route('POST', '/v1.0/oauth2PermissionGrants', {
    features: ['removeGrant'],
    sends: grantReads,
    page: 'oauth2permissiongrant-post',
  }),
  route('GET', '/v1.0/servicePrincipals/{}', {
    features: ['grants', 'appCredentials'],
    query: ['$select'],
    reads: appReads,
    page: 'serviceprincipal-get',
  }),
  route('GET', '/v1.0/servicePrincipals', {
    features: ['grants', 'appCredentials'],
    query: ['$filter', '$select'],
    reads: appReads,
    page: 'serviceprincipal-list',
  }),
  route('GET', '/v1.0/servicePrincipals/{}/appRoleAssignments', {
    features: ['grants', 'appCredentials'],
    reads: ['appRoleId', 'resourceId', 'createdDateTime'],
    page: 'serviceprincipal-list-approleassignments',
  }),
  route('GET', "/v1.0/servicePrincipals(appId='{}')", {
    features: ['messageTraces'],
    query: ['$select'],
    reads: ['id'],
    page: 'serviceprincipal-get',
  }),
  route('GET', '/v1.0/auditLogs/directoryAudits', {
    features: ['methodChanges', 'appCredentials'],
    query: ['$filter', '$top'],
    reads: [
      'activityDateTime',
      'activityDisplayName',
      'result',
      'resultReason',
      'initiatedBy.user',
      'initiatedBy.app',
      'targetResources',
      'additionalDetails',
    ],
    page: 'directoryaudit-list',
    notIn: ['china'],
  }),
  route('GET', '/v1.0/admin/exchange/tracing/messageTraces', {
    features: ['messageTraces'],
    query: ['$filter', '$top'],
    reads: ['id', 'receivedDateTime', 'senderAddress', 'recipientAddress', 'status', 'fromIP'],
    page: 'messagetracingroot-list-messagetraces',
    notIn: ['gcc-high', 'dod', 'china'],
    elseBy: 'Get-MessageTraceV2',
  }),
  route('GET', "/v1.0/admin/exchange/tracing/messageTraces/{}/getDetailsByRecipient(recipientAddress='{}')", {
    features: ['messageTraces'],
    reads: ['event', 'action', 'description', 'data'],
    page: 'exchangemessagetrace-getdetailsbyrecipient',
    notIn: ['gcc-high', 'dod', 'china'],
    elseBy: 'Get-MessageTraceDetailV2',
  }),
  route('GET', '/v1.0/domains', {
    features: ['domains'],
    query: ['$select'],
    reads: ['id'],
    page: 'domain-list',
  }),
  route('GET', '/v1.0/users/{}/transitiveMemberOf/microsoft.graph.directoryRole', {
    features: ['roles', 'blockSignIn'],
    query: ['$count', '$select'],
    reads: ['displayName', 'roleTemplateId'],
    page: 'user-list-transitivememberof',
  }),
  route('GET', '/v1.0/users/{}/transitiveMemberOf/microsoft.graph.group', {
    features: ['groups'],
    query: ['$count', '$select'],
    reads: groupReads,
    page: 'user-list-transitivememberof',
  }),
  route('GET', '/v1.0/groups', {
    features: ['groups'],
    query: ['$filter', '$select'],
    reads: groupReads,
    page: 'group-list',
  }),
  route('GET', '/v1.0/directoryRoles/roleTemplateId={}/members/microsoft.graph.user', {
    features: ['blockSignIn'],
    query: ['$select'],
    reads: ['id', 'accountEnabled'],
    page: 'directoryrole-list-members',
  }),
  route('GET', '/v1.0/security/alerts_v2', {
    features: ['defenderAlerts', 'alerts'],
    query: ['$filter', '$top'],
    reads: [...new Set([...alertReads, 'title', 'alertPolicyId', 'createdDateTime', 'evidence'])],
    page: 'security-list-alerts_v2',
    notIn: ['china'],
  }),
  route('GET', '/v1.0/security/alerts_v2/{}', {
    features: ['defenderAlerts'],
    reads: alertReads,
    page: 'security-alert-get',
    notIn: ['china'],
  }),
  route('PATCH', '/v1.0/security/alerts_v2/{}', {
    features: ['defenderAlerts'],
    reads: ['assignedTo'],
    sends: ['status', 'classification', 'determination', 'assignedTo'],
    page: 'security-alert-update',
    notIn: ['china'],
  }),
  route('POST', '/v1.0/security/alerts_v2/{}/comments', {
    features: ['defenderAlerts'],
    sends: ['@odata.type', 'comment'],
    page: 'security-alert-post-comments',
    notIn: ['china'],
  }),
]

/** Undefined: nobody wrote down that this is asked. @param path decoded part by part, without the query. */
export function findGraphRoute(method: string, path: string): GraphRoute | undefined {
  return graphRoutes.find((route) => route.method === method && toPattern(route.path).test(path))
}

function toPattern(path: string): RegExp {
  const parts = path.split('{}').map((part) => part.replaceAll(/[.*+?^$()|=[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('[^/]+')}$`)
}
