// Where the account was used from. The log holds interactive sign-ins only, so even a clean one proves nothing: the
// recommendation stays.
import { findReasonFact } from '../../reason.js'
import type { SenderRule } from '../../recommendation.js'
import { found, looksFine, notChecked } from '../advise.js'
import { toUserLink } from '../links.js'
import { toAmountText, toListText } from '../words.js'

const manyFailures = 10

export const signIns: SenderRule = ({ account, signIns: log }, { reason }) => {
  const step = {
    ruleId: 'sign-ins',
    stage: 'investigate',
    title: 'Check recent sign-ins',
    advice:
      'Ask the user which sign-ins are theirs. Look at the non-interactive ones as well: mail programs that send by SMTP show only there.',
    link: toUserLink('Sign-ins in Entra', 'SignIns', account),
  } as const
  if (!log.known) return notChecked(step, log.why)
  const succeeded = log.value.filter((signIn) => signIn.succeeded)
  const failures = log.value.length - succeeded.length
  const places = [...new Set(succeeded.map(({ from }) => from))]
  const spamAddress = findReasonFact(reason, 'CIP') || undefined
  const isSpamAddress = succeeded.some(({ ipAddress }) => ipAddress === spamAddress)
  const parts = [
    places.length === 0 ? 'No interactive sign-in' : `Signed in from ${toListText(places)}`,
    failures === 0 ? '' : toAmountText(failures, 'failed attempt'),
    isSpamAddress ? `one from ${spamAddress}, where the restricted mail came from` : '',
  ]
  const finding = `${parts.filter((part) => part !== '').join('; ')}.`
  const unusual = places.length > 1 || failures >= manyFailures || isSpamAddress
  return unusual ? found(step, finding) : looksFine(step, finding)
}
