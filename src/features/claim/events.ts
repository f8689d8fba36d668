import { type EventTable, toDatum } from '../../domain/event-words.js'

export const claimEvents = {
  'claim.taken': {
    timeline: 'Taken on',
    report: (event, { outside }) => {
      const former = toDatum(event, 'fromName')
      return former === '' ? 'Taken on' : `Taken over from ${outside(former)}`
    },
  },
  'claim.ended': {
    timeline: 'Nobody is on it any more',
    report: (event, { outside }) =>
      `${outside(toDatum(event, 'fromName'))} went quiet: nobody is on it any more`,
  },
} as const satisfies EventTable
