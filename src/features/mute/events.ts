import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const muteEvents = {
  'mute.begun': {
    timeline: (event) => `Muted until ${toDatum(event, 'end')}, ${toDatum(event, 'about')}`,
    report: (event, { plain, outside }) =>
      withDetail(
        `Muted until ${plain(toDatum(event, 'end'))}, ${outside(toDatum(event, 'about'))}`,
        outside(toDatum(event, 'reason')),
      ),
  },
  'mute.ended': {
    timeline: (event) => toEndText(toDatum(event, 'because')),
    report: (event, { outside }) =>
      withDetail(toEndText(toDatum(event, 'because')), outside(toDatum(event, 'about'))),
  },
  'incident.muted': { timeline: 'Kept quiet: it is known', report: 'Kept quiet: it is known' },
  'incident.unmuted': {
    timeline: (event) => toLoudText(toDatum(event, 'because')),
    report: (event) => toLoudText(toDatum(event, 'because')),
  },
} as const satisfies EventTable

function toEndText(because: string): string {
  switch (because) {
    case 'over':
      return 'The mute is over'
    case 'worse':
      return 'The mute ended, since it looks worse'
    default:
      return 'The mute was ended'
  }
}

function toLoudText(because: string): string {
  switch (because) {
    case 'worse':
      return 'Not quiet any more, since it looks worse'
    case 'late':
      return 'Not quiet any more, since nobody knows what it looks like'
    case 'own':
      return 'Not quiet any more: it is the own mailbox of whoever muted it'
    case 'taken':
      return 'Not quiet any more: somebody is on it'
    case 'moved':
      return 'Not quiet any more: something was done about it'
    default:
      return 'Not quiet any more: the mute is over'
  }
}
