// An app that nobody answers for and that may use the mailbox: it works without the password. Worst when it is the one that
// handed the mail over.
import { toUtcText } from '../../../words.js'
import { type Consent, findSendingConsent, isTrusted, maySend, reachesMail } from '../../consents.js'
import { followsDoubt, listDoubtful } from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'
import { isLate } from '../../window.js'

export const appSent: SenderSigns = (given) => {
  const { consents } = given.evidence
  if (!consents.known) return []
  const sender = findSendingConsent(given)
  const sending = sender === undefined || isTrusted(sender, given) ? [] : [toSendingSign(sender, given)]
  const recent = consents.value
    .filter((one) => one !== sender && reachesMail(one) && !isTrusted(one, given))
    .filter(({ grantedAt }) => grantedAt === undefined || isLate(grantedAt, given))
    .map((one) => toRecentSign(one, given))
  return findHeaviest([...sending, ...listUnlisted(given), ...recent])
}

function toSendingSign(consent: Consent, given: SenderCase): Sign {
  const isVerified = consent.publisherVerified === true
  const isOld = consent.grantedAt !== undefined && !isLate(consent.grantedAt, given)
  return toSign({
    key: 'app-sent',
    side: 'takeover',
    weight: isVerified || isOld ? 3 : 5,
    short: [isVerified ? 'App of a user sent the mail' : 'Unverified app sent the mail'],
    at: consent.grantedAt,
    words: `The app "${consent.app}" (${consent.scopes}) handed the mail over${toGrantText(consent)}. It works without the password.`,
  })
}

function toRecentSign(consent: Consent, given: SenderCase): Sign {
  const { app, scopes, grantedAt, grantedBy, publisherVerified } = consent
  const follows = followsDoubt(grantedAt, listDoubtful(given))
  const { submission } = given.evidence
  const isByOther = submission?.known === true && submission.value.by !== 'app'
  const own = (maySend(consent) ? 3 : 2) - (publisherVerified === true || grantedAt === undefined ? 1 : 0)
  // What an administrator let in for the whole organisation says little of one mailbox, less when another way sent.
  const base = grantedBy === undefined ? own : isByOther ? 1 : 2
  return toSign({
    key: 'app-sent',
    side: 'takeover',
    weight: base + (follows ? 1 : 0),
    short: [maySend(consent) ? 'New app may send mail' : 'New app reads mail'],
    at: grantedAt,
    words: `The app "${app}" (${scopes}) got the right to the mailbox${toGrantText(consent)}${
      follows ? ', soon after a doubtful sign-in' : ''
    }.`,
  })
}

function toGrantText({ grantedAt, grantedBy, consentedBy, publisherVerified }: Consent): string {
  const when = grantedAt === undefined ? ', since when is not known,' : `, allowed ${toUtcText(grantedAt)}`
  const who =
    consentedBy === undefined
      ? ''
      : consentedBy === 'user'
        ? ' by the user'
        : ` by ${grantedBy ?? 'an administrator'}`
  return `${when}${who}${publisherVerified === false ? '; its publisher is not verified' : ''}`
}

/** Microsoft's own clients need no consent. */
const ofMicrosoft = /^microsoft\b|^outlook\b|^office\b/i

/** One that handed the mail over and is on no list: it may have a right over the whole organisation. */
function listUnlisted(given: SenderCase): readonly Sign[] {
  const { submission } = given.evidence
  if (submission?.known !== true || submission.value.by !== 'app' || findSendingConsent(given) !== undefined)
    return []
  const { name = '' } = submission.value
  if (ofMicrosoft.test(name)) return []
  return [
    toSign({
      key: 'app-sent',
      side: 'takeover',
      weight: 2,
      short: ['Sent by an app on no list'],
      words: `The app "${name}" handed the mail over, and the account has allowed none of that name.`,
    }),
  ]
}
