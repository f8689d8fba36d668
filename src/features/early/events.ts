import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const earlyEvents = {
  'early.begun': {
    timeline: 'Seen before a restriction',
    report: (event, { outside }) => withDetail('Seen before a restriction', outside(toDatum(event, 'sign'))),
    standing: 'Not restricted: seen before Exchange did anything.',
  },
  'early.ended': {
    timeline: (event) => `Over: ${toDatum(event, 'why')}`,
    report: (event, { plain }) => withDetail('Over', plain(toDatum(event, 'why'))),
  },
} as const satisfies EventTable
