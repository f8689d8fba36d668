// Which of Graph's permissions the app has, by what they are for. Nothing here is needed to list and unblock.
import type { Check } from '../../../domain/check.js'
import { BackendError } from '../../../errors.js'
import type { CloudName } from '../clouds.js'
import type { Graph } from '../graph.js'
import { type GraphFeature, listMissing, mayChangePasswords } from '../permissions.js'
import { graphRoutes } from '../surface/graph.js'
import { getGraphFeature, graphFeatureNames } from '../surface/graph-features.js'
import { type Extent, toUntold } from './extent.js'

const passwordRole = 'the Entra role User Administrator'
const withoutRole =
  'Graph refuses without it: block sign-in instead, and reset the password in Entra. To require a new password is no reset either way.'

export async function checkGraph(
  graph: Graph,
  { isWatchOnly, hasAlertsInStep = false, cloudName }: Extent,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  try {
    const granted = await graph.listPermissions(signal)
    const roleIds = await graph.listDirectoryRoles(signal)
    // Message traces need more than a permission, and have a check of their own.
    const permitted = graphFeatureNames.filter(
      (feature) =>
        feature !== 'messageTraces' &&
        !(isWatchOnly && getGraphFeature(feature).changes === true) &&
        (hasAlertsInStep || getGraphFeature(feature).isOptional !== true),
    )
    return permitted.map((feature) => {
      if (isMissingIn(feature, cloudName)) return toUntold(getGraphFeature(feature).name)
      return feature === 'requirePasswordChange' && !mayChangePasswords(roleIds)
        ? checkWithoutRole(listMissing(feature, granted))
        : checkFeature(feature, granted)
    })
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

function isMissingIn(feature: GraphFeature, cloudName: CloudName): boolean {
  return graphRoutes.some(({ features, notIn }) => features.includes(feature) && notIn.includes(cloudName))
}

/** The role, and what else is missing. */
function checkWithoutRole(missing: readonly string[]): Check {
  const permission = missing.join(' and ')
  return {
    name: getGraphFeature('requirePasswordChange').name,
    result: 'warning',
    found:
      permission === ''
        ? `The permission is there, ${passwordRole} is not.`
        : `The app lacks ${permission} and ${passwordRole}.`,
    remedy: `${permission === '' ? 'Assign' : `Add the application permission ${permission} to the app registration, grant admin consent, and assign`} ${passwordRole} to the app under Roles and administrators. ${withoutRole}`,
  }
}

function checkFeature(feature: GraphFeature, granted: readonly string[]): Check {
  const missing = listMissing(feature, granted)
  const { name, limit = '', isExtra = false } = getGraphFeature(feature)
  if (missing.length === 0)
    return { name, result: 'ok', found: `The permission is there.${limit}`, remedy: '' }
  const listed = missing.join(' and ')
  if (isExtra)
    return {
      name,
      result: 'ok',
      found: `The app lacks ${listed}, which only early cards by alerts take.`,
      remedy: '',
    }
  return {
    name,
    result: 'warning',
    found: `The app lacks ${listed}.`,
    remedy: `Add the application permission ${listed} to the app registration and grant admin consent.`,
  }
}
