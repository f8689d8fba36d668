import { type EventTable, toDatum } from '../../domain/event-words.js'

export const reminderEvents = {
  'reminder.sent': {
    report: (event) =>
      toDatum(event, 'notice') === 'remind-stuck'
        ? 'Said again that it is still restricted'
        : 'Said again that a review waits for approval',
  },
} as const satisfies EventTable
