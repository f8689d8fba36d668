// Which application permissions of Graph are missing, and which roles of the app itself.
import { type GraphFeature, getGraphFeature } from './surface/graph-features.js'

export type { GraphFeature } from './surface/graph-features.js'

/** The least permissions that would have to be added; empty when nothing is missing. */
export function listMissing(feature: GraphFeature, granted: readonly string[]): readonly string[] {
  const held = new Set(granted.map((permission) => permission.toLowerCase()))
  return getGraphFeature(feature)
    .needs.filter((group) => !group.some((permission) => held.has(permission.toLowerCase())))
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
