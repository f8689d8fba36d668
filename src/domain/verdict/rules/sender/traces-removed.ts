// Something was made, used and removed again: what is there now is not what was there when the mail left.

import { toListText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { isLate, toSpanText } from '../../window.js'

const things = {
  rule: 'Rule',
  consent: 'App access',
  connector: 'Connector',
  method: 'MFA method',
  forwarding: 'Forwarding',
  delegate: 'Delegate',
  audit: 'Audit log',
  other: 'Something',
} as const

export const tracesRemoved: SenderSigns = (given) => {
  const { removedTraces } = given.evidence
  if (removedTraces?.known !== true) return []
  const traces = removedTraces.value.filter(
    ({ suspicious, removedAt, madeAt }) =>
      suspicious && isLate(removedAt ?? madeAt ?? given.evidence.gatheredAt, given),
  )
  const [first] = traces
  if (first === undefined) return []
  const isSilenced = first.what === 'audit'
  const texts = traces.map(({ text, madeAt, removedAt }) =>
    madeAt === undefined || removedAt === undefined
      ? text
      : `${text}, gone after ${toSpanText(removedAt - madeAt)}`,
  )
  return [
    toSign({
      key: 'traces-removed',
      side: 'takeover',
      weight: traces.length > 1 ? 5 : 4,
      short: [isSilenced ? 'Audit log switched off' : `${things[first.what]} made and removed`],
      at: first.removedAt ?? first.madeAt,
      words: `${isSilenced ? '' : 'Made and removed again: '}${toListText(texts)}. How things look now says little about that night.`,
    }),
  ]
}
