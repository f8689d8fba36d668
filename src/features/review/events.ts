import { toActorKey } from '../../domain/actor.js'
import { type EventTable, toDatum, type Writer } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const reviewEvents = {
  'review.opened': {
    timeline: 'Review opened',
    report: 'Review opened',
    standing: 'Still restricted, and in review.',
  },
  'review.submitted': {
    timeline: 'Recommendations answered',
    report: 'Recommendations answered',
    standing: 'Still restricted. It was reviewed, and no unblock has been confirmed yet.',
  },
  'review.approved': {
    timeline: 'Review approved',
    report: (event, { outside }) => `Review of ${outside(toDatum(event, 'reviewerName'))} approved`,
  },
  'confirmation.issued': { report: 'Asked for a Yes' },
  'unblock.requested': {
    timeline: 'Unblock confirmed',
    report: (event, writer) => `${writer.strong('Unblock confirmed')}${toReviewedText(event, writer)}`,
    standing: 'An unblock is under way; Exchange has not answered yet.',
  },
} as const satisfies EventTable

/** Whose review it was, when somebody else signed under it, and who signed first where it took two. */
function toReviewedText(event: JournalEvent, writer: Writer): string {
  const first = toDatum(event, 'firstName')
  return `${toReviewerText(event, writer)}${first === '' ? '' : `, signed first by ${writer.outside(first)}`}`
}

function toReviewerText(event: JournalEvent, { outside }: Writer): string {
  const reviewer = toDatum(event, 'reviewer')
  const isOwn = event.by === undefined || reviewer === toActorKey(event.by)
  return isOwn || reviewer === '' ? '' : `, reviewed by ${outside(toDatum(event, 'reviewerName'))}`
}
