// What an administrator of the organisation consents to, made from the list of what is called.
import { type CloudName, clouds } from '../clouds.js'
import { getGraphFeature, graphFeatureNames } from './graph-features.js'

export interface ConsentGiven {
  readonly tenantId: string
  readonly appId: string
  readonly cloud: CloudName
}

/** Opened by somebody who may consent for everybody there, after the permissions were added to the app. */
export function toConsentUrl({ tenantId, appId, cloud }: ConsentGiven): string {
  return `${clouds[cloud].login}/${tenantId}/adminconsent?client_id=${appId}`
}

export interface Permission {
  readonly api: 'Office 365 Exchange Online' | 'Microsoft Graph'
  readonly name: string
}

/** The least application permissions for everything that is on by itself. */
export function listPermissions({ isWatchOnly }: { readonly isWatchOnly: boolean }): readonly Permission[] {
  const names = graphFeatureNames
    .map(getGraphFeature)
    .filter(({ changes, isExtra, isOptional }) => !(isWatchOnly && changes) && !isExtra && !isOptional)
    .flatMap(({ needs }) => needs.map(([least]) => least))
  return [
    { api: 'Office 365 Exchange Online', name: 'Exchange.ManageAsApp' },
    ...[...new Set(names)].toSorted().map((name) => ({ api: 'Microsoft Graph', name }) as const),
  ]
}
