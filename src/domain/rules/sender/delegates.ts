// Whoever may send as this mailbox may be the one who was taken over.

import { isOddDelegate, toDelegateText } from '../../delegates.js'
import type { SenderRule } from '../../recommendation.js'
import { toListText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { mailboxesLink } from '../links.js'

const step = {
  ruleId: 'delegates',
  stage: 'investigate',
  title: 'Check who else can use the mailbox',
  advice: 'Remove rights nobody can explain, and check the accounts that hold the others.',
  link: mailboxesLink,
} as const

export const delegates: SenderRule = (evidence, restriction) => {
  const { delegates: holders, missingDelegates, gatheredAt } = evidence
  if (!holders.known) return notChecked(step, holders.why)
  const others = holders.value.filter((one) => !isOddDelegate(one, restriction, gatheredAt))
  const cut = missingDelegates === undefined ? '' : ` ${missingDelegates.why}`
  if (others.length === 0) return missingDelegates && notChecked(step, missingDelegates.why)
  const all = others.map(toDelegateText)
  return found(step, `${toListText(all)}.${cut}`, all)
}

const newStep = {
  ruleId: 'new-delegates',
  stage: 'contain',
  title: 'Remove rights that were given lately',
  advice: 'Ask who gave the right and why. Remove it unless somebody can explain it.',
  link: mailboxesLink,
} as const

/** What an intruder leaves who wants to come back, or to read on. */
export const newDelegates: SenderRule = ({ delegates, gatheredAt }, restriction) => {
  if (!delegates.known) return undefined
  const odd = delegates.value.filter((one) => isOddDelegate(one, restriction, gatheredAt)).map(toDelegateText)
  return odd.length === 0 ? undefined : found(newStep, `${toListText(odd)}.`, odd)
}
