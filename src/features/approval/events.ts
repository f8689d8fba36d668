import { type EventTable, toDatum } from '../../domain/event-words.js'

export const approvalEvents = {
  'approval.signed': {
    timeline: 'Signed, one of two',
    report: (event, { outside }) =>
      `Signed the review of ${outside(toDatum(event, 'reviewerName'))}, one of two: ${outside(toDatum(event, 'why'))}`,
    standing: 'Still restricted. One of two people has signed.',
  },
  'approval.ended': {
    timeline: 'The first signature has ended',
    report: (event, { outside }) =>
      `The signature of ${outside(toDatum(event, 'fromName'))} ended without a second one`,
    standing: 'Still restricted. The first signature ended without a second one.',
  },
  'review.sent-back': {
    timeline: 'Review sent back',
    report: (event, { outside }) =>
      `Review of ${outside(toDatum(event, 'reviewerName'))} sent back: ${outside(toDatum(event, 'reason'))}`,
    standing: 'Still restricted. The review was sent back.',
  },
} as const satisfies EventTable
