// A secret or certificate for an app that is there, and may be old and approved: the app is trusted, whoever has the new key to it
// is not known. Keys are renewed all the time, so the hand that did it decides.
import { toHandText, toUtcText } from '../../../words.js'
import { findSubmittingApp, maySend } from '../../consents.js'
import {
  type Credential,
  isDoubtfullyAdded,
  isJustBefore,
  isOfApp,
  listLateCredentials,
} from '../../credentials.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'

export const appCredential: SenderSigns = (given) =>
  findHeaviest(listLateCredentials(given).flatMap((one) => toCredentialSign(one, given)))

function toCredentialSign(credential: Credential, given: SenderCase): readonly Sign[] {
  const { app, kind, addedAt, by, from, scopes, removedAt } = credential
  const isDoubtful = isDoubtfullyAdded(credential, given)
  const weight = weigh(credential, given, isDoubtful)
  const gone = removedAt === undefined ? '' : ` and taken away again ${toUtcText(removedAt)}`
  const may = scopes === undefined || scopes === '' ? '' : ` (${scopes})`
  if (weight === 0) return []
  const sign = toSign({
    key: 'app-credential',
    side: 'takeover',
    weight,
    short: [kind === 'certificate' ? 'Certificate given to an app' : 'Secret given to an app'],
    at: addedAt,
    words: `The app "${app}"${may} got a new ${kind ?? 'secret or certificate'} ${toUtcText(addedAt)}${toHandText({ by, from })}${gone}${isDoubtful ? ', like a doubtful sign-in' : ''}. Whoever has it signs in as the app.`,
  })
  return [sign]
}

function weigh(credential: Credential, given: SenderCase, isDoubtful: boolean): number {
  const { scopes, own, removedAt } = credential
  const isSender = isOfApp(credential, findSubmittingApp(given))
  const isMail = isSender || scopes === undefined || maySend({ scopes })
  if (isDoubtful) return isMail ? 5 : 4
  const isFresh = isJustBefore(credential, given)
  const base = isSender && isFresh ? 3 : isFresh && (isMail || own === true) ? 1 : 0
  return base === 0 || removedAt === undefined ? base : base + 1
}
