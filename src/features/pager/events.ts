import { type EventTable, toDatum } from '../../domain/event-words.js'

export const pagerEvents = {
  'page.sent': {
    report: (event, { outside, plain }) =>
      `Pager ${outside(toDatum(event, 'pager'))}: ${plain(toDatum(event, 'state'))}`,
  },
  'page.answered': {
    timeline: (event) => `Answered on the pager ${toDatum(event, 'pager')}`,
    report: (event, { outside }) => `Answered on the pager ${outside(toDatum(event, 'pager'))}`,
  },
  'page.unanswered': {
    timeline: (event) => `Given back on the pager ${toDatum(event, 'pager')}`,
    report: (event, { outside }) => `Given back on the pager ${outside(toDatum(event, 'pager'))}`,
  },
} as const satisfies EventTable
