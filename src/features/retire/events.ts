import { type EventTable, toDatum, toNumber, withDetail } from '../../domain/event-words.js'

export const retireEvents = {
  'tenant.retired': {
    report: (event, { outside }) =>
      withDetail(
        `No longer watched, on purpose; ${toNumber(event, 'steps')} changes on accounts were left as they were`,
        outside(toDatum(event, 'tenantId')),
      ),
  },
} as const satisfies EventTable
