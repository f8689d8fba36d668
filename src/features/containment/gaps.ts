// What cannot be done from here, and why.
import type { OfferGap } from '../../domain/offers.js'
import { toCountText } from '../words/words.js'

export function toGapText(gap: OfferGap): string {
  switch (gap.code) {
    case 'connector':
      return 'A connector has no sign-in to block. Find out who changed it, and take that account back.'
    case 'no-evidence':
      return 'Evidence is being gathered. What can be done shows here in a moment: refresh.'
    case 'account-unknown':
      return `Sign-in, sessions and password cannot be changed from here, because the account is not known: ${gap.why}`
    case 'sign-in-blocked':
      return 'Sign-in is blocked already.'
    case 'synced-password':
      return 'This account is synced: reset its password in on-premises Active Directory, twice.'
    case 'grants-unknown':
      return `Apps were not checked: ${gap.why}`
    case 'grants-unnamed':
      return `${toCountText(gap.count, 'app')} cannot be removed from here.`
    case 'forwarding-unknown':
      return `Forwarding was not checked: ${gap.why}`
    case 'inbox-rules-unknown':
      return `Inbox rules were not checked: ${gap.why}`
    case 'inbox-rules-unnamed':
      return `${toCountText(gap.count, 'inbox rule')} cannot be turned off from here.`
    default:
      return gap satisfies never
  }
}
