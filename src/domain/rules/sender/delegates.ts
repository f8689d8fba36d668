// Whoever may send as this mailbox may be the one who was taken over.
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

export const delegates: SenderRule = ({ delegates: holders }) => {
  if (!holders.known) return notChecked(step, holders.why)
  if (holders.value.length === 0) return undefined
  const all = holders.value.map(({ who, right }) => `${who} (${right})`)
  return found(step, `${toListText(all)}.`, all)
}
