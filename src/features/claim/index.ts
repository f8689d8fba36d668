import { claimMilliseconds } from '../../domain/claim.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { toLine } from '../incident/line.js'
import { endQuietClaim } from './end.js'
import { claimEvents } from './events.js'
import { keepOn, takeOn } from './take.js'
import { endDuty } from './tasks.js'
import { listClaimButtons, toClaimedText, toWhoText } from './words.js'

/** "I'm on it": one person at a time, until they go quiet or somebody else takes over. */
export const claim = {
  presses: { claim: { permission: 'claim', run: takeOn } },
  tasks: {
    'claim-end': toTaskRow({
      words: 'ending a claim',
      pool: 'broadcasts',
      schema: endDuty,
      run: endQuietClaim,
      listEnds: async (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  lines: {
    claimed: toLine('🙋', (name, who) => `${who} is on it: ${name}`),
    'claim-ended': toLine(
      '⏳',
      (name, who) =>
        `${who} has been quiet for ${claimMilliseconds / minuteMilliseconds} minutes, so nobody is on ${name} now.`,
    ),
  },
  events: claimEvents,
  toWho: toWhoText,
  toRowText: toClaimedText,
  listButtons: listClaimButtons,
  afterPress: keepOn,
} satisfies Feature
