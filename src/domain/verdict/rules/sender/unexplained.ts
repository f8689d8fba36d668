// Nothing that is known explains the restriction: the reason is in no form that is understood, it speaks of spam and the
// mail is ordinary, or it is a burst like none before. Somebody who is in an account, or a program on the owner's own
// machine, writes to the people it knows as well.
import { toCountText } from '../../../words.js'
import {
  fewPeople,
  findSamePeak,
  hasKnownRecipients,
  isMass,
  isOwners,
  readSent,
  toTimesUsual,
} from '../../mail.js'
import { toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'
import { isOrdinary } from '../both/ordinary-volume.js'

const mostOrdinary = 2
const burst = 10

export const unexplained: SenderSigns = (given) => {
  const { evidence, restriction } = given
  const sent = readSent(evidence)
  if (sent === undefined) return []
  if (isMass(sent)) return isBurst(given) ? [toBurstSign(given)] : []
  const { cause, raw } = restriction.reason
  if (cause === 'limit') return []
  const times = toTimesUsual(evidence)?.times
  if (cause === 'unknown')
    return [
      sign(
        'Reason is not understood',
        `What Exchange gave as the reason is in no form that is known: "${raw}".`,
      ),
    ]
  if (times !== undefined && times > mostOrdinary) return []
  return [
    sign(
      'Little mail, counted as spam',
      'Exchange counted spam, and the mail is little and nothing out of the way: what was taken for spam is not known.',
    ),
  ]
}

/** To known people, and still nothing like it was seen. To others it is strange mail: that is another rule. */
function isBurst(given: SenderCase): boolean {
  const { evidence, owner } = given
  const sent = readSent(evidence)
  if (sent === undefined || sent.recipients <= fewPeople || !hasKnownRecipients(evidence)) return false
  if (isOwners(owner) || isOrdinary(given) || findSamePeak(evidence) !== undefined) return false
  return (toTimesUsual(evidence)?.times ?? burst) >= burst
}

function toBurstSign({ evidence }: SenderCase): Sign {
  const compared = toTimesUsual(evidence)
  const times = toCountText(Math.round(compared?.times ?? 0))
  return toSign({
    key: 'not-its-rhythm',
    side: 'missing',
    weight: 2,
    short: [compared === undefined ? 'Whether it is usual is not known' : `${times} times an ordinary day`],
    words:
      compared === undefined
        ? 'Many messages to people it knows; how much is usual for it is not known.'
        : `${times} times what an ordinary day has, to people it knows, and no such run before: whose idea it was is not known.`,
  })
}

function sign(start: string, words: string): Sign {
  return toSign({ key: 'evidence-missing', side: 'missing', weight: 2, short: [start], words })
}
