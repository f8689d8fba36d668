// Taking an account back: everything at once, nothing at all, and the questions before a step.
import type { Card } from '../../src/features/cards.js'
import { connector, expiresAt, laura } from './sample-rows.js'

const intro =
  'Each step asks once more before it is done. Take the account back first, find out what happened, and unblock last.'

export const containment: Readonly<Record<string, Card>> = {
  containment: {
    name: 'containment',
    view: {
      ...laura,
      isOver: false,
      intro,
      problem: '',
      offers: [
        {
          step: 'block-sign-in',
          targetId: '',
          title: 'Block sign-in',
          text: 'Nobody can sign in until it is allowed again. Who is signed in already stays in: revoke sessions too.',
          caution:
            'This account is synced: the next sync reverts a block that was set in the cloud only. Disable it in on-premises Active Directory too.',
        },
        {
          step: 'revoke-sessions',
          targetId: '',
          title: 'Revoke sessions',
          text: 'Everybody who uses the account has to sign in again, on every device. It may take some minutes.',
          caution: '',
        },
        {
          step: 'remove-grant',
          targetId: '1f2e3d4c5b6a7988',
          title: 'Remove access of PDF Invoice Viewer',
          text: 'Allowed: Mail.ReadWrite Mail.Send offline_access. The app loses what the user allowed it to do. The user can allow it again.',
          caution: '',
        },
        {
          step: 'stop-forwarding',
          targetId: '',
          title: 'Turn off forwarding',
          text: 'Mail is forwarded to smtp:l.bennett.backup@mail.example, with a copy in the mailbox.',
          caution: '',
        },
      ],
      rules: [
        {
          ruleId: '0a1b2c3d4e5f6071',
          name: '"."',
          effect: 'hidden, deletes everything with "undeliverable"',
        },
        { ruleId: '0a1b2c3d4e5f6072', name: '"Newsletters"', effect: 'moves to Newsletters' },
      ],
      rulesText: '2 more are not shown yet; turn these off first.',
      nothingText: 'Nothing more can be done from here now.',
      gaps: [
        {
          text: 'This account is synced: reset its password in on-premises Active Directory, twice.',
        },
      ],
      contained: [],
      evidenceText: 'From evidence gathered 2 min ago',
      canReview: true,
    },
  },
  'containment.done': {
    name: 'containment',
    view: {
      ...laura,
      isOver: false,
      intro,
      problem: 'Choose at least one inbox rule first.',
      offers: [
        {
          step: 'revoke-sessions',
          targetId: '',
          title: 'Revoke sessions',
          text: 'Everybody who uses the account has to sign in again, on every device. It may take some minutes.',
          caution: '',
        },
      ],
      rules: [{ ruleId: '0a1b2c3d4e5f6072', name: '"Newsletters"', effect: 'moves to Newsletters' }],
      rulesText: '',
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
          byText: 'Maya Okafor, 03:21 UTC',
          detail: 'Sign-in was blocked.',
          undoTitle: 'Allow sign-in again',
        },
        {
          containmentId: '01JD9ZC1000000A2',
          step: 'stop-forwarding',
          result: 'unknown',
          icon: '❔',
          word: 'outcome unknown',
          title: 'Turn off forwarding',
          byText: 'Maya Okafor, 03:22 UTC',
          detail: 'Exchange Online did not answer in time. Look at the evidence before you try again.',
          undoTitle: '',
        },
        {
          containmentId: '01JD9ZC1000000A3',
          step: 'disable-inbox-rules',
          result: 'under-way',
          icon: '⏳',
          word: 'under way',
          title: 'Turn off inbox rules: ".", "Forward all"',
          byText: 'Tom Albers, 03:23 UTC',
          detail: '',
          undoTitle: '',
        },
      ],
      evidenceText: 'From evidence gathered 12 s ago',
      canReview: true,
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
      offers: [],
      rules: [],
      rulesText: '',
      nothingText: 'Nothing more can be done from here now.',
      gaps: [
        {
          text: 'A connector has no sign-in to block. Find out who changed it, and take that account back.',
        },
      ],
      contained: [],
      evidenceText: '',
      canReview: false,
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
      offers: [],
      rules: [],
      rulesText: '',
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
          byText: 'Maya Okafor, 03:22 UTC',
          detail: 'Forwarding to laura@fabrikam.example was removed.',
          undoTitle: 'Forward to laura@fabrikam.example again',
        },
        {
          containmentId: '01JD9ZC1000000A5',
          step: 'disable-inbox-rules',
          result: 'done',
          icon: '↩️',
          word: 'taken back',
          title: 'Turn off inbox rules: "Newsletters"',
          byText: 'Maya Okafor, 03:23 UTC',
          detail: 'Disabled: "Newsletters".',
          undoTitle: '',
        },
        {
          containmentId: '01JD9ZC1000000A6',
          step: 'disable-inbox-rules',
          result: 'done',
          icon: '✅',
          word: 'done',
          title: 'Give back inbox rules "Newsletters"',
          byText: 'Tom Albers, 04:40 UTC',
          detail: 'Enabled again: "Newsletters".',
          undoTitle: '',
        },
      ],
      evidenceText: 'From evidence gathered 1 h ago',
      canReview: false,
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
      yesTitle: 'Yes, forward mail of laura.bennett@contoso.com to laura@fabrikam.example',
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
      yesTitle: 'Yes, block sign-in of laura.bennett@contoso.com',
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
      yesTitle: 'Yes, turn off inbox rules of laura.bennett@contoso.com',
      expiresAt,
    },
  },
}
