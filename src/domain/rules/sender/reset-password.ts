// The portal's "Change password", which always appears. When it was changed is information, never a reason to leave it:
// an intruder changes passwords too, and no date says who did it.
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { toUtcText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { findCredit } from '../credit.js'
import { toUserLink } from '../links.js'

const care =
  'Delete app passwords too, a reset does not revoke them. Never send the new password by mail or chat.'

export const resetPassword: SenderRule = ({ account, password }, { createdAt }, done) => {
  const step = {
    ruleId: 'reset-password',
    stage: 'contain',
    title: 'Change password',
    advice: `${toDeed(account)} ${care}`,
    link: toUserLink("Reset the user's password", 'overview', account),
  } as const
  // A change that is due at the next sign-in is no reset: whoever knows the old password may be the one to choose the new.
  const credit = findCredit('require-password-change', done)
  const isDue = credit !== undefined && !(password.known && password.value.changedAt > credit.at)
  const due = isDue ? ` ${credit.text} That is no reset yet.` : ''
  if (!password.known) return notChecked(step, `${password.why}${due}`)
  const changed = `Last changed ${toUtcText(password.value.changedAt)}`
  if (createdAt === undefined)
    return notChecked(step, `${changed}; Exchange did not say when the restriction began.${due}`)
  if (password.value.changedAt < createdAt)
    return found(step, `${changed}, before the restriction began.${due}`)
  return notChecked(
    step,
    `${changed}, later than the restriction. By whom is not known: an intruder's change looks the same.${due}`,
  )
}

// Microsoft: a synced account's password is reset on-premises, and twice, against pass-the-hash.
function toDeed(account: SenderEvidence['account']): string {
  if (!account.known)
    return "Reset the user's password; if the account is synced, in on-premises Active Directory and twice."
  if (account.value.kind === 'guest')
    return "Have the guest's home organisation change the password: it is kept there, not here."
  return account.value.synced
    ? "Reset the user's password in on-premises Active Directory, twice: the account is synced from there."
    : "Reset the user's password."
}
