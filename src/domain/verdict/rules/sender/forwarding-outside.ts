// Forwarding of the whole mailbox to somewhere outside. An old one may be the owner's; one to a domain that only looks like
// the own is nobody's by mistake.
import { withoutSmtp } from '../../../address.js'
import { toUtcText } from '../../../words.js'
import { isLookAlikeDomain, isOutside } from '../../domains.js'
import { followsDoubt, listDoubtful } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderCase, SenderSigns } from '../../types.js'
import { lateDays, toDaysBefore } from '../../window.js'

/** For so long it is the owner's, or nobody's concern any more. */
export const oldForwardingDays = 180

export const forwardingOutside: SenderSigns = (given) => {
  const { forwarding } = given.evidence
  if (!forwarding.known || forwarding.value === null) return []
  const { to, setAt, keepsCopy, through } = forwarding.value
  if (!isOutside(to, given)) return []
  const isLookAlike = isLookAlikeDomain(to, given)
  const weight = isLookAlike ? 5 : weigh(setAt, given)
  if (weight === 0) return []
  return [
    toSign({
      key: 'forwarding-outside',
      side: 'takeover',
      weight,
      short: isLookAlike ? ['Forwards to a look-alike domain'] : ['Forwards outside'],
      at: setAt,
      words: `All mail is forwarded to ${withoutSmtp(to)}${through === undefined ? '' : ` by the contact "${through}"`}${isLookAlike ? ', a domain that only looks like its own' : ''}${
        keepsCopy ? '' : ', and none is kept'
      }; ${setAt === undefined ? 'since when is not known' : `since ${toUtcText(setAt)}`}.`,
    }),
  ]
}

function weigh(setAt: number | undefined, given: SenderCase): number {
  const age = toDaysBefore(setAt, given)
  if (age === undefined) return 3
  if (age > oldForwardingDays) return 0
  const by = given.evidence.forwarding.known ? (given.evidence.forwarding.value?.setBy ?? '') : ''
  if (age > lateDays || by !== '') return 2
  return followsDoubt(setAt, listDoubtful(given)) ? 5 : 4
}
