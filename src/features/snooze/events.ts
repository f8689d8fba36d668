import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const snoozeEvents = {
  'snooze.begun': {
    timeline: (event) => `Snoozed until ${toDatum(event, 'end')}`,
    report: (event, { plain, outside }) =>
      withDetail(`Snoozed until ${plain(toDatum(event, 'end'))}`, outside(toDatum(event, 'reason'))),
  },
  'snooze.ended': {
    timeline: (event) => toEndText(toDatum(event, 'because')),
    report: (event) => toEndText(toDatum(event, 'because')),
  },
} as const satisfies EventTable

function toEndText(because: string): string {
  switch (because) {
    case 'over':
      return 'Its snooze is over'
    case 'worse':
      return 'Woken, since it looks worse'
    case 'woken':
      return 'Woken'
    case 'taken':
      return 'Its snooze ended: somebody is on it'
    case 'muted':
      return 'Its snooze ended: it is muted'
    default:
      return 'Its snooze ended'
  }
}
