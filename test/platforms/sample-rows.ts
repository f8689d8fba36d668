// Rows the sample views are made of: one Friday night at Contoso.
import { hourMilliseconds } from '../../src/domain/instant.js'
import type { Said, Words } from '../../src/domain/said.js'
import type {
  EvidenceRow,
  FactRow,
  HistoryRow,
  IncidentRow,
  Moment,
  QuestionRow,
  RecommendationRow,
  Subject,
  Tone,
} from '../../src/features/cards.js'

type Basis = 'found' | 'looks fine' | 'not checked'
const icons: Readonly<Record<Basis, string>> = { found: '⚠️', 'looks fine': '✅', 'not checked': '❔' }

/** With the moments of the text in it, as a card is handed them; a clock alone is of that night. */
export function told(text: string): Words {
  const read = /(\d{4}-\d\d-\d\d )?(?:Mon )?(\d\d:\d\d) (UTC|CET)/g
  const said: Said['said'][number][] = []
  let at = 0
  for (const match of text.matchAll(read)) {
    const [whole, day, clock = '', zone] = match
    const utc = Date.parse(`${(day ?? '2026-11-22').trim()}T${clock}Z`)
    const form = day === undefined && !whole.startsWith('Mon') ? 'clock' : 'day-clock'
    said.push(text.slice(at, match.index))
    said.push({ at: zone === 'CET' ? utc - hourMilliseconds : utc, form, text: whole })
    at = match.index + whole.length
  }
  return { said: [...said, text.slice(at)].filter((piece) => piece !== '') }
}

export const restrictedAt: Moment = {
  unix: '1795317240',
  iso: '2026-11-22T03:14:00Z',
  text: '2026-11-22 03:14 UTC',
}

export const expiresAt: Moment = {
  unix: '1795318740',
  iso: '2026-11-22T03:39:00Z',
  text: '2026-11-22 03:39 UTC',
}

export function toTone(tone: 'bad' | 'busy' | 'good' | 'accent' | 'calm'): Tone {
  return {
    isBad: tone === 'bad',
    isBusy: tone === 'busy',
    isGood: tone === 'good',
    isCalm: tone === 'calm',
    ...(tone === 'accent' ? { isAccent: true } : {}),
  }
}

export const laura: Subject = {
  incidentId: '01JD9Z4Q6T8W2YB3',
  entity: 'laura.bennett@contoso.com',
  entityDetail: 'Laura Bennett',
  kindWord: 'Sender',
  tenantName: 'Contoso',
  statusIcon: '🚨',
  statusWord: 'Looks compromised',
}

export const connector: Subject = {
  incidentId: '01JD9Z4Q6T8W2YC4',
  entity: 'Inbound from Contoso-Manufacturing on-premises relay (legacy)',
  entityDetail: '7d1f3a52-9c1e-4b7a-8a44-5e0b2f6c9d10',
  kindWord: 'Connector',
  tenantName: 'Contoso',
  statusIcon: '🚨',
  statusWord: 'Looks compromised',
}

export const portalUrl = 'https://security.microsoft.com/restrictedentities'
export const earlierText = 'Restricted 2 times before. Look at why it came back.'
export const reasonText = 'Outbound spam: 412 of 1,203 messages in 24 hours were marked as spam'

export const reasonFacts: readonly FactRow[] = [
  { label: 'OutboundSpamLast24Hours', value: '412' },
  { label: 'OutboundMailLast24Hours', value: '1203' },
  { label: 'OutboundSpamPercent', value: '342' },
  { label: 'Last Message MessageId', value: '<BN8PR0101MB3412.namprd01.prod.outlook.com>' },
  { label: 'CIP', value: '203.0.113.77' },
]

const findings: readonly (readonly [Basis, string, string])[] = [
  ['found', 'Block sign-in', 'Sign-in is allowed.'],
  ['found', 'Change password', 'Last changed 2025-09-02 07:41 UTC, before the restriction began.'],
  ['not checked', 'Revoke sessions', 'Nobody can see whether sessions were revoked.'],
  [
    'found',
    'Multi-factor authentication',
    'Set up, with recently added methods: Authenticator app (2026-11-20 22:10 UTC).',
  ],
  ['looks fine', 'Review apps the user consented to', 'Nothing new. Consented to earlier: Miro (User.Read).'],
  ['not checked', 'Review admin roles', 'Graph refused: the app lacks Directory.Read.All.'],
  [
    'found',
    'Remove unknown forwarding',
    'Mail is forwarded to archive.2026@mail.example, without a copy in the mailbox.',
  ],
  ['found', 'Remove suspicious inbox rules', '"..": moves everything to RSS Feeds (hidden).'],
  [
    'found',
    'Check recent sign-ins',
    '14 from Lagos, NG and Leeds, GB, 212 failures, newest 2026-11-22 02:58 UTC.',
  ],
  ['found', "Review the user's risk", 'Risk is high: password spray, unfamiliar sign-in properties.'],
  ['found', 'Check the mail that was sent', '1,203 messages to 9,871 recipients in 24 hours, 6 subjects.'],
  ['found', 'Check who else can use the mailbox', 'office-team@contoso.com (FullAccess).'],
  ['looks fine', 'Could this be legitimate bulk mail?', 'Policy "Default" allows 10,000 recipients a day.'],
  ['found', 'Consider waiting: the block ends by itself', 'Temporary block, ends 2026-11-23 00:00 UTC.'],
]

export const evidence: readonly EvidenceRow[] = findings.map(([word, label, finding]) => ({
  icon: icons[word],
  word,
  label,
  finding,
}))

/** All fourteen, as many as there are. */
export const recommendations: readonly RecommendationRow[] = findings.map(
  ([word, title, finding], index) => ({
    ruleId: `rule-${index + 1}`,
    title,
    advice:
      index % 2 === 0
        ? 'Remove what the user did not set up. It outlives a password reset.'
        : 'Enable MFA, and remove every method and device the user does not recognise. Do it before anything else.',
    icon: icons[word],
    word,
    finding,
    linkTitle: 'Account in Entra',
    linkUrl:
      'https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/5b1f3a52-9c1e-4b7a-8a44-5e0b2f6c9d10',
    stageTitle: index === 0 ? 'Take it back' : index === 8 ? 'What happened' : '',
    changeText: '',
  }),
)

export const against: readonly EvidenceRow[] = evidence
  .filter(({ word }) => word === 'found')
  .slice(2, 6)
  .map((row) => ({ ...row, icon: '🔴' }))

export const signs: readonly EvidenceRow[] = [
  'Signed in from Lagos, NG 2026-11-22 02:51 UTC; in the 30 days before only from Leeds, GB.',
  'Phone was added 2026-11-20 22:10 UTC from Lagos, NG.',
  'Mail is forwarded to archive.2026@mail.example since 2026-11-22 02:55 UTC, without a copy in the mailbox.',
  'Inbox rule "..", hidden from Outlook, moves everything to RSS Feeds; made 2026-11-22 02:58 UTC.',
].map((finding) => ({ icon: '🔴', word: '', label: '', finding }))

export const steps: readonly EvidenceRow[] = [
  { icon: '✅', label: 'Sign-in blocked', word: 'by Maya Okafor 03:17 UTC', finding: '' },
  { icon: '✅', label: 'Sessions revoked', word: 'by Maya Okafor 03:17 UTC', finding: '' },
  { icon: '✅', label: 'Unknown apps removed', word: 'seen 8 s ago', finding: '' },
  {
    icon: '⬜',
    label: 'Change password',
    word: 'still open',
    finding: 'Last changed 2025-09-02 07:41 UTC, before the restriction began.',
  },
  {
    icon: '⬜',
    label: 'Remove unknown forwarding',
    word: 'still open',
    finding: 'Mail is forwarded to archive.2026@mail.example, without a copy in the mailbox.',
  },
  { icon: '❔', label: 'Multi-factor authentication', word: 'not checked', finding: 'Graph refused.' },
]

export const questions: readonly QuestionRow[] = [
  {
    inputId: 'ask.spoken.3',
    questionId: 'spoken',
    words: 'Did you speak to Laura Bennett, by voice?',
    answer: '',
    options: [
      { choiceId: 'yes', title: 'Yes, it is them' },
      { choiceId: 'no', title: 'No' },
    ],
  },
  {
    inputId: 'ask.device.3',
    questionId: 'device',
    words: 'Is their device clean?',
    answer: '',
    options: [
      { choiceId: 'yes', title: 'Yes, scanned or replaced' },
      { choiceId: 'unknown', title: 'Not known' },
    ],
  },
]

export const byHand = [
  { choiceId: 'reset-password.0123456789abcdef', title: 'Password changed', ruleId: 'reset-password' },
  { choiceId: 'forwarding.0123456789abcdef', title: 'Forwarding off', ruleId: 'forwarding' },
]

export const seen = 'at:1795317540000,reset-password:0123456789abcdef,forwarding:0123456789abcdef'

const people = [
  'laura.bennett',
  'svc_newsletter',
  'maximilian.von-hohenstein-oberwiesenthal',
  'info',
  'ap.invoices',
]

export const standingText = told(
  'Not given back: sign-in blocked by Maya Okafor 03:21 UTC, inbox rules turned off by Tom Albers 03:24 UTC.',
)

/** As many rows as asked for; every third is under way, every fifth is over. */
export function toIncidentRows(count: number): readonly IncidentRow[] {
  return Array.from({ length: count }, (_, index): IncidentRow => {
    const isClosed = index % 5 === 4
    const isBusy = !isClosed && index % 3 === 2
    return {
      incidentId: `01JD9Z4Q6T8W2Y${String(index).padStart(2, '0')}`,
      entity: `${people[index % people.length]}@contoso.com`,
      localPart: `${people[index % people.length]}`,
      domainPart: '@contoso.com',
      shortText: index % 2 === 0 ? (isClosed || isBusy ? '' : 'First sign-in from Lagos') : '🛡️ admin account',
      kindWord: 'Sender',
      tenantName: 'Contoso',
      statusIcon: isClosed ? '🟢' : isBusy ? '🟠' : '🚨',
      statusWord: isClosed ? 'Unblocked' : isBusy ? 'Outcome unknown' : 'Looks compromised',
      whoText: isBusy ? '🙋 Maya Okafor is on it' : '',
      nextText: index === 0 ? told('pages night at 03:44 UTC') : '',
      sinceText: told('2026-11-22 03:14 UTC'),
      reasonText:
        index % 2 === 0
          ? reasonText
          : 'Sending limit exceeded: 10,412 recipients in 24 hours, the limit is 10,000',
      canReview: !isClosed,
      standingText: index === 2 ? standingText : '',
    }
  })
}

export const historyRows: readonly HistoryRow[] = [
  {
    incidentId: '01JD9Z4Q6T8W2YB3',
    dayText: '2026-11-22',
    icon: '🟢',
    entity: 'laura.bennett@contoso.com',
    localPart: 'laura.bennett',
    domainPart: '@contoso.com',
    tenantName: 'Contoso',
    outcomeText: told(
      'Unblocked by Maya Okafor, off the list when last looked at 04:21 UTC. Mail should flow again.',
    ),
    recordText: '◻ Not done: Block sign-in · “Laura confirmed the newsletter by phone.”',
  },
  {
    incidentId: '01JD9Z4Q6T8W2YA1',
    dayText: '2026-10-01',
    icon: '⚪',
    entity: 'svc_newsletter@contoso.com',
    localPart: 'svc_newsletter',
    domainPart: '@contoso.com',
    tenantName: 'Fabrikam',
    outcomeText: told('Left the list by itself, seen 09:02 UTC. The limit or temporary block ran out.'),
    recordText: '',
  },
]
