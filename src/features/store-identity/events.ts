import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const storeEvents = {
  'store.created': {
    report: (event, { outside }) =>
      withDetail('Began with an empty memory', outside(toDatum(event, 'storeId'))),
  },
  'store.repaired': { report: 'The state was rebuilt from the journal' },
  'store.gap': { report: 'An older state was found: nothing that was confirmed before counts any more' },
} as const satisfies EventTable
