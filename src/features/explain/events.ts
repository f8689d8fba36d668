import type { EventTable } from '../../domain/event-words.js'

export const explainEvents = {
  'incident.asked': {
    timeline: 'Unblock asked for',
    report: 'The restricted person asked for a review',
  },
} as const satisfies EventTable
