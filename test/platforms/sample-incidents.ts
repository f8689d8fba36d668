// The card of an incident through its whole life.
import type { IncidentView, Moment } from '../../src/features/cards.js'
import { connector, laura, portalUrl, restrictedAt, standingText, told, toTone } from './sample-rows.js'

const watching = { ...laura, statusIcon: '⏳', statusWord: 'Unblocked, watching' }

const take = { pressId: 'claim', incidentId: laura.incidentId, isMain: false }
const approving = [
  { ...take, pressId: 'approve', title: 'Approve…', isMain: true },
  { ...take, pressId: 'send-back', title: 'Send back…' },
]
const toClaim = { ...take, title: 'I’m on it' }
const toSnooze = { ...take, pressId: 'snooze', title: 'Snooze…' }
const waiting = {
  isReviewMain: false,
  isReviewBeside: false,
  buttons: approving,
  menu: [{ ...take, pressId: 'review', title: 'Unblock…' }, toSnooze, toClaim],
}
const nobodyNeeded = { whoText: '', buttons: [], menu: [] }
const over = {
  ...nobodyNeeded,
  isSince: false,
  badgesText: '',
  reasons: [],
  smallText: 'Laura Bennett',
}

const at = (iso: string): Moment => ({
  unix: String(Date.parse(iso) / 1_000),
  iso,
  text: `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`,
})
const undated = { isDated: false, isRecent: false, at: restrictedAt }

const open: IncidentView = {
  ...laura,
  ...toTone('bad'),
  notice:
    '🚨 Looks compromised: laura.bennett@contoso.com (admin account) cannot send. First sign-in from Lagos',
  headline: 'Cannot send',
  headlineText: 'Cannot send',
  isSince: true,
  restrictedAt,
  isSinceRecent: true,
  isDateFromExchange: true,
  verdictText: '',
  badgesText: '🛡️ Exchange Administrator',
  reasons: [
    {
      start: 'First sign-in from Lagos',
      rest: '',
      isDated: true,
      isRecent: true,
      at: at('2026-11-22T02:51:00Z'),
    },
    {
      start: 'New phone',
      rest: 'for MFA added',
      isDated: true,
      isRecent: false,
      at: at('2026-11-20T22:10:00Z'),
    },
    { ...undated, start: 'Forwards outside', rest: '' },
  ],
  again: [],
  lastIncidentId: '',
  smallText: 'Laura Bennett · 412 of 1,203 were spam',
  progress: [],
  whoText: '⏳ Nobody yet',
  isReviewMain: true,
  isReviewBeside: true,
  buttons: [toClaim],
  menu: [toSnooze],
  testText: '',
  standingText: '',
  canGiveBack: false,
  outcomeText: '',
  record: [],
  canReview: true,
  canHandOff: false,
  portalUrl,
}

const fresh: IncidentView = {
  ...open,
  ...toTone('calm'),
  statusIcon: '🔎',
  statusWord: 'Looking',
  notice: '🔎 Looking: laura.bennett@contoso.com cannot send',
  entityDetail: '',
  badgesText: '',
  reasons: [],
  smallText: '412 of 1,203 were spam',
  isDateFromExchange: false,
}

const unclear: IncidentView = {
  ...open,
  ...toTone('busy'),
  statusIcon: '⚠️',
  statusWord: 'Unclear',
  notice: '⚠️ Unclear: laura.bennett@contoso.com cannot send. Risk not checked, 2 new inbox rules',
  badgesText: '',
  reasons: [
    { ...undated, start: 'Risk not checked', rest: 'no licence' },
    { ...undated, start: '2 new inbox rules', rest: 'this week' },
  ],
}

const bulk: IncidentView = {
  ...open,
  ...toTone('accent'),
  statusIcon: '📣',
  statusWord: 'Looks like bulk mail',
  notice: '📣 Looks like bulk mail: laura.bennett@contoso.com cannot send. One text to 2,140 people',
  badgesText: '',
  reasons: [
    { ...undated, start: 'One text to 2,140 people', rest: '' },
    { ...undated, start: '98% known recipients', rest: '' },
    { ...undated, start: 'Signed in from Leeds', rest: 'only' },
  ],
}

const limitOnly: IncidentView = {
  ...open,
  ...toTone('calm'),
  statusIcon: '⏱️',
  statusWord: 'Sending limit only',
  notice: '⏱️ Sending limit only: laura.bennett@contoso.com cannot send. Recipient limit reached',
  badgesText: '🕛 ends by itself at midnight UTC',
  reasons: [
    { ...undated, start: 'Recipient limit', rest: 'reached' },
    { ...undated, start: 'Nothing added', rest: 'in 30 days' },
  ],
  smallText: 'Laura Bennett · 10,412 recipients in 24 h',
}

const confirmed = { text: told('03:31 UTC  Maya Okafor confirmed the unblock') }
const accepted = { text: told('03:31 UTC  Exchange accepted the unblock') }

export const incidents: Readonly<Record<string, IncidentView>> = {
  open,
  fresh,
  unclear,
  bulk,
  'limit-only': limitOnly,
  again: {
    ...open,
    again: [
      { text: '🔁 26 Oct: Maya Okafor, Tom Albers unblocked it · 2 times before' },
      { text: '◻ Left undone: Block sign-in, Revoke sessions' },
      { text: '“Laura removes the phone herself.”' },
    ],
    lastIncidentId: '01JD9Z4Q6T8W2Y00',
    isSinceRecent: false,
    smallText: 'Laura Bennett · Contoso · 96 of 310 were spam',
  },
  connector: {
    ...open,
    ...connector,
    headline: 'Its mail is blocked',
    headlineText: 'Its mail is blocked',
    badgesText: '',
    smallText: 'Connector · Contoso',
    reasons: [{ ...undated, start: 'Mail from other addresses', rest: '' }],
  },
  'open.to-take-back': {
    ...open,
    isReviewMain: false,
    buttons: [{ ...take, pressId: 'containment', title: 'Take the account back', isMain: true }, toClaim],
  },
  escalating: {
    ...open,
    progress: [{ text: told('✅ 03:24 UTC asked Mail on call · ❗ 03:34 UTC Security not reached') }],
    whoText: told('⏳ Nobody yet · pages night at 03:44 UTC'),
  },
  claimed: {
    ...open,
    whoText: told('🙋 Maya Okafor is on it · 03:12 UTC to 03:42 UTC'),
    buttons: [{ ...take, title: 'Take over' }],
  },
  snoozed: {
    ...open,
    ...toTone('calm'),
    notice: '💤 Snoozed until Mon 09:00 CET: laura.bennett@contoso.com cannot send. First sign-in from Lagos',
    statusIcon: '💤',
    statusWord: 'Snoozed until Mon 09:00 CET',
    verdictText: '⚠️ Unclear',
    whoText: told('💤 Tom Okafor at 04:20 CET “Laura phones back at nine. Sessions are revoked.”'),
    buttons: [{ ...take, pressId: 'wake', title: 'Wake it now' }],
    menu: [toSnooze, toClaim],
  },
  muted: {
    ...open,
    ...toTone('calm'),
    notice: '🔇 Muted until 30 Jun: laura.bennett@contoso.com cannot send. One subject',
    statusIcon: '🔇',
    statusWord: 'Muted until 30 Jun',
    verdictText: '📣 Looks like bulk mail',
    badgesText: '',
    reasons: [{ ...undated, start: 'One subject', rest: '1,203 recipients' }],
    whoText: told('🔇 Tom Okafor at 04:20 CET “The monthly newsletter, agreed with marketing.”'),
    buttons: [{ ...take, pressId: 'unmute', title: 'End the mute' }],
    menu: [toSnooze, toClaim],
  },
  unmuted: {
    ...open,
    progress: [{ text: 'Was muted by Tom Okafor: “The monthly newsletter, agreed with marketing.”' }],
  },
  reviewed: {
    ...open,
    whoText: told('✍️ Ines Duarte reviewed 03:20 UTC · waiting for approval'),
    ...waiting,
  },
  'reviewed.one-of-two': {
    ...open,
    whoText: told('✍️ 1 of 2: Maya Okafor approved 03:25 UTC · one more by 04:25 UTC'),
    ...waiting,
  },
  unblocking: {
    ...open,
    ...over,
    ...toTone('busy'),
    statusIcon: '⏳',
    statusWord: 'Unblocking',
    headline: 'Cannot send',
    headlineText: 'Cannot send',
    progress: [confirmed, { text: 'Asking Exchange to lift the restriction' }],
    canReview: false,
  },
  uncertain: {
    ...open,
    ...toTone('busy'),
    statusIcon: '🟠',
    statusWord: 'Outcome unknown',
    ...over,
    headline: 'It is not known yet whether it was unblocked',
    headlineText: 'It is not known yet whether it was unblocked',
    progress: [
      confirmed,
      {
        text: told(
          '03:32 UTC  No answer from Exchange: The connection to Exchange Online broke before the answer came.',
        ),
      },
      { text: 'It is not asked twice by itself; the next reads of the list decide' },
    ],
    canReview: false,
  },
  'uncertain.listed': {
    ...open,
    verdictText: '🚨 Looks compromised',
    ...toTone('busy'),
    statusIcon: '🟠',
    statusWord: 'Outcome unknown',
    headline: 'It is not known yet whether it was unblocked',
    headlineText: 'It is not known yet whether it was unblocked',
    progress: [
      confirmed,
      {
        text: told(
          '03:32 UTC  Exchange answered with an error: Exchange Online answered with status 503: The service is busy. Try again later.',
        ),
      },
      { text: told('03:34 UTC  Read the list: still on it. An approver may review it and try once more') },
    ],
  },
  'watching.listed': {
    ...open,
    ...over,
    ...toTone('busy'),
    statusIcon: '⏳',
    statusWord: 'Accepted, still listed',
    headline: 'Exchange accepted the unblock',
    headlineText: 'Exchange accepted the unblock',
    progress: [
      confirmed,
      accepted,
      {
        text: told(
          '03:36 UTC  Still on the list. Waiting for it to leave the list; it is read after 1, 5, 15 and 60 minutes',
        ),
      },
    ],
    canReview: false,
  },
  watching: {
    ...open,
    ...over,
    ...toTone('busy'),
    ...watching,
    headline: 'Off the list, mail may take up to one hour',
    headlineText: 'Off the list, mail may take up to one hour',
    progress: [
      confirmed,
      accepted,
      { text: told('03:36 UTC  Gone from the list. Mail may take up to one hour') },
    ],
    canReview: false,
  },
  'watching.no-mail': {
    ...open,
    ...over,
    ...toTone('busy'),
    ...watching,
    headline: 'No mail seen by 03:41 UTC',
    headlineText: told('No mail seen by 03:41 UTC'),
    progress: [confirmed],
    testText:
      'Please send a test mail from laura.bennett@contoso.com to an outside address, and forward me any bounce.',
    canReview: false,
  },
  'watching.flows': {
    ...open,
    ...over,
    ...toTone('good'),
    statusIcon: '🟢',
    statusWord: 'Mail flows',
    headline: 'Mail flows: delivered outside at 03:40 UTC',
    headlineText: told('Mail flows: delivered outside at 03:40 UTC'),
    progress: [
      confirmed,
      accepted,
      { text: told('03:36 UTC  Gone from the list') },
      { text: told('03:46 UTC  Seen in message trace') },
    ],
    canReview: false,
  },
  'stuck.refused': {
    ...open,
    ...over,
    ...toTone('bad'),
    statusIcon: '🔴',
    statusWord: 'Still blocked',
    headline: 'Still blocked: mail was refused with 5.1.8 at 03:40 UTC, after the unblock',
    headlineText: told('Still blocked: mail was refused with 5.1.8 at 03:40 UTC, after the unblock'),
    progress: [
      confirmed,
      accepted,
      { text: told('03:36 UTC  Gone from the list') },
      { text: told('03:46 UTC  Seen in message trace') },
      {
        text: told(
          'Microsoft needs up to 24 hours: wait until 2026-11-23 03:31 UTC. If mail is refused after that, open a case with Microsoft Support, the text is ready',
        ),
      },
    ],
    canReview: false,
    canHandOff: true,
  },
  stuck: {
    ...open,
    ...over,
    ...toTone('bad'),
    statusIcon: '🔴',
    statusWord: 'Still restricted',
    headline: 'Still cannot send, one hour after the unblock',
    headlineText: 'Still cannot send, one hour after the unblock',
    progress: [confirmed, accepted, { text: told('04:31 UTC  Still on the Restricted entities list') }],
    canReview: false,
    canHandOff: true,
  },
  failed: {
    ...open,
    statusIcon: '🔴',
    statusWord: 'Unblock failed',
    verdictText: '🚨 Looks compromised',
    headline: 'Cannot send',
    headlineText: 'Cannot send',
    progress: [
      confirmed,
      { text: told('03:31 UTC  Exchange refused: the limit of unblocks for this account is reached') },
    ],
  },
  closed: {
    ...open,
    ...over,
    ...toTone('good'),
    statusIcon: '🟢',
    statusWord: 'Unblocked',
    headline: 'May send mail again',
    headlineText: 'May send mail again',
    outcomeText: told(
      'Unblocked by Maya Okafor, off the list when last looked at 04:31 UTC. Mail flows: delivered outside at 03:40 UTC.',
    ),
    record: [
      { text: '◻ Not done: Block sign-in, Revoke sessions, Check recent sign-ins and 4 more' },
      { text: '“Laura confirmed the newsletter by phone.”' },
    ],
    canReview: false,
  },
  'closed.standing': {
    ...open,
    ...over,
    ...toTone('busy'),
    statusIcon: '🟠',
    statusWord: 'Unblocked, not given back',
    headline: 'May send mail again',
    headlineText: 'May send mail again',
    standingText,
    canGiveBack: true,
    outcomeText: told(
      'Unblocked by Maya Okafor, off the list when last looked at 04:31 UTC. Mail flows: delivered outside at 03:40 UTC.',
    ),
    canReview: false,
  },
  'closed.no-mail': {
    ...open,
    ...over,
    ...toTone('calm'),
    statusIcon: '⚪',
    statusWord: 'Not restricted, no mail seen',
    headline: 'Not restricted, no mail seen',
    headlineText: 'Not restricted, no mail seen',
    outcomeText: told(
      'Unblocked by Maya Okafor, off the list when last looked at 03:31 UTC. No mail was seen, in message trace read until 03:26 UTC.',
    ),
    canReview: false,
  },
  expired: {
    ...open,
    ...over,
    ...toTone('calm'),
    statusIcon: '⚪',
    statusWord: 'Expired by itself',
    headline: 'The restriction ended by itself',
    headlineText: 'The restriction ended by itself',
    outcomeText: told('Left the list by itself, seen 00:01 UTC. The limit or temporary block ran out.'),
    canReview: false,
  },
}
