// Which app may be trusted with mail.
import type { SenderEvidence } from '../evidence.js'
import { hasDoubtfulCredential } from './credentials.js'
import type { SenderCase } from './types.js'
import { isLate } from './window.js'

export type Consent = Extract<SenderEvidence['consents'], { known: true }>['value'][number]

/** So many people do not use an app by mistake. */
const manyUsers = 10
const mailScope = /\bmail|ews|imap|pop\b|smtp|mailbox|full_access/i

/** Not of yesterday, and Microsoft's, the organisation's own, an administrator's choice, in use by many, or of a verified publisher. */
export function isTrusted(consent: Consent, given: SenderCase): boolean {
  const { grantedAt, own, byMicrosoft, consentedBy, publisherVerified, usedBy = 0 } = consent
  if (byMicrosoft === true) return true
  if (hasDoubtfulCredential(consent.app, given)) return false
  // Intruders make apps of their own, and talk many people into the same one, within days.
  if (grantedAt !== undefined && isLate(grantedAt, given)) return false
  if (own === true) return true
  return (
    grantedAt !== undefined && (consentedBy === 'admin' || publisherVerified === true || usedBy >= manyUsers)
  )
}

export function maySend({ scopes }: Pick<Consent, 'scopes'>): boolean {
  return /send|full_access|ews|smtp/i.test(scopes)
}

export function reachesMail({ scopes }: Consent): boolean {
  return mailScope.test(scopes)
}

/** The name of the app that handed the mail over, in lower case; undefined when none did. */
export function findSubmittingApp({ evidence: { submission } }: SenderCase): string | undefined {
  if (submission?.known !== true || submission.value.by !== 'app') return undefined
  return submission.value.name?.trim().toLowerCase()
}

/** Of the app that handed the mail over; undefined when none did, or it is not among the consents. */
export function findSendingConsent(given: SenderCase): Consent | undefined {
  const { consents } = given.evidence
  const name = findSubmittingApp(given)
  if (name === undefined || !consents.known) return undefined
  return consents.value.find(({ app }) => app.trim().toLowerCase() === name)
}
