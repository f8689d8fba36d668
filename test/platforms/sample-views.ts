// Every card in the states that matter: what golden files, the Block Kit check and the hostile tests are made from.
import { say, tellCommand, toPlain } from '../../src/domain/said.js'
import type { Card } from '../../src/features/cards.js'
import { toGrouped } from '../../src/features/review/brief.js'
import { askOwnerSamples } from './sample-ask-owner.js'
import { blinds } from './sample-blind.js'
import { containment } from './sample-containment.js'
import { doors } from './sample-doors.js'
import { drills } from './sample-drill.js'
import { incidents } from './sample-incidents.js'
import { policies } from './sample-policies.js'
import { restingSamples } from './sample-resting.js'
import {
  against,
  byHand,
  connector,
  earlierText,
  evidence,
  expiresAt,
  historyRows,
  laura,
  portalUrl,
  questions,
  reasonFacts,
  reasonText,
  recommendations,
  seen,
  signs,
  standingText,
  steps,
  toIncidentRows,
  told,
  toTone,
} from './sample-rows.js'
import { stormSamples } from './sample-storms.js'
import { unreads } from './sample-unread.js'

const facts = [
  { label: 'Restricted since', value: told('2026-11-22 03:14 UTC (4 min)') },
  { label: 'Why', value: reasonText },
  { label: 'Account', value: 'Laura Bennett, sign-in allowed, synced from on-premises' },
  { label: 'Sent', value: '1,203 messages to 9,871 recipients in 24 h, own addresses only' },
  {
    label: 'May send',
    value: '10,000 recipients a day, the service default, then BlockUserForToday (policy "Default")',
  },
  { label: 'Tenant limit', value: '17,648 of 22,059 external recipients in 24 h (80%)' },
  { label: 'Password changed', value: '2025-09-02 07:41 UTC' },
  { label: 'Risk', value: 'high: password spray' },
  { label: 'Directory roles', value: 'not checked: Graph refused' },
]

const review = {
  ...laura,
  revision: '3',
  seen,
  reviewId: '',
  verdictIcon: '🚨',
  verdictText: 'Looks compromised',
  reasons: [{ text: 'First sign-in from Lagos 02:51' }, { text: 'Forwards outside' }],
  badges: [{ text: 'Exchange Administrator' }],
  sinceText: told('Cannot send since 2026-11-22 03:14 UTC (4 min)'),
  reasonText,
  signsTitle: 'Signs of compromise (4)',
  signs,
  signLines: signs,
  stepsTitle: 'Steps (3 of 6 done)',
  steps,
  stepLines: steps,
  checkedText: '12 of 13 checked, 4 against',
  uncheckedText: 'Not checked: Review admin roles',
  checksTitle: 'All 13 checks',
  evidenceText: told('Gathered 2 min ago, 03:16 UTC'),
  earlierText,
  companyText: told('Tom Albers is reviewing this too, since 03:12 UTC'),
  ownerRows: [],
  canAskOwner: true,
  canContain: true,
  portalUrl,
  form: [],
}

const changed = recommendations.slice(0, 2).map((row, index) => ({
  ...row,
  changeText: index === 0 ? told('new since 03:16 UTC') : '',
}))

/** What is left to read where nothing speaks against it. */
const fine = recommendations
  .filter(({ icon }) => icon === '✅')
  .map((row, index) => ({ ...row, stageTitle: index === 0 ? 'Take it back' : '' }))

const wanted = {
  inputId: 'ask.wanted.3',
  questionId: 'wanted',
  words: 'Is this mail wanted?',
  answer: '',
  options: [
    { choiceId: 'yes', title: 'Yes, the owner says so' },
    { choiceId: 'no', title: 'No' },
    { choiceId: 'unknown', title: 'Not known' },
  ],
}

const form = {
  ...laura,
  revision: '3',
  seen,
  reviewText: '',
  rows: recommendations,
  ...toGrouped(recommendations),
  byHandId: 'by-hand.3',
  byHand,
  ticked: [],
  tickedText: '',
  questions,
  uncheckedText: 'Not checked: Review admin roles. Say in the note why it is safe all the same.',
  othersNote: '',
  noteId: 'note',
  noteLabel: 'Note for the record',
  noteReaders: 'Everybody with a role here reads this for 90 days.',
  note: '',
  problem: '',
  canContain: true,
}

const yes = {
  ...laura,
  confirmationId: '01JD9Z9V1K3M5N7P',
  revision: '3',
  warning:
    'You are about to remove the sending restriction of laura.bennett@contoso.com. It may send again within an hour.',
  unblockTitle: 'Yes, unblock laura.bennett@contoso.com',
  yesTitle: 'Yes, unblock',
  signingText: '',
  approvalText: '',
  problem: '',
  contradictedText: '',
  contradicted: [],
  contradictedLines: [],
  readText: '',
  whyId: '',
  why: '',
  canContain: true,
  checkedText: '12 of 13 checked, 4 against',
  attested: [
    ...against.slice(0, 2),
    { icon: '✅', word: 'by Maya Okafor 03:17 UTC', label: 'Sessions revoked', finding: '' },
    { icon: '🗣️', word: 'said by Maya Okafor', label: 'Password changed', finding: '' },
    { icon: '✅', word: 'Yes, scanned or replaced', label: 'Is their device clean?', finding: '' },
  ],
  answerLines: [
    ...against.slice(0, 2),
    { icon: '✅', word: 'by Maya Okafor 03:17 UTC', label: 'Sessions revoked', finding: '' },
    { icon: '🗣️', word: 'said by Maya Okafor', label: 'Password changed', finding: '' },
    { icon: '✅', word: 'Yes, scanned or replaced', label: 'Is their device clean?', finding: '' },
  ],
  answeredTitle: 'What you answered',
  noteTitle: 'Your note',
  note: 'Spoke with Laura by phone.\nThe newsletter was hers.',
  notDoneText: 'Not done: Block sign-in.',
  notCheckedText: 'Not checked: Review admin roles.',
  countText: '1st unblock in 30 days. Microsoft limits how often.',
  expiresAt,
  canUnblock: true,
  channelText: '',
}

const wizard: Readonly<Record<string, Card>> = {
  overview: { name: 'overview', view: review },
  'overview.to-approve': {
    name: 'overview',
    view: {
      ...review,
      reviewId: 'fedcba9876543210',
      reasons: [],
      badges: [],
      signs: signs.slice(0, 2),
      signLines: signs.slice(0, 2),
      earlierText: '',
      companyText: told('Ines Duarte finished a review at 03:20 UTC.'),
      ownerRows: [
        {
          text: told(
            '❗ Owner on Slack 03:18 UTC: “No, that was not me”. That is a personal chat, which an intruder may hold too.',
          ),
        },
      ],
      canAskOwner: false,
    },
  },
  'overview.clean': {
    name: 'overview',
    view: {
      ...review,
      verdictIcon: '📣',
      verdictText: 'Looks like bulk mail',
      reasons: [],
      badges: [],
      signsTitle: '',
      signs: [],
      signLines: [],
      stepsTitle: 'Steps (2 of 2 done)',
      steps: steps.slice(1, 3),
      stepLines: [],
      checkedText: '11 of 11 checked, nothing against it',
      uncheckedText: '',
      earlierText: '',
      companyText: '',
      canContain: false,
      form: [
        {
          rows: fine,
          questions: [wanted],
          noteId: 'note',
          noteLabel: 'Note for the record',
          noteReaders: 'Everybody with a role here reads this for 90 days.',
          note: '',
        },
      ],
    },
  },
  'overview.not-gathered': {
    name: 'overview',
    view: {
      ...review,
      ...connector,
      revision: '1',
      verdictIcon: '🔎',
      verdictText: 'Looking',
      reasons: [],
      badges: [],
      signsTitle: '',
      signs: [],
      signLines: [],
      stepsTitle: '',
      steps: [],
      stepLines: [],
      checkedText: '1 of 5 checked, nothing against it',
      evidenceText: 'Being gathered now. Check again in a moment; nothing has been checked yet.',
      earlierText: '',
      companyText: '',
      canContain: false,
    },
  },
  checks: {
    name: 'checks',
    view: {
      ...laura,
      revision: '3',
      seen,
      title: '13 checks, read 2 min ago',
      signsTitle: 'Signs of compromise (4)',
      signs,
      againstTitle: `Against (${against.length})`,
      against,
      uncheckedTitle: 'Not checked (1)',
      unchecked: [
        { icon: '❔', word: 'not checked', label: 'Review admin roles', finding: 'Graph refused.' },
      ],
      nothingTitle: 'Nothing against it (8)',
      nothing: [
        { icon: '✅', word: 'nothing against it', label: 'Inbox rules', finding: '4, none new or hidden.' },
        {
          icon: '·',
          word: '',
          label: '',
          finding: 'Miro, User.Read, id 0f4f2f5e, since 2025-05-02 08:00 UTC',
        },
      ],
      facts,
      reasonFacts,
      pageText: 'Page 1 of 2',
      nextPage: '2',
    },
  },
  recommendations: { name: 'recommendations', view: form },
  'recommendations.clean': {
    name: 'recommendations',
    view: {
      ...form,
      rows: recommendations.slice(2, 7),
      ...toGrouped(recommendations.slice(2, 7)),
      byHand: [],
      uncheckedText: '',
      questions: [wanted],
    },
  },
  'recommendations.problem': {
    name: 'recommendations',
    view: {
      ...form,
      revision: '4',
      reviewText: told('Ines Duarte finished a review at 03:20 UTC. Something has changed since.'),
      othersNote: 'Ines Duarte noted: Phoned the service desk.',
      rows: changed,
      ...toGrouped(changed),
      ticked: byHand.slice(0, 1).map(({ choiceId, title }) => ({ choiceId, title })),
      tickedText: byHand[0]?.choiceId ?? '',
      questions: questions.map((one) => ({ ...one, answer: 'yes' })),
      note: 'Spoke with Laura by phone.\nThe newsletter was hers.',
      problem: 'Something was found or done since you looked; it is marked below. Nothing was unblocked.',
      canContain: false,
    },
  },
  confirm: { name: 'confirm', view: yes },
  'confirm.against': {
    name: 'confirm',
    view: {
      ...yes,
      unblockTitle: 'Unblock anyway: laura.bennett@contoso.com',
      yesTitle: 'Unblock anyway',
      problem: 'Say why it is safe all the same, in 15 characters or more. Nothing was unblocked.',
      contradictedText: 'You said done, Reprieve still sees:',
      contradicted: recommendations.slice(6, 8).map(({ title, finding }) => ({
        icon: '❗',
        word: 'said done; Reprieve still sees',
        label: title,
        finding: `${finding} (last read 03:16 UTC)`,
      })),
      contradictedLines: recommendations.slice(6, 8).map(({ title, finding }) => ({
        icon: '❗',
        word: '',
        label: title,
        finding,
      })),
      readText: 'last read 03:16 UTC',
      whyId: 'why',
      why: 'ok',
    },
  },
  'confirm.clean': {
    name: 'confirm',
    view: {
      ...yes,
      checkedText: '11 of 11 checked, nothing against it',
      attested: [{ icon: '✅', word: 'Yes, the owner says so', label: 'Is this mail wanted?', finding: '' }],
      answerLines: [
        { icon: '✅', word: 'Yes, the owner says so', label: 'Is this mail wanted?', finding: '' },
      ],
      note: '',
      notDoneText: '',
      notCheckedText: '',
    },
  },
  'confirm.approval': {
    name: 'confirm',
    view: {
      ...yes,
      approvalText: told(
        'You approve the review of Ines Duarte, finished at 03:20 UTC. The answers and the note are theirs, the Yes is yours.',
      ),
      yesTitle: 'Approve & unblock',
      unblockTitle: 'Approve & unblock laura.bennett@contoso.com',
      answeredTitle: 'What Ines Duarte answered',
      noteTitle: 'The note of Ines Duarte',
      note: 'Phoned the service desk.',
      notDoneText: '',
    },
  },
  'confirm.first-of-two': {
    name: 'confirm',
    view: {
      ...yes,
      yesTitle: 'Sign, 1 of 2',
      unblockTitle: 'Sign, 1 of 2 laura.bennett@contoso.com',
      signingText:
        'It takes two people. It has a role in the directory: Exchange Administrator. You sign first; nothing is unblocked until somebody else has signed, within 60 minutes.',
    },
  },
  'send-back': {
    name: 'send-back',
    view: {
      ...laura,
      text: told(
        'The review of Ines Duarte, finished at 03:20 UTC, goes back to Ines Duarte. The answers are kept.',
      ),
      reasonId: 'reason',
      problem: '',
    },
  },
  'send-back.again': {
    name: 'send-back',
    view: {
      ...laura,
      text: told(
        'The review of Ines Duarte, finished at 03:20 UTC, goes back to Ines Duarte. The answers are kept.',
      ),
      reasonId: 'reason',
      problem:
        'Say what is missing, in a few words: its author has to know what to do. Nothing was sent back.',
    },
  },
  'confirm.needs-approval': {
    name: 'confirm',
    view: { ...yes, note: '', notDoneText: '', canUnblock: false, channelText: 'The channel has been told.' },
  },
  'accepted.signed': {
    name: 'accepted',
    view: {
      ...laura,
      headline: 'Signed, 1 of 2: nothing is unblocked yet',
      waitsFor: 'second',
      steps: [
        { text: 'It takes two people. It has a role in the directory: Exchange Administrator.' },
        {
          text: told(
            'Somebody else who may approve has to sign by 04:25 UTC. The card and its thread say so.',
          ),
        },
      ],
      portalUrl,
    },
  },
  accepted: {
    name: 'accepted',
    view: {
      ...laura,
      statusIcon: '⏳',
      statusWord: 'Unblocking',
      headline: 'laura.bennett@contoso.com is being unblocked',
      waitsFor: '',
      steps: [
        { text: 'Exchange is asked once. The card in the channel shows its answer.' },
        { text: 'Mail may take up to one hour to flow again, 24 hours at the very most.' },
        {
          text: 'Reprieve reads the list after 1, 5, 15 and 60 minutes and says so when it is still there.',
        },
      ],
      portalUrl,
    },
  },
}

const timeline = [
  { atText: told('2026-11-22 03:14 UTC'), text: 'Seen on the Restricted entities list' },
  { atText: told('2026-11-22 03:15 UTC'), text: 'Evidence gathered' },
  { atText: told('2026-11-22 03:20 UTC'), text: 'Review opened by Maya Okafor' },
  { atText: told('2026-11-22 03:30 UTC'), text: 'Recommendations answered by Maya Okafor' },
  { atText: told('2026-11-22 03:31 UTC'), text: 'Unblock confirmed by Maya Okafor' },
  { atText: told('2026-11-22 03:31 UTC'), text: 'Exchange asked to unblock' },
  { atText: told('2026-11-22 03:31 UTC'), text: 'Unblocked' },
  { atText: told('2026-11-22 04:31 UTC'), text: 'Read the list: still on it' },
]

const noButton = { groupPressId: '', groupId: '', groupTitle: '', groupLabel: '' }
const noHeading = { groupText: '', ...noButton }
const openGroup = {
  groupPressId: 'storm-open',
  groupId: 'digest-1_compromised',
  groupTitle: 'Open 31',
  groupLabel: 'Open 31 that look compromised',
}
const bulkRows = toIncidentRows(4).map((row, at) => ({
  ...row,
  statusIcon: '📣',
  statusWord: 'Looks like bulk mail',
  ...(at === 0
    ? {
        groupText: '📣 30 bulk mail',
        groupPressId: 'storm',
        groupId: 'digest-1_bulk-spam',
        groupTitle: 'Review 25…',
        groupLabel: 'Review 25 together that look like bulk mail',
      }
    : noHeading),
}))

/** As the bot orders them: worst first, what is over at the end. */
const digestRows = ['🚨', '🟠', '🟢'].flatMap((icon, at) => {
  const headings = ['🚨 31 look compromised', '⏳ 3 under way', '⚪ 4 over']
  const buttons = [openGroup, noButton, noButton]
  const rows = toIncidentRows(10).filter(({ statusIcon }) => statusIcon === icon)
  return rows.map((row, index) => ({
    ...row,
    ...(index === 0 ? { groupText: headings[at] ?? '', ...(buttons[at] ?? noButton) } : noHeading),
  }))
})

const pages: Readonly<Record<string, Card>> = {
  digest: {
    name: 'digest',
    view: {
      digestId: 'digest-1',
      ...toTone('bad'),
      headline: '38 restricted within a short time: 31 look compromised, 1 is an admin',
      tenantName: 'Contoso',
      countsText: '31 open, 3 under way, 4 over',
      rows: digestRows,
      moreText: 'and 28 more, under All open',
      portalUrl,
    },
  },
  'digest.bulk': {
    name: 'digest',
    view: {
      digestId: 'digest-1',
      ...toTone('bad'),
      headline: '30 restricted within a short time: 30 bulk mail',
      tenantName: 'Contoso',
      countsText: '30 waiting, 0 under way, 0 over',
      rows: bulkRows,
      moreText: 'and 26 more, under All open',
      portalUrl,
    },
  },
  'digest.over': {
    name: 'digest',
    view: {
      digestId: 'digest-1',
      ...toTone('good'),
      headline: '1 sender or connector restricted within a short time',
      tenantName: 'Contoso',
      countsText: '0 open, 0 under way, 1 over',
      rows: toIncidentRows(5)
        .slice(-1)
        .map((row) => ({ ...row, ...noHeading })),
      moreText: '',
      portalUrl,
    },
  },
  list: {
    name: 'list',
    view: {
      title: 'Restricted entities',
      countText: '52 restrictions, page 2 of 3',
      rows: toIncidentRows(20),
      emptyText: '',
      standingText: '',
      pollText: told('Last good poll 14:03 UTC, 12 s ago'),
      previousCommand: 'list page 1',
      nextCommand: 'list page 3',
    },
  },
  'list.empty': {
    name: 'list',
    view: {
      title: 'Restricted entities',
      countText: 'No restrictions',
      rows: [],
      emptyText: 'Nobody is restricted. Mail may flow.',
      standingText: say`Over, but not given back: laura.bennett@contoso.com. Type ${tellCommand('show')} and the address.`,
      pollText: told('⚠️ Polls fail since 13:41 UTC, last good poll 22 min ago'),
      previousCommand: '',
      nextCommand: '',
    },
  },
  'list.last-page': {
    name: 'list',
    view: {
      title: 'Restricted entities',
      countText: '21 restrictions, page 2 of 2',
      rows: toIncidentRows(1),
      emptyText: '',
      standingText: '',
      pollText: told('Last good poll 14:03 UTC, 12 s ago'),
      previousCommand: 'list page 1',
      nextCommand: '',
    },
  },
  show: {
    name: 'show',
    view: {
      ...laura,
      status: 'stuck',
      outcome: '',
      statusIcon: '🔴',
      statusWord: 'Still restricted',
      headline: reasonText,
      facts,
      evidence,
      evidenceText: told('Gathered 2026-11-22 03:16 UTC'),
      record: [],
      explanationText:
        'Somebody else seems to be at work. First sign-in from Lagos. Signs of that weigh 7 (5 decide; 3 do when the mail is strange too), strange mail weighs 2 (2 count).',
      timeline,
      answersTitle: told('What Maya Okafor answered, 2026-11-22 03:17 UTC'),
      answers: yes.attested,
      earlierText,
      standing: [
        { incidentId: laura.incidentId, text: standingText, canGiveBack: true },
        {
          incidentId: '01JD9Z0000000000',
          text: told(
            'From before (restricted 2026-10-01 08:00 UTC): Not given back: app access removed by Maya Okafor 08:12 UTC.',
          ),
          canGiveBack: false,
        },
      ],
      canReview: true,
      canContain: true,
      canHandOff: true,
      menu: [],
      portalUrl,
    },
  },
  'show.bare': {
    name: 'show',
    view: {
      ...connector,
      status: 'open',
      outcome: '',
      headline: 'Exchange gave no reason',
      facts: [],
      evidence: [],
      evidenceText: 'Not gathered yet',
      record: [
        { text: '◻ Not done: Block sign-in' },
        { text: '“Laura confirmed the newsletter by phone.”' },
        { text: 'Journal head 9f86d081884c7d65.' },
      ],
      explanationText: '',
      answersTitle: '',
      answers: [],
      timeline: [],
      earlierText: '',
      standing: [],
      canReview: false,
      canContain: false,
      canHandOff: false,
      menu: [{ pressId: 'snooze', title: 'Snooze…', isMain: false, incidentId: laura.incidentId }],
      portalUrl,
    },
  },
  handoff: {
    name: 'handoff',
    view: {
      ...laura,
      statusWord: 'Still restricted',
      intro: 'Paste this into a case with Microsoft Support (admin center, Support, New service request).',
      text: [
        'Subject: laura.bennett@contoso.com cannot send mail after it was removed from Restricted entities',
        '',
        'Tenant: Contoso',
        'Sender address: laura.bennett@contoso.com',
        'Reason as Exchange gave it: OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203',
        'Still listed when last looked: yes',
        '',
        'What happened:',
        ...toPlain(timeline).map(({ atText, text }) => `- ${atText}  ${text}`),
      ].join('\n'),
    },
  },
  history: {
    name: 'history',
    view: { title: 'Closed restrictions', rows: historyRows, emptyText: '' },
  },
  'history.empty': {
    name: 'history',
    view: { title: 'Closed restrictions', rows: [], emptyText: 'Nothing has been closed yet.' },
  },
}

const words: Readonly<Record<string, Card>> = {
  notice: {
    name: 'notice',
    view: {
      ...toTone('busy'),
      icon: '✋',
      title: 'Not done',
      text: told('Maya Okafor unblocked laura.bennett@contoso.com at 03:31 UTC, before your press arrived.'),
      incidentId: laura.incidentId,
    },
  },
  pointer: {
    name: 'pointer',
    view: {
      ...toTone('calm'),
      incidentId: laura.incidentId,
      title: 'The card is elsewhere',
      text: 'This message about laura.bennett@contoso.com was posted twice and is not kept up to date. The other one in this channel is the card.',
      linkUrl: 'https://contoso.slack.com/archives/C1/p1700000000000100',
    },
  },
  'pointer.moved': {
    name: 'pointer',
    view: {
      ...toTone('calm'),
      incidentId: '',
      title: 'The card has moved',
      text: 'Alerts of Contoso go to another channel of Slack now. The card about maya.lindqvist@contoso.com is there.',
      linkUrl: 'https://contoso.slack.com/archives/C0AAAA001/p1751000000000100',
    },
  },
  'pointer.lost': {
    name: 'pointer',
    view: {
      ...toTone('calm'),
      incidentId: laura.incidentId,
      title: 'The card is elsewhere',
      text: say`This message about laura.bennett@contoso.com was posted twice and is not kept up to date. Type ${tellCommand('list')} to see what is going on.`,
      linkUrl: '',
    },
  },
  'notice.error': {
    name: 'notice',
    view: {
      ...toTone('bad'),
      icon: '⚠️',
      title: 'Exchange did not answer',
      text: 'Nothing was changed. Try again in a minute.',
      incidentId: '',
    },
  },
  welcome: {
    name: 'welcome',
    view: {
      ...toTone('calm'),
      icon: '👋',
      title: 'Reprieve is here',
      text: 'Alerts do not come here: they go to Mail Operations / Mail on-call. An approver can move them here.',
      canPin: true,
    },
  },
  'welcome.pinned': {
    name: 'welcome',
    view: {
      ...toTone('good'),
      icon: '📌',
      title: 'Alerts come here',
      text: 'Alerts come here: Maya Okafor said so, 03:31 UTC.',
      canPin: false,
    },
  },
  'welcome.lost': {
    name: 'welcome',
    view: {
      ...toTone('bad'),
      icon: '🔴',
      title: 'Alerts go nowhere on Teams',
      text: 'Mail Operations / Mail on-call was deleted by Norman. New alerts wait. An approver can send them here, until it comes back or for good.',
      canPin: true,
    },
  },
  status: {
    name: 'status',
    view: {
      title: 'Reprieve 0.1.0',
      summary: '1 of 4 parts needs attention',
      allText: '"status all" shows every tenant, "status tenant" and a name shows one.',
      previousCommand: '',
      nextCommand: 'status page=2',
      rows: [
        {
          icon: '✅',
          word: 'works',
          name: 'Contoso (Exchange)',
          detail: 'Last good poll 14:03 UTC, 12 s ago',
        },
        {
          icon: '🔴',
          word: 'fails',
          name: 'Fabrikam (Exchange)',
          detail: 'Throttled since 13:41 UTC, 3 polls failed',
        },
        { icon: '✅', word: 'works', name: 'Slack', detail: 'Connected, last event 4 s ago' },
        { icon: '✅', word: 'works', name: 'Store', detail: '' },
        {
          icon: '⚪',
          word: 'measured',
          name: 'Speed in the last day',
          detail:
            'From restriction to card: half within 35 s, 99 of 100 within 65 s (12 cards). From press to answer: half within 50 ms, 99 of 100 within 300 ms (80 answers).',
        },
      ],
    },
  },
  doctor: {
    name: 'doctor',
    view: {
      title: 'What the doctor found',
      summary: '2 need mending, 1 could be better, 1 not checked, 14 work',
      whenText: told('Checked 14:03 UTC, 12 s ago, for Maya Okafor'),
      rows: [
        {
          icon: '🔴',
          word: 'needs mending',
          name: 'Contoso: Run Remove-BlockedSenderAddress',
          found: 'This identity may not run it: nobody can be unblocked.',
          remedy: 'Give the app a role that holds it, such as Security Administrator.',
        },
        {
          icon: '🔴',
          word: 'needs mending',
          name: 'Slack: Channel #mail-oncall',
          found: 'The bot is not in it.',
          remedy: 'In the channel: /invite @reprieve.',
        },
        {
          icon: '⚠️',
          word: 'could be better',
          name: 'Slack: Permission usergroups:read',
          found: 'Missing. Roles given to user groups reach nobody.',
          remedy: 'Add it on the app\'s page "OAuth & Permissions" and install the app again.',
        },
        {
          icon: '❔',
          word: 'not checked',
          name: 'Slack: Signing secret',
          found: 'It is set. Nothing has come from Slack since the start.',
          remedy: '',
        },
        { icon: '✅', word: 'works', name: 'Reprieve', found: 'Settings, Access list, Store', remedy: '' },
        {
          icon: '✅',
          word: 'works',
          name: 'Slack',
          found: 'Bot token, Clock, Test card in C0MAILONCALL',
          remedy: '',
        },
      ],
      moreText: 'and 13 more: "reprieve doctor" on the command line shows every line',
      buttonTitle: 'Check again',
      buttonCommand: 'doctor again',
    },
  },
  'doctor.checking': {
    name: 'doctor',
    view: {
      title: 'The doctor is checking',
      summary: 'It may take a minute or two.',
      whenText: told('Since 14:03 UTC, for Maya Okafor'),
      rows: [],
      moreText: '',
      buttonTitle: 'Show what was found',
      buttonCommand: 'doctor results',
    },
  },
  help: {
    name: 'help',
    view: {
      intro: 'Reprieve lifts sending restrictions of Exchange Online after a review.',
      rows: [
        { command: 'list [tenant or word]', text: 'Who is restricted now' },
        { command: 'show laura@contoso.com', text: 'Everything known about one restriction' },
        { command: 'review laura@contoso.com', text: 'Review and unblock' },
        { command: 'status', text: 'Whether Reprieve itself works' },
      ],
      suggestion: 'Did you mean "list"?',
    },
  },
  line: {
    name: 'line',
    view: {
      icon: '🔴',
      text: 'laura.bennett@contoso.com is still on the Restricted entities list one hour after the unblock.',
      mentions: [],
    },
  },
  escalation: {
    name: 'escalation',
    view: {
      incidentId: laura.incidentId,
      icon: '🚨',
      text: 'Nobody is on it after 10 min: laura.bennett@contoso.com, looks compromised. Press “I’m on it” on the card. Reprieve pages night at 03:34 UTC.',
      mentions: [{ memberId: 'S0MAILONCALL', isGroup: true, mark: 'Mail on call' }],
    },
  },
  'escalation.person': {
    name: 'escalation',
    view: {
      incidentId: laura.incidentId,
      icon: '⚠️',
      text: 'Nobody is on it after 30 min: laura.bennett@contoso.com, unclear, and 39 others of this storm. Press “I’m on it” on the card.',
      mentions: [{ memberId: 'U0TOM', isGroup: false, mark: 'Tom Albers' }],
    },
  },
  'line.needs-approval': {
    name: 'line',
    view: {
      icon: '✍️',
      text: 'Ines Duarte reviewed laura.bennett@contoso.com, 03:20 UTC. Somebody who may approve presses Approve or Send back on the card.',
      mentions: [
        { memberId: 'S0MAILADMINS', isGroup: true, mark: 'approver 1' },
        { memberId: 'U0TOM', isGroup: false, mark: 'Tom Albers' },
      ],
    },
  },
}

/** By the name of their golden file. */
export const samples: Readonly<Record<string, Card>> = {
  ...Object.fromEntries(
    Object.entries(incidents).map(([status, view]): [string, Card] => [
      `incident.${status}`,
      { name: 'incident', view },
    ]),
  ),
  ...wizard,
  ...containment,
  ...restingSamples,
  ...askOwnerSamples,
  ...stormSamples,
  ...pages,
  ...words,
  ...doors,
  ...policies,
  ...blinds,
  ...unreads,
  ...drills,
}
