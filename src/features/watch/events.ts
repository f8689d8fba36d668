import { type EventRow, type EventTable, toDatum, toNumber, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

const listed = {
  timeline: 'Read the list: still on it',
  report: (event) =>
    event.data.minutes === undefined
      ? 'Read the list: on it'
      : `Read the list after ${toNumber(event, 'minutes')} min: still on it`,
} as const satisfies EventRow

const gone = {
  timeline: 'Read the list: gone from it',
  report: 'Read the list: gone from it',
} as const satisfies EventRow

/** As these were called until 0.1; records have them for ever. */
const earlierNames = { 'look.listed': listed, 'look.gone': gone } as const satisfies EventTable

function toOpenedText(event: JournalEvent): string {
  return event.data.continues === undefined
    ? 'Seen on the Restricted entities list'
    : 'Seen on the Restricted entities list again, after it had left it for a while'
}

/** Nobody knows who did it, nor whether anybody did. */
function toOutcomeId(event: JournalEvent): string {
  const outcome = toDatum(event, 'outcome')
  return outcome === 'cleared-elsewhere' ? 'left-the-list' : outcome
}

export const watchEvents = {
  'incident.opened': {
    timeline: toOpenedText,
    report: toOpenedText,
    standing: 'Still restricted. Nobody has reviewed it yet.',
  },
  'incident.continued': {
    timeline: (event) => `On the list again: incident ${toDatum(event, 'continuedBy')} goes on with it`,
    report: (event, { plain }) =>
      withDetail('On the list again; the incident that goes on', plain(toDatum(event, 'continuedBy'))),
  },
  'incident.changed': {
    timeline: 'Exchange changed the entry',
    report: (event, { outside }) =>
      withDetail('Exchange changed the entry', outside(toDatum(event, 'reason'))),
  },
  'incident.closed': {
    timeline: 'Closed',
    report: (event, { plain }) => withDetail('Closed', plain(toOutcomeId(event))),
  },
  'incident.lifted': {
    timeline: (event) => `By the audit log ${toDatum(event, 'who')} took it off the list`,
    report: (event, { outside }) =>
      withDetail('Taken off the list, by the audit log', outside(toDatum(event, 'who'))),
  },
  'poll.listed': listed,
  'poll.gone': gone,
  ...earlierNames,
  'watch.failed': {
    report: (event, { outside }) =>
      withDetail('The list could not be read', outside(toDatum(event, 'problem'))),
  },
  'watch.recovered': { report: 'The list could be read again' },
} as const satisfies EventTable
