// Accounts nobody broke into.
import { dayMilliseconds, hourMilliseconds } from '../../../domain/instant.js'
import { headroom, known, type Story, standardPolicy, unknown, untouched } from './facts.js'

/** As quiet, of whoever may do everything in the tenant. */
export const administrator: Story = (began) => ({ ...quiet(began), roles: known(['Global Administrator']) })

/** Everything known and nothing wrong, but for a password that is older than the restriction. */
export const quiet: Story = (began) => ({
  ...untouched,
  forwarding: known(null),
  inboxRules: known([
    {
      id: 'mailbox\\1204',
      name: 'Newsletters',
      enabled: true,
      hidden: false,
      effect: 'moves to Newsletters',
      suspicious: false,
    },
  ]),
  delegates: known([]),
  authentication: known({
    multiFactor: true,
    methods: [{ kind: 'Microsoft Authenticator', addedAt: began - 410 * dayMilliseconds }],
  }),
  password: known({ changedAt: began - 96 * dayMilliseconds }),
  signIns: known([
    {
      at: began - 7 * hourMilliseconds,
      from: 'Milan (IT)',
      ipAddress: '192.0.2.14',
      client: 'Browser',
      succeeded: true,
      interactive: true,
      device: 'known',
    },
    {
      at: began - 31 * hourMilliseconds,
      from: 'Milan (IT)',
      ipAddress: '192.0.2.14',
      client: 'Mobile apps and desktop clients',
      succeeded: true,
      interactive: false,
    },
  ]),
  risk: known({ level: 'none', detail: '' }),
  consents: known([]),
  roles: known([]),
  sentMail: known({
    hours: 24,
    messages: 131,
    recipients: 152,
    distinctSubjects: 97,
    busiestHour: { startsAt: began - 9 * hourMilliseconds, messages: 31 },
    outsideShare: 0.7,
    seenBefore: 0.91,
    subjects: { themes: [], replies: true },
  }),
  outboundPolicy: known(standardPolicy),
  headroom: headroom(1_407),
  ...settled,
  usualPlaces: known(['Milan (IT)']),
  submission: known({ by: 'person', device: 'known' }),
  rhythm: known({ messagesPerDay: 124, outsideShare: 0.7, smtp: false }),
})

/** What the logs say where nobody changed anything. */
const settled = {
  methodChanges: known([]),
  removedTraces: known([]),
  delegateSigns: known([]),
  mailFlowChanges: known([]),
}

/** No second factor, and somebody is guessing the password. */
export const careless: Story = (began) => ({
  ...quiet(began),
  authentication: known({ multiFactor: false, methods: [] }),
  password: known({ changedAt: began - 731 * dayMilliseconds }),
  signIns: known(
    Array.from({ length: 23 }, (_, index) => ({
      at: began - (2 + index) * hourMilliseconds,
      from: index % 4 === 0 ? 'Milan (IT)' : 'Minsk (BY)',
      ipAddress: index % 4 === 0 ? '192.0.2.14' : '198.51.100.201',
      client: index % 4 === 0 ? 'Browser' : 'Authenticated SMTP',
      succeeded: index % 4 === 0,
      interactive: index % 4 === 0,
    })),
  ),
  risk: known({ level: 'medium', detail: 'Password spray' }),
})

export const guest: Story = (began) => {
  const elsewhere = unknown('The account belongs to another organisation, which does not share this.')
  return {
    ...quiet(began),
    forwarding: elsewhere,
    inboxRules: elsewhere,
    automaticReply: elsewhere,
    doors: elsewhere,
    delegates: elsewhere,
    authentication: elsewhere,
    methodChanges: elsewhere,
    removedTraces: elsewhere,
    password: elsewhere,
  }
}

export const sharedMailbox: Story = (began) => ({
  ...quiet(began),
  authentication: known({ multiFactor: false, methods: [] }),
  signIns: known([]),
  delegates: known([
    { who: 'laura@contoso.com', right: 'SendAs' },
    { who: 'tom@contoso.com', right: 'FullAccess' },
    { who: 'vera@contoso.com', right: 'FullAccess' },
  ]),
  // One of them is at a place where she never was.
  delegateSigns: known([{ who: 'laura@contoso.com', from: 'Lagos (NG)', at: began - 4 * hourMilliseconds }]),
  sentMail: known({
    hours: 24,
    messages: 640,
    recipients: 1_322,
    distinctSubjects: 3,
    outsideShare: 0.8,
    seenBefore: 0.62,
    subjects: { themes: [], replies: false },
  }),
  usualPlaces: known([]),
  submission: unknown('Mailbox auditing of this mailbox does not say who sent.'),
  rhythm: known({ messagesPerDay: 210 }),
})
