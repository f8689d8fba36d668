// What the mail is about, where that does not fit: new bank details, or bait. Known recipients and a run that happened
// before explain it.
import { findSamePeak, hasKnownRecipients, isOwners } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const themes: SenderSigns = (given) => {
  const { evidence } = given
  const subjects = evidence.sentMail.known ? evidence.sentMail.value.subjects : undefined
  if (subjects === undefined || isOwners(given.owner)) return []
  if (hasKnownRecipients(evidence) || findSamePeak(evidence) !== undefined) return []
  if (subjects.themes.includes('payment'))
    return [
      toSign({
        key: 'payment-words',
        side: 'mail',
        weight: subjects.replies === true ? 2 : 1,
        short: ['Mail about payments', subjects.replies === true ? 'in answers' : ''],
        words: `Subjects speak of payments or bank accounts${subjects.replies === true ? ', in answers to running talks' : ''}.`,
      }),
    ]
  if (!subjects.themes.includes('bait')) return []
  return [
    toSign({
      key: 'not-its-rhythm',
      side: 'mail',
      weight: 2,
      short: ['Subjects unlike this sender'],
      words: 'Subjects promise or threaten as bait does: a prize, a refund, an account to verify.',
    }),
  ]
}
