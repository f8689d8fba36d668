import { type EventTable, toDatum, toNumber, withDetail } from '../../domain/event-words.js'

export const watchEvents = {
  'incident.opened': {
    timeline: 'Seen on the Restricted entities list',
    report: 'Seen on the Restricted entities list',
    standing: 'Still restricted. Nobody has reviewed it yet.',
  },
  'incident.changed': {
    timeline: 'Exchange changed the entry',
    report: (event, { outside }) =>
      withDetail('Exchange changed the entry', outside(toDatum(event, 'reason'))),
  },
  'incident.closed': {
    timeline: 'Closed',
    report: (event, { plain }) => withDetail('Closed', plain(toDatum(event, 'outcome'))),
  },
  'look.listed': {
    timeline: 'Looked: still listed',
    report: (event) =>
      event.data.minutes === undefined
        ? 'Looked: on the list'
        : `Looked after ${toNumber(event, 'minutes')} min: still on the list`,
  },
  'look.gone': { timeline: 'Looked: gone from the list', report: 'Looked: gone from the list' },
  'watch.failed': {
    report: (event, { outside }) =>
      withDetail('The list could not be read', outside(toDatum(event, 'problem'))),
  },
  'watch.recovered': { report: 'The list could be read again' },
} as const satisfies EventTable
