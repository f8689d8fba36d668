// The message that asks somebody by name.

import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { toWaitingSince } from '../../domain/ladder-plan.js'
import { toWorstFirst } from '../../domain/order.js'
import { toPlainWords } from '../../domain/said.js'
import type { Card } from '../cards.js'
import { findMark, type Parts, toTenant } from '../feature.js'
import { markLine } from '../incident/lines.js'
import { toMark } from '../incident/mentions.js'
import { findVerdictWords, toCountText } from '../words/words.js'
import type { MentionOrder } from './tasks.js'
import { isWaiting } from './waiting.js'
import { toNextText } from './words.js'

/** Of a storm it speaks of all that nobody is on, and names the worst. */
export async function toEscalationCard(
  parts: Parts,
  incident: Incident,
  { memberId, isGroup, name }: MentionOrder['member'],
): Promise<Card> {
  const waiting = toWorstFirst(await listWaiting(parts, incident))
  const [worst = incident] = waiting
  const { emoji, word } = findVerdictWords(worst)
  const others = waiting.length - 1
  const age = Math.max(1, Math.floor((parts.clock.now() - toWaitingSince(incident)) / minuteMilliseconds))
  const next = toPlainWords(toNextText(worst, toTenant(parts, worst.tenantId)))
  const text = [
    `Nobody is on it after ${age} min: ${toEntityName(worst.entity)}, ${word.toLowerCase()}`,
    others > 0 ? `, and ${toCountText(others, 'other')} of this storm` : '',
    `. Press “I’m on it” on the card.`,
    next === '' ? '' : ` Reprieve ${next}.`,
  ].join('')
  const view = {
    incidentId: incident.id,
    icon: emoji,
    text,
    mentions: [{ memberId, isGroup, mark: toMark(name, 'on call') }],
  }
  return markLine(findMark(parts, incident), { name: 'escalation', view })
}

async function listWaiting(parts: Parts, incident: Incident): Promise<readonly Incident[]> {
  const { digestId, tenantId } = incident
  if (digestId === undefined) return [incident]
  const live = await parts.store.listLive({ tenantId })
  return live.filter((one) => one.digestId === digestId && isWaiting(parts, one))
}
