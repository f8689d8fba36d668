import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const doctorEvents = {
  'doctor.run': {
    report: (event, { plain }) =>
      withDetail('The doctor looked at everything', plain(toDatum(event, 'worst'))),
  },
} as const satisfies EventTable
