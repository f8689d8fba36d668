// What the doctor looks for, and what there is no sense in looking for.
import type { Check } from '../../../domain/check.js'
import type { CloudName } from '../clouds.js'

export interface Extent {
  /** Nothing is changed there, so nothing of what that takes is missed. */
  readonly isWatchOnly: boolean
  /** What the settings ask for, and is not missed else. */
  readonly hasAlertsInStep?: boolean
  readonly cloudName: CloudName
}

/** In the cloud of this organisation, whatever the app may do. */
export function toUntold(name: string): Check {
  const found = 'It cannot be told here: Microsoft does not offer it in this cloud.'
  return { name, result: 'skipped', found, remedy: '' }
}
