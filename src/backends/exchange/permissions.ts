// Which application permissions of Graph each feature needs, least privilege first. Sources: learn.microsoft.com, the
// permission tables of the v1.0 reference ("Update user", "user: revokeSignInSessions", "List signIns" and so on).

/** One of each group is needed; the others of the group are supersets of the first. */
type Needs = readonly (readonly [string, ...string[]])[]

const directoryRead = ['Directory.Read.All', 'Directory.ReadWrite.All'] as const
const userRead = ['User.Read.All', 'User.ReadWrite.All', ...directoryRead] as const
const userWrite = ['User.ReadWrite.All', 'Directory.ReadWrite.All'] as const

export const graphFeatures = [
  'account',
  'signIns',
  'methods',
  'risk',
  'grants',
  'roles',
  'groups',
  'messageTraces',
  'domains',
  'blockSignIn',
  'revokeSessions',
  'requirePasswordChange',
  'removeMethod',
  'removeGrant',
] as const
export type GraphFeature = (typeof graphFeatures)[number]

const graphNeeds: Readonly<Record<GraphFeature, Needs>> = {
  account: [userRead],
  signIns: [['AuditLog.Read.All']],
  methods: [['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All']],
  risk: [['IdentityRiskyUser.Read.All']],
  grants: [['Directory.Read.All', 'Directory.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All']],
  // Read as memberships of the account; the permissions about roles alone are not listed for that.
  roles: [directoryRead],
  groups: [
    [
      'GroupMember.Read.All',
      'GroupMember.ReadWrite.All',
      'Group.Read.All',
      'Group.ReadWrite.All',
      ...directoryRead,
    ],
  ],
  messageTraces: [['ExchangeMessageTrace.Read.All']],
  domains: [['Domain.Read.All', 'Domain.ReadWrite.All', ...directoryRead]],
  // The last Global Administrator is never locked out, and who else holds the role has to be read for that.
  blockSignIn: [['User.EnableDisableAccount.All', ...userWrite], userRead, directoryRead],
  revokeSessions: [['User.RevokeSessions.All', ...userWrite], userRead],
  requirePasswordChange: [['User-PasswordProfile.ReadWrite.All', ...userWrite], userRead],
  removeMethod: [['UserAuthenticationMethod.ReadWrite.All'], userRead],
  removeGrant: [['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'], userRead],
}

/** The least permissions that would have to be added; empty when nothing is missing. */
export function listMissing(feature: GraphFeature, granted: readonly string[]): readonly string[] {
  const held = new Set(granted.map((permission) => permission.toLowerCase()))
  return graphNeeds[feature]
    .filter((group) => !group.some((permission) => held.has(permission.toLowerCase())))
    .map(([least]) => least)
}

// Directory roles of Entra by template id, the same in every tenant. Source: learn.microsoft.com, "user resource type",
// passwordProfile: app-only, the app needs the permission and at least the role User Administrator.
const passwordRoles = [
  // User Administrator, Privileged Authentication Administrator, Global Administrator
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  '62e90394-69f5-4237-9190-012177145e10',
]

/** Whether the app's own roles let it require a new password, of accounts that hold no admin role themselves. */
export function mayChangePasswords(roleIds: readonly string[]): boolean {
  return roleIds.some((id) => passwordRoles.includes(id.toLowerCase()))
}
