import { type EventTable, toDatum, toNumber } from '../../domain/event-words.js'

export const stormReviewEvents = {
  'storm-review.signed': {
    report: (event) => `Signed for ${toNumber(event, 'rows')} of a storm together, one of two`,
  },
  'storm-review.approved': {
    report: (event, { outside }) =>
      `Signed for ${toNumber(event, 'rows')} of a storm together, after ${outside(toDatum(event, 'firstName'))}`,
  },
  'storm-review.stopped': {
    report: (event) => `Stopped the unblocks of a storm: ${toNumber(event, 'left')} not begun`,
  },
  'storm-review.ended': {
    report: (event, { plain }) => {
      const reason = toDatum(event, 'reason')
      const why = reason === '' ? '' : ` (${plain(reason)})`
      return `Unblocked ${toNumber(event, 'unblocked')} of ${toNumber(event, 'rows')} of a storm together${why}`
    },
  },
} as const satisfies EventTable
