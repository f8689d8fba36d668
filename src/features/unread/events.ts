import { type EventTable, toNumber } from '../../domain/event-words.js'

export const unreadEvents = {
  'list.unreadable': {
    report: (event) => `Entries of the list could not be read: ${toNumber(event, 'entries')}`,
  },
  'list.readable': { report: 'No entry is left that could not be read' },
} as const satisfies EventTable
