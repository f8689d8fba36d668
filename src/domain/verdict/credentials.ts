// Which secret or certificate of an app was added by a doubtful hand.
import type { SenderEvidence } from '../evidence.js'
import { followsDoubt, isFromDoubtful, listDoubtful } from './places.js'
import type { SenderCase } from './types.js'
import { isLate, toDaysBefore } from './window.js'

export type Credential = Extract<SenderEvidence['appCredentials'], { known: true }>['value'][number]

const hoursAfter = 24

export function listLateCredentials(given: SenderCase): readonly Credential[] {
  const { appCredentials } = given.evidence
  return appCredentials?.known === true
    ? appCredentials.value.filter(({ addedAt }) => isLate(addedAt, given))
    : []
}

/** From where a doubtful sign-in came, or by the account itself soon after one. */
export function isDoubtfullyAdded({ own, from, addedAt }: Credential, given: SenderCase): boolean {
  const doubtful = listDoubtful(given)
  const isSame = isFromDoubtful(from, doubtful)
  return isSame || (own === true && followsDoubt(addedAt, doubtful, hoursAfter))
}

/** What is renewed in the ordinary way is seldom renewed just before. */
const fewDays = 3

export function isJustBefore({ addedAt }: Credential, given: SenderCase): boolean {
  return (toDaysBefore(addedAt, given) ?? 0) <= fewDays
}

export function hasFreshCredential(app: string, given: SenderCase): boolean {
  return listLateCredentials(given).some((one) => isOfApp(one, app) && isJustBefore(one, given))
}

/** Whether the app has one that somebody doubtful gave it: then it is known, and not by whom it is used. */
export function hasDoubtfulCredential(app: string, given: SenderCase): boolean {
  return listLateCredentials(given).some((one) => isOfApp(one, app) && isDoubtfullyAdded(one, given))
}

export function isOfApp(credential: Credential, app: string | undefined): boolean {
  return app !== undefined && credential.app.trim().toLowerCase() === app.trim().toLowerCase()
}
