// The same run happened before: a month ago, a quarter ago, every day.
import { toCountText } from '../../../words.js'
import { fewestOfMass, findSamePeak, readSent, toTimesUsual } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { ConnectorCase, SenderCase, Sign } from '../../types.js'
import { toSpanText } from '../../window.js'

export function sameRhythm({ evidence }: SenderCase | ConnectorCase): readonly Sign[] {
  const sent = readSent(evidence)
  if (sent === undefined) return []
  const peak = findSamePeak(evidence)
  if (peak !== undefined) {
    const ago = toSpanText(evidence.gatheredAt - peak.at)
    return [
      sign(
        `Same run ${ago} ago`,
        `${toCountText(sent.messages)} messages now, ${toCountText(peak.messages)} in a run ${ago} ago.`,
      ),
    ]
  }
  const compared = toTimesUsual(evidence)
  const isDaily =
    compared !== undefined && compared.usual >= fewestOfMass && compared.times >= 0.5 && compared.times <= 1.5
  if (!isDaily) return []
  return [
    sign(
      'As much every day',
      `${toCountText(sent.messages)} messages now, ${toCountText(compared.usual)} on any such day.`,
    ),
  ]
}

function sign(start: string, words: string): Sign {
  return toSign({ key: 'same-rhythm', side: 'wanted', weight: 3, short: [start], words })
}
