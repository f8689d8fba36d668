// How long the credential is good for.
import { X509Certificate } from 'node:crypto'
import type { Check } from '../../../domain/check.js'
import { dayMilliseconds, type Instant } from '../../../domain/instant.js'
import { toUtcText } from '../../../domain/words.js'
import type { Credential } from '../credential.js'

const warningDays = 30

const renew =
  'Make a new certificate, add it to the app registration in Entra, then put it into the settings.'

export function checkCredential(credential: Credential, now: Instant): Check {
  if (credential.kind === 'secret')
    return {
      name: 'Client secret',
      result: 'skipped',
      found: 'A client secret is used, and it does not say when it ends.',
      remedy: 'Look its end up in the app registration in Entra. A certificate is safer and is watched here.',
    }
  const certificate = findCertificate(credential.certificate)
  return certificate === undefined
    ? {
        name: 'Certificate',
        result: 'problem',
        found: 'The certificate cannot be read.',
        remedy: 'Give it as PEM, beginning with -----BEGIN CERTIFICATE-----.',
      }
    : { name: 'Certificate', ...judge(certificate, now) }
}

function judge({ validFrom, validTo }: X509Certificate, now: Instant): Omit<Check, 'name'> {
  const beginsAt = Date.parse(validFrom)
  const endsAt = Date.parse(validTo)
  if (beginsAt > now)
    return {
      result: 'problem',
      found: `The certificate is not valid before ${toUtcText(beginsAt)}.`,
      remedy: "Check this machine's clock, or use a certificate that is valid now.",
    }
  if (endsAt <= now)
    return { result: 'problem', found: `The certificate expired ${toUtcText(endsAt)}.`, remedy: renew }
  const leftDays = Math.floor((endsAt - now) / dayMilliseconds)
  const found = `Valid until ${toUtcText(endsAt)}, ${leftDays === 1 ? '1 day' : `${leftDays} days`} from now.`
  return leftDays < warningDays
    ? { result: 'warning', found, remedy: renew }
    : { result: 'ok', found, remedy: '' }
}

function findCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
