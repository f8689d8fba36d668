import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'

export const policiesEvents = {
  'policies.drifted': {
    report: (event, { outside }) => withDetail('Settings changed', outside(toDatum(event, 'changes'))),
  },
  'policies.changed-by': {
    report: (event, { outside }) =>
      withDetail('By the audit log the settings were changed by', outside(toDatum(event, 'deeds'))),
  },
  'policies.accepted': { report: 'Changed settings accepted as the new normal' },
  'policies.restored': { report: 'Settings as before again' },
  'policies.read-failed': {
    report: (event, { outside }) =>
      withDetail('The settings could not be read', outside(toDatum(event, 'problem'))),
  },
} as const satisfies EventTable
