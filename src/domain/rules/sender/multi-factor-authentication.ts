// The portal's "Multi-factor authentication", which always appears. A method that came with the attack keeps the
// attacker in after every password reset.
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { toListText, toUtcText } from '../../words.js'
import { found, looksFine, notChecked } from '../advise.js'
import { toUserLink } from '../links.js'
import { isRecent, recentDays } from '../window.js'

type Method = Extract<SenderEvidence['authentication'], { known: true }>['value']['methods'][number]

export const multiFactorAuthentication: SenderRule = (evidence, restriction) => {
  const { account, authentication, gatheredAt } = evidence
  const step = {
    ruleId: 'multi-factor-authentication',
    stage: 'contain',
    title: 'Multi-factor authentication',
    advice:
      'Enable MFA, and remove every method and device the user does not recognise. Enabling MFA and resetting the password are a good defense against future account compromise.',
    link: toUserLink('Enable MFA', 'UserAuthMethods', account),
  } as const
  if (!authentication.known) return notChecked(step, authentication.why)
  const { multiFactor, methods } = authentication.value
  const subject = [`set up: ${multiFactor}`, ...methods.map(toSubject)]
  const recent = [...methods, ...listChanges(evidence)].filter(
    ({ addedAt }) => addedAt !== undefined && isRecent(addedAt, restriction, gatheredAt),
  )
  const added = toListText(recent.map(({ kind, addedAt }) => `${kind}, ${toUtcText(addedAt ?? Number.NaN)}`))
  if (!multiFactor)
    return found(step, `Not set up.${recent.length === 0 ? '' : ` Recently added: ${added}.`}`, subject)
  if (recent.length > 0) return found(step, `Set up, with recently added methods: ${added}.`, subject)
  const kinds = toListText(methods.map(({ kind }) => kind))
  const way = toWayAround(evidence)
  if (way !== '')
    return notChecked(step, `Set up${kinds === '' ? '' : ` (${kinds})`}, but ${way}.`, [...subject, way])
  return looksFine(
    step,
    `Set up${kinds === '' ? '' : ` (${kinds})`}, nothing new in the ${recentDays} days before.${toUndatedText(methods)}`,
    subject,
  )
}

function toSubject({ kind, addedAt }: Method): string {
  return JSON.stringify([kind, addedAt ?? ''])
}

/** Entra keeps no date of phones. */
function toUndatedText(methods: readonly { kind: string; addedAt?: number | undefined }[]): string {
  const undated = methods.filter(({ addedAt }) => addedAt === undefined).map(({ kind }) => kind)
  return undated.length === 0 ? '' : ` When it was added is not known: ${toListText(undated)}.`
}

/** What the log says beyond the methods themselves, each once. */
function listChanges({ authentication, methodChanges }: SenderEvidence): readonly Method[] {
  const dated = authentication.known ? authentication.value.methods : []
  if (methodChanges?.known !== true) return []
  return methodChanges.value
    .filter(({ kind, at }) => !dated.some((one) => one.kind === kind && one.addedAt === at))
    .map(({ kind, at }) => ({ kind, addedAt: at }))
}

/** A second factor says nothing of a way in that does not ask for it. */
function toWayAround({ signIns }: SenderEvidence): string {
  const all = signIns.known ? signIns.value.filter(({ succeeded }) => succeeded) : []
  if (all.some(({ client }) => /\bsmtp\b/i.test(client))) return 'signing in by SMTP asks for none'
  if (all.some(({ way }) => way === 'device-code')) return 'a device code lets somebody else in past it'
  return all.some(({ way }) => way === 'device-registration')
    ? 'a device was registered, which passes it'
    : ''
}
