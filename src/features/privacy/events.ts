import type { EventTable } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const privacyEvents = {
  'texts.erased': {
    timeline: 'Evidence and notes erased',
    report: ({ data: { before, days } }: JournalEvent, { time }) => {
      const than = typeof before === 'number' ? ` older than ${time(before)}` : ''
      return `Evidence and notes${than} erased${typeof days === 'number' ? `, after ${days} days` : ' on request'}`
    },
  },
} as const satisfies EventTable
