// The portal's "Multi-factor authentication", which always appears. A method that came with the attack keeps the
// attacker in after every password reset.
import type { SenderEvidence } from '../../evidence.js'
import { hourMilliseconds } from '../../instant.js'
import type { SenderRule } from '../../recommendation.js'
import { toListText, toUtcText } from '../../words.js'
import { found, looksFine, notChecked } from '../advise.js'
import { toUserLink } from '../links.js'
import { isRecent, recentDays } from '../window.js'

type Method = Extract<SenderEvidence['authentication'], { known: true }>['value']['methods'][number]
/** As the log has it: with who did it and from where. */
interface Change extends Method {
  readonly removed?: boolean | undefined
  readonly who?: string | undefined
  readonly from?: string | undefined
  readonly ipAddress?: string | undefined
}
/** So near to each other that both tell of the same one. */
const sameMilliseconds = hourMilliseconds

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
  const recent = listAll(evidence).filter(
    ({ addedAt }) => addedAt !== undefined && isRecent(addedAt, restriction, gatheredAt),
  )
  const added = toListText(recent.map(toAddedText))
  if (!multiFactor)
    return found(step, `Not set up.${recent.length === 0 ? '' : ` Recently added: ${added}.`}`, subject)
  if (recent.length > 0 && recent.every((one) => isOfOwnDevice(one, evidence)))
    return looksFine(
      step,
      `Set up, with recently added methods: ${added}, each from an address where a device of the organisation signed in.`,
      subject,
    )
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

/** What the log says, and the methods that it says nothing of, each once. */
function listAll({ authentication, methodChanges }: SenderEvidence): readonly Change[] {
  const dated = authentication.known ? authentication.value.methods : []
  const logged = methodChanges?.known === true ? methodChanges.value : []
  const changes = logged.map(({ at, ...change }) => ({ ...change, addedAt: at }))
  const unlogged = dated.filter(
    ({ kind, addedAt }) =>
      !changes.some(
        (one) =>
          one.kind === kind &&
          one.removed !== true &&
          addedAt !== undefined &&
          Math.abs(one.addedAt - addedAt) <= sameMilliseconds,
      ),
  )
  return [...unlogged, ...changes]
}

function toAddedText({ kind, addedAt, removed, who, from, ipAddress }: Change): string {
  const by = who === undefined ? '' : ` by ${who}`
  const place = from === undefined ? '' : ` from ${from}`
  const address = ipAddress === undefined ? '' : ` (${ipAddress})`
  return `${kind}${removed === true ? ' removed' : ''}, ${toUtcText(addedAt ?? Number.NaN)}${by}${place}${address}`
}

/** Whoever did it sat where a device of the organisation is used. */
function isOfOwnDevice({ ipAddress }: Change, { signIns }: SenderEvidence): boolean {
  return (
    ipAddress !== undefined &&
    signIns.known &&
    signIns.value.some((one) => one.succeeded && one.device === 'known' && one.ipAddress === ipAddress)
  )
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
