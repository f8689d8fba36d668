// Taking an account back: everything at once, nothing at all, and the questions before a step.
import type { Card, CardViews } from '../../src/features/cards.js'
import { connector, expiresAt, laura, told } from './sample-rows.js'

const intro = 'Tick what is to be done, in this order. One Yes does all of it; unblock last.'
const syncedCaution =
  'This account is synced: the next sync reverts a block that was set in the cloud only. Disable it in on-premises Active Directory too.'

const choices = [
  {
    choiceId: 'block-sign-in',
    title: 'Block sign-in',
    text: 'Nobody can sign in. Can be allowed again',
    undoText: '',
  },
  {
    choiceId: 'revoke-sessions',
    title: 'Revoke sessions',
    text: 'Signed out everywhere, in some minutes',
    undoText: 'no undo',
  },
  {
    choiceId: 'remove-grant:1f2e3d4c5b6a7988',
    title: 'Remove app PDF Invoice Viewer',
    text: 'Mail.ReadWrite Mail.Send offline_access',
    undoText: '',
  },
  {
    choiceId: 'stop-forwarding',
    title: 'Turn off forwarding',
    text: 'To l.bennett.backup@mail.example',
    undoText: '',
  },
  {
    choiceId: 'disable-inbox-rules:0a1b2c3d4e5f6071',
    title: 'Turn off rule "."',
    text: 'hidden, deletes everything with "undeliverable"',
    undoText: '',
  },
] as const
const newsletters = {
  choiceId: 'disable-inbox-rules:0a1b2c3d4e5f6072',
  title: 'Turn off rule "Newsletters"',
  text: 'moves to Newsletters',
  undoText: '',
}
const choiceGroup = {
  inputId: 'steps-4-1',
  label: 'What to do, in this order',
  choices,
  ticked: choices.map(({ choiceId }) => ({ choiceId })),
}
const moreGroup = {
  inputId: 'steps-4-2',
  label: 'More that can be done',
  choices: [newsletters],
  ticked: [],
}
const leftGroup = { ...moreGroup, inputId: 'steps-6-1', label: 'What to do, in this order' }

const liveRow = { undoTitle: '', handText: '', detail: '' }
const liveRows: CardViews['contain-live']['rows'] = [
  {
    ...liveRow,
    containmentId: '01JD9ZC1000000B1',
    step: 'block-sign-in',
    result: 'done',
    icon: '✅',
    word: 'done',
    title: 'Block sign-in',
    byText: told('Maya Okafor, 03:17 UTC\u00A0+\u00A02\u00A0s'),
    detail: 'Sign-in is blocked.',
    undoTitle: 'Allow sign-in again',
  },
  {
    ...liveRow,
    containmentId: '01JD9ZC1000000B2',
    step: 'revoke-sessions',
    result: 'failed',
    icon: '⚠️',
    word: 'failed',
    title: 'Revoke sessions',
    byText: told('Maya Okafor, 03:17 UTC\u00A0+\u00A04\u00A0s'),
    detail:
      'Microsoft Graph refused: the app lacks the permission User.RevokeSessions.All. Nothing was changed.',
    handText: 'By hand: Entra admin center, Users, the account, Revoke sessions.',
  },
  {
    ...liveRow,
    containmentId: '01JD9ZC1000000B3',
    step: 'stop-forwarding',
    result: 'under-way',
    icon: '⏳',
    word: 'under way',
    title: 'Turn off forwarding',
    byText: told('Maya Okafor, 03:17 UTC\u00A0+\u00A01\u00A0s'),
  },
  {
    ...liveRow,
    containmentId: '01JD9ZC1000000B4',
    step: 'disable-inbox-rules',
    result: 'waiting',
    icon: '◻',
    word: 'waiting',
    title: 'Turn off inbox rules: "."',
    byText: '',
  },
]

export const containment: Readonly<Record<string, Card>> = {
  containment: {
    name: 'containment',
    view: {
      ...laura,
      isOver: false,
      intro,
      problem: '',
      confirmationId: '01JD9ZC1000000AA',
      groups: [choiceGroup, moreGroup],
      cautions: [{ text: syncedCaution }],
      nothingText: 'Nothing more can be done from here now.',
      gaps: [
        {
          text: 'This account is synced: reset its password in on-premises Active Directory, twice.',
        },
      ],
      contained: [],
      evidenceText: 'From evidence gathered 2 min ago',
      canReview: true,
      canKeep: false,
    },
  },
  'containment.done': {
    name: 'containment',
    view: {
      ...laura,
      isOver: false,
      intro,
      problem: 'Tick at least one step first.',
      confirmationId: '01JD9ZC1000000AB',
      groups: [leftGroup],
      cautions: [],
      nothingText: 'Nothing more can be done from here now.',
      gaps: [{ text: 'Sign-in is blocked already.' }],
      contained: [
        {
          containmentId: '01JD9ZC1000000A1',
          step: 'block-sign-in',
          result: 'done',
          icon: '✅',
          word: 'done',
          title: 'Block sign-in',
          byText: told('Maya Okafor, 03:21 UTC'),
          detail: 'Sign-in was blocked.',
          undoTitle: 'Allow sign-in again',
          handText: '',
        },
        {
          containmentId: '01JD9ZC1000000A2',
          step: 'stop-forwarding',
          result: 'unknown',
          icon: '❔',
          word: 'outcome unknown',
          title: 'Turn off forwarding',
          byText: told('Maya Okafor, 03:22 UTC'),
          detail: 'Exchange Online did not answer in time. Look at the evidence before you try again.',
          undoTitle: '',
          handText: 'By hand: Exchange admin center, Mailboxes, the mailbox, Email forwarding.',
        },
        {
          containmentId: '01JD9ZC1000000A3',
          step: 'disable-inbox-rules',
          result: 'under-way',
          icon: '⏳',
          word: 'under way',
          title: 'Turn off inbox rules: ".", "Forward all"',
          byText: told('Tom Albers, 03:23 UTC'),
          detail: '',
          undoTitle: '',
          handText: '',
        },
      ],
      evidenceText: 'From evidence gathered 12 s ago',
      canReview: true,
      canKeep: false,
    },
  },
  'containment.nothing': {
    name: 'containment',
    view: {
      ...connector,
      statusIcon: '⏳',
      statusWord: 'Unblocked, watching',
      isOver: false,
      intro,
      problem: '',
      confirmationId: '',
      groups: [],
      cautions: [],
      nothingText: 'Nothing more can be done from here now.',
      gaps: [
        {
          text: 'A connector has no sign-in to block. Find out who changed it, and take that account back.',
        },
      ],
      contained: [],
      evidenceText: '',
      canReview: false,
      canKeep: false,
    },
  },
  'containment.over': {
    name: 'containment',
    view: {
      ...laura,
      statusIcon: '🟠',
      statusWord: 'Unblocked, not given back',
      isOver: true,
      intro:
        'What Reprieve changed on this account is listed below. What has a button can be given back; each asks once more.',
      problem: '',
      confirmationId: '',
      groups: [],
      cautions: [],
      nothingText:
        'This is over: nothing new is done from here. What is still to be done is done in the portal.',
      gaps: [],
      contained: [
        {
          containmentId: '01JD9ZC1000000A4',
          step: 'stop-forwarding',
          result: 'done',
          icon: '✅',
          word: 'done',
          title: 'Turn off forwarding',
          byText: told('Maya Okafor, 03:22 UTC'),
          detail: 'Forwarding to laura@fabrikam.example was removed.',
          undoTitle: 'Forward to laura@fabrikam.example again',
          handText: '',
        },
        {
          containmentId: '01JD9ZC1000000A5',
          step: 'disable-inbox-rules',
          result: 'done',
          icon: '↩️',
          word: 'taken back',
          title: 'Turn off inbox rules: "Newsletters"',
          byText: told('Maya Okafor, 03:23 UTC'),
          detail: 'Disabled: "Newsletters".',
          undoTitle: '',
          handText: '',
        },
        {
          containmentId: '01JD9ZC1000000A6',
          step: 'disable-inbox-rules',
          result: 'done',
          icon: '✅',
          word: 'done',
          title: 'Give back inbox rules "Newsletters"',
          byText: told('Tom Albers, 04:40 UTC'),
          detail: 'Enabled again: "Newsletters".',
          undoTitle: '',
          handText: '',
        },
      ],
      evidenceText: 'From evidence gathered 1 h ago',
      canReview: false,
      canKeep: true,
    },
  },
  'contain-live': {
    name: 'contain-live',
    view: {
      ...laura,
      doneText: '1 of 4 done',
      isRunning: true,
      rows: liveRows,
      note: 'You may close this. The card and its thread follow.',
      canReview: true,
    },
  },
  'contain-live.done': {
    name: 'contain-live',
    view: {
      ...laura,
      doneText: '1 of 2 done',
      isRunning: false,
      rows: liveRows.slice(0, 2),
      note: 'Each step is in the record. What has a button can be given back.',
      canReview: true,
    },
  },
  'keep-so': {
    name: 'keep-so',
    view: {
      ...laura,
      statusIcon: '🟠',
      statusWord: 'Unblocked, not given back',
      problem: 'Say in a few words why it stays like this: it stands on the card.',
      text: told('Not given back: sign-in blocked by Maya 03:17 UTC.'),
      reason: 'She left',
    },
  },
  'contain-confirm.back': {
    name: 'contain-confirm',
    view: {
      ...laura,
      confirmationId: '01JD9ZC1000000A7',
      warning:
        'laura.bennett@contoso.com: Forward to laura@fabrikam.example again. Everything that comes in goes to laura@fabrikam.example again.',
      targets: [],
      caution: '',
      undoText: 'The step can be done again afterwards.',
      yesTitle: 'Yes, forward again',
      yesText: 'Yes, forward mail of laura.bennett@contoso.com to laura@fabrikam.example',
      expiresAt,
    },
  },
  'contain-confirm': {
    name: 'contain-confirm',
    view: {
      ...laura,
      confirmationId: '01JD9ZC1000000A1',
      warning:
        'Block sign-in of laura.bennett@contoso.com. Nobody can sign in until it is allowed again. Who is signed in already stays in: revoke sessions too.',
      targets: [],
      caution:
        'This account is synced: the next sync reverts a block that was set in the cloud only. Disable it in on-premises Active Directory too.',
      undoText: 'This can be taken back here. How it was before is remembered.',
      yesTitle: 'Yes, block sign-in',
      yesText: 'Yes, block sign-in of laura.bennett@contoso.com',
      expiresAt,
    },
  },
  'contain-confirm.rules': {
    name: 'contain-confirm',
    view: {
      ...laura,
      confirmationId: '01JD9ZC1000000A3',
      warning:
        'Turn off inbox rules of laura.bennett@contoso.com. The rules stay in the mailbox and do nothing any more.',
      targets: [{ text: '"."' }, { text: '"Forward all"' }],
      caution: '',
      undoText: 'This can be taken back here. How it was before is remembered.',
      yesTitle: 'Yes, turn off inbox rules',
      yesText: 'Yes, turn off inbox rules of laura.bennett@contoso.com',
      expiresAt,
    },
  },
}
