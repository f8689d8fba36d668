import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const drillEvents = {
  'drill.begun': {
    timeline: 'Drill begun: invented, Exchange is not touched',
    report: (_event, { strong }) => strong('A drill: the sender is invented, and Exchange was not touched'),
  },
  'drill.called-off': { timeline: 'Drill called off', report: 'Drill called off' },
  'drill.ended': {
    timeline: 'Drill over',
    report: (event, { outside }) => withDetail('Drill over', outside(toDatum(event, 'summary'))),
  },
} as const satisfies EventTable
