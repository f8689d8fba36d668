import { type EventTable, toNumber } from '../../domain/event-words.js'

export const evidenceEvents = {
  'evidence.gathered': {
    timeline: 'Evidence gathered',
    report: (event) =>
      `Evidence gathered: ${toNumber(event, 'known')} facts known, ${toNumber(event, 'unknown')} could not be checked`,
  },
} as const satisfies EventTable
