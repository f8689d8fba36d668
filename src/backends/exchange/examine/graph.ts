// Which of Graph's permissions the app has, by what they are for. Nothing here is needed to list and unblock.
import type { Check } from '../../../domain/check.js'
import { BackendError } from '../../../errors.js'
import type { Graph } from '../graph.js'
import { type GraphFeature, graphFeatures, listMissing, mayChangePasswords } from '../permissions.js'

/** Message traces need more than a permission, and have a check of their own. */
type Permitted = Exclude<GraphFeature, 'messageTraces'>

const names: Readonly<Record<Permitted, string>> = {
  account: 'Graph: accounts',
  signIns: 'Graph: sign-ins',
  methods: 'Graph: authentication methods',
  risk: 'Graph: risk',
  grants: 'Graph: apps with consent',
  roles: 'Graph: admin roles',
  groups: 'Graph: groups',
  domains: 'Graph: domains',
  blockSignIn: 'Graph: block sign-in',
  revokeSessions: 'Graph: revoke sessions',
  requirePasswordChange: 'Graph: require a new password',
  removeMethod: 'Graph: remove a sign-in method',
  removeGrant: "Graph: remove an app's consent",
}

/** What a permission alone does not give. */
const limits: Readonly<Partial<Record<Permitted, string>>> = {
  signIns: ' The tenant needs Entra ID P1 as well.',
  risk: ' The tenant needs Entra ID P2 as well.',
  blockSignIn: " For an admin's account the app needs a higher directory role as well.",
  requirePasswordChange:
    " So is the Entra role User Administrator or a higher one. For an admin's account the app needs a higher one.",
}

const passwordRole = 'the Entra role User Administrator'
const withoutRole =
  'Graph refuses without it: block sign-in instead, and reset the password in Entra. To require a new password is no reset either way.'

export async function checkGraph(graph: Graph, signal: AbortSignal): Promise<readonly Check[]> {
  try {
    const granted = await graph.listPermissions(signal)
    const roleIds = await graph.listDirectoryRoles(signal)
    const permitted = graphFeatures.filter((feature) => feature !== 'messageTraces')
    return permitted.map((feature) =>
      feature === 'requirePasswordChange' && !mayChangePasswords(roleIds)
        ? checkWithoutRole(listMissing(feature, granted))
        : checkFeature(feature, granted),
    )
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return [
      {
        name: 'Graph: permissions',
        result: 'warning',
        found: `They could not be read: ${error.message}`,
        remedy: 'Without Graph little is known about accounts, and they cannot be contained.',
      },
    ]
  }
}

/** The role, and what else is missing. */
function checkWithoutRole(missing: readonly string[]): Check {
  const permission = missing.join(' and ')
  return {
    name: names.requirePasswordChange,
    result: 'warning',
    found:
      permission === ''
        ? `The permission is there, ${passwordRole} is not.`
        : `The app lacks ${permission} and ${passwordRole}.`,
    remedy: `${permission === '' ? 'Assign' : `Add the application permission ${permission} to the app registration, grant admin consent, and assign`} ${passwordRole} to the app under Roles and administrators. ${withoutRole}`,
  }
}

function checkFeature(feature: Permitted, granted: readonly string[]): Check {
  const missing = listMissing(feature, granted)
  const name = names[feature]
  if (missing.length === 0)
    return { name, result: 'ok', found: `The permission is there.${limits[feature] ?? ''}`, remedy: '' }
  const listed = missing.join(' and ')
  return {
    name,
    result: 'warning',
    found: `The app lacks ${listed}.`,
    remedy: `Add the application permission ${listed} to the app registration and grant admin consent.`,
  }
}
