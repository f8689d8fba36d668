// Facts joined by time and address: what came after a sign-in, and whether the mail left from where it was.
import { hourMilliseconds, type Instant } from '../instant.js'
import { toAmountText, toClockText, toListText } from '../words.js'
import type { SignIn } from './places.js'
import type { SenderCase } from './types.js'

const afterHours = 24

/** Messages that were handed over from the address of a sign-in; 0 when that is not known either. */
export function countMailFrom({ ipAddress }: Pick<SignIn, 'ipAddress'>, { evidence }: SenderCase): number {
  if (ipAddress === '' || !evidence.sentMail.known) return 0
  const { sources = [] } = evidence.sentMail.value
  const counted = sources.find((one) => one.ipAddress === ipAddress)?.messages ?? 0
  const isSubmission =
    evidence.submission?.known === true && evidence.submission.value.ipAddress === ipAddress
  return Math.max(counted, isSubmission ? 1 : 0)
}

/** "Then: rule "x" 04:10 UTC, Phone added 04:12 UTC; 118 messages left from the same address." Empty when nothing came. */
export function toSequenceText(signIn: SignIn, given: SenderCase): string {
  const steps = listSteps(given)
    .filter(({ at }) => at >= signIn.at && at - signIn.at <= afterHours * hourMilliseconds)
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, text }) => `${text} ${toClockText(at)}`)
  const messages = countMailFrom(signIn, given)
  const mail =
    messages === 0
      ? ''
      : `${toAmountText(messages, 'message')} left from the same address, ${signIn.ipAddress}`
  const parts = [steps.length === 0 ? '' : `then ${toListText(steps)}`, mail].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` Joined to it: ${parts.join('; ')}.`
}

interface Step {
  readonly at: Instant
  readonly text: string
}

function listSteps({ evidence }: SenderCase): readonly Step[] {
  const { inboxRules, methodChanges, consents, forwarding, doors, appCredentials } = evidence
  const keys = appCredentials?.known === true ? appCredentials.value.filter(({ own }) => own) : []
  const rules = inboxRules.known ? inboxRules.value : []
  const methods = methodChanges?.known === true ? methodChanges.value : []
  const apps = consents.known ? consents.value : []
  const forwardedAt = forwarding.known ? forwarding.value?.setAt : undefined
  return [
    ...rules.flatMap(({ name, changedAt }) =>
      changedAt === undefined ? [] : [{ at: changedAt, text: `rule "${name}"` }],
    ),
    ...methods.map(({ kind, at, removed }) => ({
      at,
      text: `${kind} ${removed === true ? 'removed' : 'added'}`,
    })),
    ...apps.flatMap(({ app, grantedAt }) =>
      grantedAt === undefined ? [] : [{ at: grantedAt, text: `app "${app}" let in` }],
    ),
    ...keys.map(({ app, kind = 'key', addedAt }) => ({
      at: addedAt,
      text: `${kind} given to the app "${app}"`,
    })),
    ...(forwardedAt === undefined ? [] : [{ at: forwardedAt, text: 'forwarding set' }]),
    ...(doors?.known === true
      ? doors.value.map(({ openedAt, text }) => ({ at: openedAt, text: toLower(text) }))
      : []),
  ]
}

/** "A mobile device joined" in the middle of a sentence; "SMTP AUTH" stays as it is. */
function toLower(text: string): string {
  return text.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())
}
