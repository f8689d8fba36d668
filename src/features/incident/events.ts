import { type EventTable, toDatum } from '../../domain/event-words.js'

export const incidentEvents = {
  'card.posted': {
    report: (event, { plain, outside }) =>
      `Card posted to ${plain(toDatum(event, 'platform'))} ${outside(toDatum(event, 'channel'))}`,
  },
  'card.replaced': {
    report: (event, { plain }) =>
      `Card posted anew to ${plain(toDatum(event, 'platform'))}: the old one was gone`,
  },
  'card.told-elsewhere': {
    report: (event, { plain, outside }) =>
      `Told elsewhere, since ${plain(toDatum(event, 'platform'))} ${outside(toDatum(event, 'channel'))} did not show it: ${outside(toDatum(event, 'to'))}`,
  },
} as const satisfies EventTable
