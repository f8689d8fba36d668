// What an incident looks like, as far as the review asks by it: which steps are expected and what only people can know.
import { isSign, isUnread } from './checks.js'
import { type Known, recommend } from './rules/index.js'

export type Outlook = 'compromised' | 'unclear' | 'bulk' | 'limit'

export function toOutlook(known: Known): Outlook {
  const advised = recommend(known)
  if (advised.some(isSign)) return 'compromised'
  if (known.evidence === undefined || advised.some((one) => isUnread(one, known.evidence))) return 'unclear'
  return known.restriction.temporary || known.restriction.reason.cause === 'limit' ? 'limit' : 'bulk'
}
