import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import type { ToLine } from '../feature.js'
import { toClockText } from '../words/words.js'

const toRefusedLine: ToLine = (incident) => {
  const refused = findUnblock(incident)?.mail?.refused
  const name = toEntityName(incident.entity)
  // By the time it is told, something may have been delivered after it.
  const text =
    refused === undefined
      ? `Mail of ${name} was refused after the unblock.`
      : `Mail of ${name} was refused with ${refused.code} at ${toClockText(refused.at)}, after the unblock: still blocked. The card says how long to wait.`
  return { name: 'line', view: { icon: '🔴', text, mentions: [] } }
}

/** What people must notice although editing the card tells nobody. */
export const mailFlowLines = { refused: toRefusedLine }
