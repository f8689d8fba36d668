// Whoever is signed in stays signed in after a password reset. No report tells whether sessions were revoked, but what
// Reprieve did is known, and a sign-in since then counts all the same.
import type { SenderRule } from '../../recommendation.js'
import { toClockText } from '../../words.js'
import { doneByUs, found, notChecked } from '../advise.js'
import { findCredit } from '../credit.js'
import { toUserLink } from '../links.js'

export const revokeSessions: SenderRule = ({ account, signIns }, _, done) => {
  const step = {
    ruleId: 'revoke-sessions',
    stage: 'contain',
    title: 'Revoke sessions',
    advice:
      'Revoke all sessions of the user: sign-ins from before a password reset stay valid without it. It takes a few minutes to act.',
    link: toUserLink('Account in Entra', 'overview', account),
  } as const
  const credit = findCredit('revoke-sessions', done)
  if (credit === undefined)
    return notChecked(step, 'Microsoft 365 does not report whether sessions were revoked.')
  const since = (signIns.known ? signIns.value : []).filter(
    ({ at, succeeded }) => succeeded && at > credit.at,
  )
  const last = since.toSorted((one, other) => other.at - one.at)[0]
  if (last === undefined) return doneByUs(step, credit)
  return found(
    step,
    `${credit.text} Since then there was a sign-in from ${last.from}, ${toClockText(last.at)}: unless that was the owner, revoke them again.`,
  )
}
