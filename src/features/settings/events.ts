import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const settingsEvents = {
  'settings.taken': {
    report: (event, { outside }) =>
      withDetail('Other tenants in the settings', outside(toDatum(event, 'what'))),
  },
} as const satisfies EventTable
