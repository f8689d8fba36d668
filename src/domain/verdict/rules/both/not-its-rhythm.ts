// Far from what this sender does on any day: much more of it, or outside where it only wrote inside. Known recipients, the
// owner's word and a run of the same size explain it.
import { toCountText } from '../../../words.js'
import { findSamePeak, hasKnownRecipients, isOwners, readSent, toTimesUsual } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { ConnectorCase, SenderCase, Sign } from '../../types.js'

export function notItsRhythm(given: SenderCase | ConnectorCase): readonly Sign[] {
  const { evidence } = given
  const sent = readSent(evidence)
  if (sent === undefined || evidence.rhythm?.known !== true || isOwners(given.owner)) return []
  if (findSamePeak(evidence) !== undefined) return []
  if (evidence.kind === 'sender' && hasKnownRecipients(evidence)) return []
  const { outsideShare: usualShare } = evidence.rhythm.value
  const share = readShare(given)
  if (usualShare !== undefined && share !== undefined && share - usualShare >= 0.6)
    return [
      sign(
        2,
        'Writes outside for once',
        `${Math.round(share * 100)}% of the mail goes outside; ordinarily ${Math.round(usualShare * 100)}%.`,
      ),
    ]
  const compared = toTimesUsual(evidence)
  if (compared === undefined || compared.times < 2 || sent.messages < 20) return []
  const { times, usual } = compared
  const weight = times >= 10 && !hasHalfKnown(given) ? 2 : times >= 3 ? 1 : 0
  if (weight === 0 && evidence.kind === 'sender') return []
  const much = usual === 0 ? 'Never sent before' : `${toCountText(Math.round(times))} times an ordinary day`
  return [
    sign(
      weight,
      much,
      `${toCountText(sent.messages)} messages; on an ordinary day ${toCountText(usual)}, and nothing like it before.`,
    ),
  ]
}

/** Somebody who writes to those they know has a reason to write to many. */
function hasHalfKnown({ evidence }: SenderCase | ConnectorCase): boolean {
  return (
    evidence.kind === 'sender' && evidence.sentMail.known && (evidence.sentMail.value.seenBefore ?? 0) >= 0.5
  )
}

function readShare({ evidence }: SenderCase | ConnectorCase): number | undefined {
  if (evidence.kind === 'connector') return evidence.mail.known ? evidence.mail.value.outsideShare : undefined
  return evidence.sentMail.known ? evidence.sentMail.value.outsideShare : undefined
}

function sign(weight: number, start: string, words: string): Sign {
  return toSign({ key: 'not-its-rhythm', side: 'mail', weight, short: [start], words })
}
