// Microsoft's first step: nobody can use the account while it is being taken back.
import type { SenderRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { toUserLink } from '../links.js'

const advice = 'Block sign-in until the account is yours again, and allow it last, after the password reset.'
const syncedAdvice =
  'Disable the account in on-premises Active Directory: it is synced from there, and the next sync reverts a block that was set in the cloud only.'

export const blockSignIn: SenderRule = ({ account }) => {
  const step = {
    ruleId: 'block-sign-in',
    stage: 'contain',
    title: 'Block sign-in',
    advice: account.known && account.value.synced ? syncedAdvice : advice,
    link: toUserLink('Account in Entra', 'overview', account),
  } as const
  if (!account.known) return notChecked(step, account.why)
  if (!account.value.signInAllowed) return undefined
  return found(step, 'Sign-in is allowed.')
}
