import { dayMilliseconds, hourMilliseconds } from '../../../domain/instant.js'
import { quiet } from './everyday.js'
import { headroom, known, type Story } from './facts.js'

/** Sends very much, every month, and means it. */
export const bulkMailer: Story = (began) => ({
  ...quiet(began),
  inboxRules: known([]),
  authentication: known({ multiFactor: false, methods: [] }),
  password: known({ changedAt: began - 45 * dayMilliseconds }),
  signIns: known(
    Array.from({ length: 6 }, (_, index) => ({
      at: began - (3 + index * 24) * hourMilliseconds,
      from: 'Milan (IT)',
      ipAddress: '192.0.2.60',
      client: 'Authenticated SMTP',
      succeeded: true,
      interactive: false,
    })),
  ),
  sentMail: known({
    hours: 24,
    messages: 10_398,
    recipients: 10_422,
    distinctSubjects: 1,
    byHour: [
      { startsAt: began - 4 * hourMilliseconds, messages: 3_870 },
      { startsAt: began - 3 * hourMilliseconds, messages: 4_115 },
      { startsAt: began - 2 * hourMilliseconds, messages: 2_413 },
    ],
    busiestHour: { startsAt: began - 3 * hourMilliseconds, messages: 4_115 },
    outsideShare: 1,
    seenBefore: 0.97,
    subjects: { themes: [], replies: false },
  }),
  submission: known({ by: 'smtp' }),
  rhythm: known({
    messagesPerDay: 12,
    peaks: [
      { at: began - 31 * dayMilliseconds, messages: 10_212 },
      { at: began - 61 * dayMilliseconds, messages: 9_954 },
    ],
    smtp: true,
  }),
  outboundPolicy: known({
    name: 'Billing and newsletters',
    recipientsPerDay: 10_000,
    externalPerHour: 2_000,
    internalPerHour: 0,
    action: 'BlockUser',
    autoForwarding: 'Off',
  }),
  headroom: headroom(18_530),
})
