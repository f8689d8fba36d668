// Forwarding that stays inside, or that has been there for half a year.
import { withoutSmtp } from '../../../address.js'
import { isLookAlikeDomain, isOutside } from '../../domains.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { toDaysBefore } from '../../window.js'
import { oldForwardingDays } from './forwarding-outside.js'

export const forwardingExplained: SenderSigns = (given) => {
  const { forwarding } = given.evidence
  if (!forwarding.known || forwarding.value === null) return []
  const { to, setAt, setBy = '' } = forwarding.value
  const leaves = isOutside(to, given)
  const isOld = (toDaysBefore(setAt, given) ?? 0) > oldForwardingDays
  if (isLookAlikeDomain(to, given) || (leaves && !isOld)) return []
  return [
    toSign({
      key: 'forwarding-explained',
      side: 'wanted',
      weight: leaves ? 1 : 2,
      short: leaves ? ['Forwarding is old'] : ['Forwards inside'],
      words: `Mail goes on to ${withoutSmtp(to)}${leaves ? ', for more than half a year' : ', inside the organisation'}${
        setBy === '' ? '' : `; set by ${setBy}`
      }.`,
    }),
  ]
}
