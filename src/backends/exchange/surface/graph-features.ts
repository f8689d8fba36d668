// What Microsoft Graph is asked for, with what that takes. Sources: the permission tables of the v1.0 reference on
// learn.microsoft.com, and permissions.json of microsoft-graph-devx-content of 2026-08.

/** One of each group is needed, the least first; the others of the group include it. */
type Needs = readonly (readonly [string, ...string[]])[]

export interface GraphFeatureWords {
  /** Line of the doctor. */
  readonly name: string
  /** In the docs' table, what it is for. */
  readonly does: string
  readonly needs: Needs
  readonly licence?: 'Entra ID P1' | 'Entra ID P2'
  /** Beside the permission, a directory role of the app itself. */
  readonly role?: 'User Administrator'
  /** What a permission alone does not give. */
  readonly limit?: string
  /** Only what is off by default needs it: without it nothing is amiss. */
  readonly isExtra?: true
  /** It changes something, so whoever only watches does without. */
  readonly changes?: true
  /** Missed only where the settings ask for it. */
  readonly isOptional?: true
}

const directoryRead = ['Directory.Read.All', 'Directory.ReadWrite.All'] as const
const userRead = ['User.Read.All', 'User.ReadWrite.All', ...directoryRead] as const
const userWrite = ['User.ReadWrite.All', 'Directory.ReadWrite.All'] as const
const groupsRead = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  ...directoryRead,
] as const

export const graphFeatures = {
  account: {
    name: 'Graph: accounts',
    does: 'Who the account is, sign-in allowed, synced, last password change',
    needs: [userRead],
  },
  signIns: {
    name: 'Graph: sign-ins',
    does: 'Sign-ins, interactive and not',
    needs: [['AuditLog.Read.All']],
    licence: 'Entra ID P1',
    limit: ' The tenant needs Entra ID P1 as well.',
  },
  methodChanges: {
    name: 'Graph: changes of authentication methods',
    does: 'Who added or removed authentication methods',
    needs: [['AuditLog.Read.All']],
  },
  appCredentials: {
    name: 'Graph: secrets and certificates of apps',
    does: 'Who gave an app a secret or certificate',
    needs: [['AuditLog.Read.All'], ['Application.Read.All', 'Application.ReadWrite.All', ...directoryRead]],
  },
  methods: {
    name: 'Graph: authentication methods',
    does: 'Registered authentication methods',
    needs: [['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All']],
  },
  risk: {
    name: 'Graph: risk',
    does: 'Risk',
    needs: [['IdentityRiskyUser.Read.All']],
    licence: 'Entra ID P2',
    limit: ' The tenant needs Entra ID P2 as well.',
  },
  grants: {
    name: 'Graph: apps with consent',
    does: 'Consented apps and what they may do everywhere',
    needs: [['Directory.Read.All', 'Directory.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All']],
  },
  // Read as memberships of the account; the permissions about roles alone are not listed for that.
  roles: { name: 'Graph: admin roles', does: 'Directory roles of the account', needs: [directoryRead] },
  groups: { name: 'Graph: groups', does: 'Which group policy applies', needs: [groupsRead] },
  messageTraces: {
    name: 'Graph: message traces',
    does: 'Whether mail flows after an unblock, with [a service principal](#message-trace)',
    needs: [['ExchangeMessageTrace.Read.All']],
  },
  alerts: {
    name: 'Graph: alerts',
    does: "Microsoft's alert about odd sending, where [`early`](incidents.md#before-the-block) asks for it",
    needs: [['SecurityAlert.Read.All', 'SecurityAlert.ReadWrite.All']],
    isExtra: true,
  },
  domains: {
    name: 'Graph: domains',
    does: "The organisation's own domains",
    needs: [['Domain.Read.All', 'Domain.ReadWrite.All', ...directoryRead]],
  },
  // The last Global Administrator is never locked out, and who else holds the role has to be read for that.
  blockSignIn: {
    name: 'Graph: block sign-in',
    does: 'Block sign-in',
    needs: [['User.EnableDisableAccount.All', ...userWrite], userRead, directoryRead],
    limit: " For an admin's account the app needs a higher directory role as well.",
    changes: true,
  },
  revokeSessions: {
    name: 'Graph: revoke sessions',
    does: 'Revoke sessions',
    needs: [['User.RevokeSessions.All', ...userWrite], userRead],
    changes: true,
  },
  requirePasswordChange: {
    name: 'Graph: require a new password',
    does: 'Require a password change',
    needs: [['User-PasswordProfile.ReadWrite.All', ...userWrite], userRead],
    role: 'User Administrator',
    limit:
      " So is the Entra role User Administrator or a higher one. For an admin's account the app needs a higher one.",
    changes: true,
  },
  removeMethod: {
    name: 'Graph: remove a sign-in method',
    does: 'Remove a sign-in method',
    needs: [['UserAuthenticationMethod.ReadWrite.All'], userRead],
    changes: true,
  },
  removeGrant: {
    name: "Graph: remove an app's consent",
    does: "Remove an app's consent",
    needs: [['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'], userRead],
    changes: true,
  },
  defenderAlerts: {
    name: 'Graph: alerts of Defender',
    does: "Keep Defender's alerts in step, where [`defenderAlerts`](settings.md) asks for it",
    needs: [['SecurityAlert.ReadWrite.All'], userRead],
    changes: true,
    isOptional: true,
  },
} as const satisfies Readonly<Record<string, GraphFeatureWords>>
export type GraphFeature = keyof typeof graphFeatures

const features: Readonly<Record<GraphFeature, GraphFeatureWords>> = graphFeatures

export function getGraphFeature(feature: GraphFeature): GraphFeatureWords {
  return features[feature]
}

const isFeature = (name: string): name is GraphFeature => Object.hasOwn(graphFeatures, name)
export const graphFeatureNames: readonly GraphFeature[] = Object.keys(graphFeatures).filter(isFeature)
