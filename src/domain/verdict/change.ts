// Something that lets mail out was changed lately: a doubtful hand weighs most, one that is known to be sound hardly
// anything.
import type { ConnectorEvidence } from '../evidence.js'
import { toUtcText } from '../words.js'
import { toSign } from './sign.js'
import type { ConnectorCase, SenderCase, Sign } from './types.js'
import { isLate } from './window.js'

type Change = Extract<ConnectorEvidence['changes'], { known: true }>['value'][number]
type Words = readonly [start: string, rest?: string]

/** The most doubtful of those that nothing explains. */
export function findWorstChange(
  changes: readonly Change[],
  given: SenderCase | ConnectorCase,
  words: { readonly doubtful: Words; readonly late: Words },
): readonly Sign[] {
  const late = changes.filter(({ at, explained }) => isLate(at, given) && explained !== true)
  const [worst] = late.toSorted(
    (one, other) => Number(other.doubtful === true) - Number(one.doubtful === true),
  )
  if (worst === undefined) return []
  const { who, at, operation, doubtful } = worst
  return [
    toSign({
      key: 'connector-changed',
      side: 'takeover',
      weight: doubtful === true ? 5 : doubtful === false ? 1 : 2,
      short: doubtful === true ? words.doubtful : words.late,
      at,
      words: `${who} ran ${operation} ${toUtcText(at)}${doubtful === true ? ', and that account itself is in doubt' : ''}.`,
    }),
  ]
}
