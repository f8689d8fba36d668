// Microsoft's first step: nobody can use the account while it is being taken back. What Reprieve blocked stays in the record.
import type { SenderRule } from '../../recommendation.js'
import { doneByUs, found, notChecked } from '../advise.js'
import { findCredit } from '../credit.js'
import { toUserLink } from '../links.js'

const advice = 'Block sign-in until the account is yours again, and allow it last, after the password reset.'
const syncedAdvice =
  'Disable the account in on-premises Active Directory: it is synced from there, and the next sync reverts a block that was set in the cloud only.'

export const blockSignIn: SenderRule = ({ account, gatheredAt }, _, done) => {
  const step = {
    ruleId: 'block-sign-in',
    stage: 'contain',
    title: 'Block sign-in',
    advice: account.known && account.value.synced ? syncedAdvice : advice,
    link: toUserLink('Account in Entra', 'overview', account),
  } as const
  const credit = findCredit('block-sign-in', done)
  const isOlder = credit !== undefined && gatheredAt <= credit.at
  if (!account.known) return credit === undefined ? notChecked(step, account.why) : doneByUs(step, credit)
  if (!account.value.signInAllowed) return credit && doneByUs(step, credit, { text: 'Sign-in is blocked.' })
  if (credit === undefined) return found(step, 'Sign-in is allowed.')
  return isOlder ? doneByUs(step, credit) : found(step, `${credit.text} Sign-in is allowed again since.`)
}
