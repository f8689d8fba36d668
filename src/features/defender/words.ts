// What was done in Defender, on the card of an incident and in its thread.

import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { say, tellClock, toPlainWords, type Words } from '../../domain/said.js'
import type { ToLine } from '../feature.js'
import type { TextRow } from '../words/views.js'

export function toDefenderRows({ defenderAlert }: Incident): readonly TextRow[] {
  const { heard, trouble } = defenderAlert ?? {}
  const { closed, assignedTo } = heard ?? {}
  return [
    ...(closed === undefined ? [] : [{ text: say`🛡️ ${toClosedText(closed)}, which unblocks nobody` }]),
    ...(closed !== undefined || assignedTo === undefined
      ? []
      : [{ text: `🛡️ Assigned in Defender to ${assignedTo}` }]),
    ...(trouble === undefined
      ? []
      : [{ text: `🛡️ Defender’s alert is not kept in step: ${trouble.why.replace(/\.$/, '')}` }]),
  ]
}

/** Defender does not say who closed it, only whose it is. */
function toClosedText({ at, by }: { readonly at: number; readonly by: string }): Words {
  return say`Closed in Defender ${tellClock(at)}${by === '' ? '' : ` (assigned to ${by})`}`
}

export const toClosedLine: ToLine = ({ defenderAlert, entity }) => {
  const closed = defenderAlert?.heard?.closed
  const text = `${closed === undefined ? 'Closed in Defender' : toPlainWords(toClosedText(closed))}: ${toEntityName(entity)}. It is restricted all the same, until somebody unblocks it.`
  return { name: 'line', view: { icon: '🛡️', text, mentions: [] } }
}
