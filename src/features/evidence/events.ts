import { type EventTable, toNumber } from '../../domain/event-words.js'

export const evidenceEvents = {
  'evidence.gathered': {
    timeline: 'Evidence gathered',
    report: (event) =>
      `Evidence gathered: ${toNumber(event, 'known')} facts known, ${toNumber(event, 'unknown')} could not be checked`,
  },
  'evidence.reread': { timeline: 'Looked again', report: 'What was answered was read once more' },
} as const satisfies EventTable
