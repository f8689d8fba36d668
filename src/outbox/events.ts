// What the outbox writes down by itself, whichever feature's task it was.
import { type EventTable, toDatum, toNumber, withDetail } from '../domain/event-words.js'

export const outboxEvents = {
  'card.given-up': {
    report: (event, { plain, outside }) =>
      withDetail(
        `Card given up on ${plain(toDatum(event, 'platform'))} ${outside(toDatum(event, 'channel'))}`.trim(),
        outside(toDatum(event, 'problem')),
      ),
  },
  'clock.stepped': { report: (event) => `The clock was set: ${toNumber(event, 'milliseconds')} ms` },
} as const satisfies EventTable
