// The tenant's own settings: one tenant, several, and the warning through its life.
import type { Card, DriftView, PoliciesView } from '../../src/features/cards.js'
import { restrictedAt, told, toTone } from './sample-rows.js'

const alertPoliciesUrl = 'https://security.microsoft.com/alertpolicies'
const outboundPoliciesUrl = 'https://security.microsoft.com/antispam'

const contoso: PoliciesView = {
  title: 'Settings of Contoso',
  summary: '2 of 5 could be better, 1 could not be checked.',
  readText: told('Read 2026-11-22 03:14 UTC, 3 h ago.'),
  driftText:
    'Changed and not accepted: "User restricted from sending email" was turned off; Outbound policy "Default": action changed from BlockUserForToday to Alert.',
  rows: [
    {
      icon: '⚠️',
      word: 'could be better',
      name: '"User restricted from sending email"',
      found:
        'Off, severity High. Mail goes to TenantAdmins (Global Administrators), on-call@contoso.com. No daily limit.',
      advice: 'Turn it on in the portal: while it is off there is no alert.',
      command: '',
    },
    {
      icon: '⚠️',
      word: 'could be better',
      name: 'Outbound policy "Default"',
      found:
        'For everybody else. Recipients: service defaults, then Alert: nobody is stopped. Automatic forwarding: Automatic.',
      advice: 'Choose BlockUser or BlockUserForToday: with Alert a compromised account goes on sending.',
      command: '',
    },
    {
      icon: '❔',
      word: 'not checked',
      name: 'Unified audit log',
      found: 'Exchange refused: the app lacks the role View-Only Audit Logs.',
      advice: '',
      command: '',
    },
    {
      icon: '✅',
      word: 'looks fine',
      name: '"Suspicious connector activity"',
      found: 'On, severity High. Mail goes to TenantAdmins (Global Administrators). No daily limit.',
      advice: '',
      command: '',
    },
    {
      icon: '✅',
      word: 'looks fine',
      name: 'Outbound policy "Newsletter"',
      found:
        'For newsletter@contoso.com. Recipients: 10,000 a day, 2,000 outside and service default inside an hour, then BlockUser: until somebody unblocks. Automatic forwarding: Off.',
      advice: '',
      command: '',
    },
  ],
  emptyText: '',
  refreshCommand: 'policies tenant contoso refresh',
  previousCommand: '',
  nextCommand: '',
  alertPoliciesUrl,
  outboundPoliciesUrl,
}

const tenants: PoliciesView = {
  ...contoso,
  title: 'Settings of the tenants',
  summary: '23 tenants, 20 of them look fine, page 2 of 3.',
  readText: '',
  driftText: '',
  rows: [
    {
      icon: '⚠️',
      word: 'could be better',
      name: 'Fabrikam',
      found: told('2 changes not accepted. 2 of 9 could be better. Read 2026-11-22 03:14 UTC, 3 h ago.'),
      advice: '',
      command: 'policies tenant fabrikam',
    },
    {
      icon: '❔',
      word: 'not checked',
      name: 'Northwind',
      found: told('⚠️ Never read; the read at 03:14 UTC failed: Exchange Online cannot be reached.'),
      advice: '',
      command: 'policies tenant northwind',
    },
  ],
  refreshCommand: 'policies refresh',
  previousCommand: 'policies page 1',
  nextCommand: 'policies page 3',
}

const drift: DriftView = {
  ...toTone('busy'),
  tenantName: 'Contoso',
  statusIcon: '🟠',
  statusWord: 'Settings changed',
  headline: '12 changes to the alert and sending settings of Contoso',
  changes: [
    { text: '"User restricted from sending email" was turned off' },
    {
      text: '"User restricted from sending email": recipients changed from TenantAdmins, on-call@contoso.com to nobody',
    },
    { text: 'Unified audit logging was turned off' },
    { text: 'Outbound policy "Default": action changed from BlockUserForToday to Alert' },
  ],
  moreText: 'and 8 more',
  authorText: '',
  outcomeText: '',
  seenAt: restrictedAt,
  acceptId: '01JD9Z4Q6T8W2YB3.2',
  canAccept: true,
  showCommand: 'policies tenant contoso',
  alertPoliciesUrl,
}

const over = { changes: drift.changes.slice(0, 1), moreText: '', canAccept: false }

export const policies: Readonly<Record<string, Card>> = {
  policies: { name: 'policies', view: contoso },
  'policies.tenants': { name: 'policies', view: tenants },
  'policies.never-read': {
    name: 'policies',
    view: {
      ...contoso,
      summary: 'Nothing is known yet.',
      readText: 'Being read now. Type policies again in a minute.',
      driftText: '',
      rows: [],
      emptyText: 'No read has succeeded so far.',
      refreshCommand: '',
    },
  },
  drift: { name: 'drift', view: drift },
  'drift.single': {
    name: 'drift',
    view: {
      ...drift,
      headline: '"User restricted from sending email" was turned off',
      authorText: told(
        'By the audit log: Set-ProtectionAlert on User restricted from sending email by nadia@contoso.com, 2026-11-22 02:51 UTC.',
      ),
      changes: [],
      moreText: '',
    },
  },
  'drift.nobody-known': {
    name: 'drift',
    view: { ...drift, authorText: 'Who changed it cannot be told: Audit logging is off in this tenant.' },
  },
  'drift.restored': {
    name: 'drift',
    view: {
      ...drift,
      ...over,
      ...toTone('good'),
      statusIcon: '🟢',
      statusWord: 'As before again',
      headline: 'The alert and sending settings of Contoso are as before again',
      outcomeText: told('As before again, seen 2026-11-23 03:14 UTC.'),
    },
  },
  'drift.accepted': {
    name: 'drift',
    view: {
      ...drift,
      ...over,
      ...toTone('calm'),
      statusIcon: '⚪',
      statusWord: 'Accepted',
      headline: 'The changed settings of Contoso are the new normal',
      outcomeText: told('Accepted as the new normal by Maya Okafor, 2026-11-22 09:02 UTC.'),
    },
  },
}
