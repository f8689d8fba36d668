import { dayMilliseconds, hourMilliseconds } from '../../../domain/instant.js'
import type { Story } from '../people.js'
import { quiet } from './everyday.js'
import { known } from './facts.js'

/** Sends very much, every month, and means it. */
export const bulkMailer: Story = (began) => ({
  ...quiet(began),
  inboxRules: known([]),
  authentication: known({ multiFactor: false, methods: [] }),
  password: known({ changedAt: began - 45 * dayMilliseconds }),
  signIns: known([]),
  sentMail: known({
    hours: 24,
    messages: 10_398,
    recipients: 10_422,
    distinctSubjects: 1,
    busiestHour: { startsAt: began - 3 * hourMilliseconds, messages: 4_115 },
  }),
  outboundPolicy: known({ name: 'Billing and newsletters', recipientsPerDay: 10_000, action: 'BlockUser' }),
})
