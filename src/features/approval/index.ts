import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { toLine } from '../incident/line.js'
import { openApproval } from './approve.js'
import { endSignature } from './end.js'
import { approvalEvents } from './events.js'
import { toNeedsApproval, toNeedsSecond, toSentBack } from './lines.js'
import { askWhatIsMissing, sendBack } from './send-back.js'
import { signatureEndDuty } from './tasks.js'
import type { ApprovalCards } from './views.js'
import { findWaiting, listApprovalButtons, toApprovalWho } from './words.js'

/** Somebody else's signature under a finished review, and a second one where the settings ask for two. */
export const approval = {
  presses: {
    approve: { permission: 'unblock', run: openApproval },
    'send-back': { permission: 'send-back', run: askWhatIsMissing },
    'send-back-now': { permission: 'send-back', again: 'send-back', run: sendBack },
  },
  tasks: {
    'signature-end': toTaskRow({
      words: 'the end of a first signature',
      pool: 'broadcasts',
      schema: signatureEndDuty,
      run: endSignature,
      listEnds: async (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  cards: { 'send-back': { again: 'send-back' } } satisfies CardTable<ApprovalCards>,
  lines: {
    'needs-approval': toNeedsApproval,
    'needs-second': toNeedsSecond,
    'signature-ended': toLine(
      '⏳',
      (name, who) => `The approval of ${name} by ${who} has ended: no second one came. It takes two again.`,
    ),
    'sent-back': toSentBack,
  },
  events: approvalEvents,
  toWho: toApprovalWho,
  // Whoever may sign is told of it in another way.
  isQuiet: (incident) => findWaiting(incident) !== undefined,
  listButtons: listApprovalButtons,
} satisfies Feature
