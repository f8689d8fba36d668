// Accounts that somebody else is in.
import { dayMilliseconds, hourMilliseconds, minuteMilliseconds } from '../../../domain/instant.js'
import { headroom, known, type Story, standardPolicy, untouched } from './facts.js'

const intruder = { from: 'Lagos (NG)', ipAddress: '198.51.100.77' }

/** The whole kit: in from abroad, a phone of their own, an app, forwarding, a hidden rule, and a burst of spam. */
export const compromised: Story = (began) => ({
  ...untouched,
  forwarding: known({
    to: 'l.bianchi.backup@mail.example',
    keepsCopy: true,
    setAt: began - 4 * hourMilliseconds,
  }),
  inboxRules: known([
    {
      id: 'laura\\12344',
      name: 'Newsletters',
      enabled: true,
      hidden: false,
      effect: 'moves to Newsletters',
      suspicious: false,
    },
    {
      id: 'laura\\12345',
      name: '.',
      enabled: true,
      hidden: true,
      effect: 'deletes everything with "undeliverable"',
      suspicious: true,
      changedAt: began - 4 * hourMilliseconds,
    },
  ]),
  delegates: known([]),
  authentication: known({
    multiFactor: true,
    methods: [
      {
        id: 'microsoftAuthenticatorMethods/1',
        kind: 'Microsoft Authenticator',
        addedAt: began - 388 * dayMilliseconds,
      },
      { id: 'phoneMethods/2', kind: 'Phone +234 •• ••77', addedAt: began - 5 * hourMilliseconds },
    ],
  }),
  password: known({ changedAt: began - 214 * dayMilliseconds }),
  signIns: known([
    {
      at: began - 4 * hourMilliseconds,
      ...intruder,
      client: 'Authenticated SMTP',
      succeeded: true,
      interactive: false,
    },
    {
      at: began - 5 * hourMilliseconds,
      ...intruder,
      client: 'Browser',
      succeeded: true,
      interactive: true,
      device: 'unknown',
      network: 'hosting',
    },
    ...Array.from({ length: 17 }, (_, index) => ({
      at: began - 6 * hourMilliseconds - index * minuteMilliseconds,
      ...intruder,
      client: 'Browser',
      succeeded: false,
      interactive: true,
    })),
    {
      at: began - 11 * hourMilliseconds,
      from: 'Milan (IT)',
      ipAddress: '192.0.2.31',
      client: 'Mobile apps and desktop clients',
      succeeded: true,
      interactive: false,
    },
  ]),
  risk: known({ level: 'high', detail: 'Impossible travel, anonymous IP address' }),
  consents: known([
    {
      id: 'AQfVhNyyTEmNzCMOyJ0s8Q',
      app: 'Expense Helper',
      scopes: 'User.Read',
      grantedAt: began - 502 * dayMilliseconds,
      publisherVerified: true,
      consentedBy: 'admin',
      usedBy: 212,
    },
    {
      id: 'b7GJTrt3GUyOBdPWmJKXag',
      app: 'PDF Invoice Viewer',
      scopes: 'Mail.ReadWrite Mail.Send offline_access',
      grantedAt: began - 4 * hourMilliseconds,
      publisherVerified: false,
      consentedBy: 'user',
      usedBy: 1,
    },
  ]),
  roles: known([]),
  sentMail: known({
    hours: 24,
    messages: 1_203,
    recipients: 3_612,
    distinctSubjects: 4,
    byHour: [
      { startsAt: began - 3 * hourMilliseconds, messages: 214 },
      { startsAt: began - 2 * hourMilliseconds, messages: 871 },
      { startsAt: began - hourMilliseconds, messages: 118 },
    ],
    busiestHour: { startsAt: began - 2 * hourMilliseconds, messages: 871 },
    outsideShare: 0.98,
    seenBefore: 0.04,
    subjects: { themes: ['payment'], replies: false },
  }),
  outboundPolicy: known(standardPolicy),
  headroom: headroom(5_019),
  methodChanges: known([
    { at: began - 5 * hourMilliseconds, kind: 'Phone +234 •• ••77', by: 'self', from: intruder.from },
  ]),
  usualPlaces: known(['Milan (IT)']),
  removedTraces: known([]),
  delegateSigns: known([]),
  mailFlowChanges: known([]),
  submission: known({ by: 'smtp' }),
  rhythm: known({ messagesPerDay: 46, outsideShare: 0.5, smtp: false }),
})

/** Quieter, and far more dangerous: what Exchange counted was sent under another name. */
export const compromisedAdmin: Story = (began) => ({
  ...compromised(began),
  forwarding: known(null),
  inboxRules: known([]),
  consents: known([]),
  roles: known(['Exchange Administrator', 'Application Administrator']),
  delegates: known([
    {
      who: 'svc-migration@contoso.com',
      right: 'FullAccess',
      since: began - 300 * dayMilliseconds,
      by: 'tom@contoso.com',
    },
  ]),
  sentMail: known({
    hours: 24,
    messages: 3,
    recipients: 3,
    deliveries: 3,
    distinctSubjects: 3,
    asAnother: { address: 'info@contoso.com', messages: 128 },
  }),
  removedTraces: known([
    {
      what: 'connector',
      text: 'an inbound connector "Backup path"',
      madeAt: began - 9 * hourMilliseconds,
      removedAt: began - 2 * hourMilliseconds,
      suspicious: true,
    },
  ]),
  submission: known({ by: 'person', device: 'unknown' }),
  rhythm: known({ messagesPerDay: 11 }),
})
