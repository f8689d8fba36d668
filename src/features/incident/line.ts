// The short lines in the threads of cards.
import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Card } from '../cards.js'
import type { NoticeKind } from './tasks.js'

type LineKind = Exclude<NoticeKind, 'asked'>

/** What people must notice although editing the card tells nobody. */
export function toLineCard(incident: Incident, notice: LineKind): Card {
  const name = toEntityName(incident.entity)
  const lines: Readonly<Record<LineKind, { icon: string; text: string }>> = {
    failed: {
      icon: '🔴',
      text: `${name} could not be unblocked. The card says why; it can be reviewed again.`,
    },
    uncertain: {
      icon: '🟠',
      text: toUncertainText(incident, name),
    },
    stuck: {
      icon: '🔴',
      text: `${name} is still on the Restricted entities list one hour after the unblock.`,
    },
    handoff: {
      icon: '🔴',
      text: `${name} is still restricted 24 hours after the unblock. The text for Microsoft Support is ready on the card.`,
    },
    relapse: {
      icon: '🔴',
      text: `${name} was restricted again after the unblock. There is a new card for it.`,
    },
    'needs-approval': {
      icon: '🟠',
      text: `The review of ${name} is complete. Somebody who may approve has to confirm the unblock.`,
    },
    replaced: {
      icon: '⚪',
      text: `The earlier card about ${name} could no longer be edited; this one takes its place.`,
    },
  }
  return { name: 'line', view: lines[notice] }
}

function toUncertainText(incident: Incident, name: string): string {
  const trouble = findUnblock(incident)?.trouble
  const what =
    trouble?.isAnswered === true
      ? `Exchange answered the unblock of ${name} with an error: ${trouble.why}`
      : `Exchange did not answer the unblock of ${name}.`
  return `${what} The next reads of the list decide.`
}
