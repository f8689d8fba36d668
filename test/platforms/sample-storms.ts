// Many of a storm, reviewed together.
import type { Card, CardViews } from '../../src/features/cards.js'
import { portalUrl, told, toTone } from './sample-rows.js'

const names = [
  'shop.de',
  'shop.fr',
  'shop.it',
  'newsletter.of.the.northern.region',
  'events',
  'billing',
  'office',
  'press',
  'summer.campaign',
  'winter.campaign',
  'partners',
  'members',
]

const toChoice = (name: string) => ({
  choiceId: `01JD9Z${name.slice(0, 8)}.2`,
  title: `${name}@contoso.com`,
  text: '97% known recipients · 03:12 UTC',
})

const choices = names.map(toChoice)

const review: CardViews['storm-review'] = {
  incidentId: 'digest-1_bulk-spam',
  title: 'Review 12 together',
  headline: '📣 12 look like bulk mail',
  tenantName: 'Contoso',
  problem: '',
  groups: [
    {
      inputId: 'rows.3f2a',
      label: 'Unblock, 1 to 10',
      choices: choices.slice(0, 10),
      ticked: choices.slice(0, 10).map(({ choiceId }) => ({ choiceId })),
    },
    {
      inputId: 'rows.91bc',
      label: 'Unblock, 11 to 12',
      choices: choices.slice(10),
      ticked: choices.slice(10).map(({ choiceId }) => ({ choiceId })),
    },
  ],
  factLines: [
    { text: '🔎 Each read at the time beside it, the oldest 03:12 UTC' },
    { text: '✅ 12 of 12: Usual place only' },
    { text: '✅ 11 of 12: Same as every month' },
    { text: '⬜ 3 of 12: Sign-in methods checked: stays open' },
  ],
  outLines: [
    { text: '🚫 2: has a role in the directory (henrik.dahl@contoso.com, maya@contoso.com)' },
    { text: '🚫 1: the mailbox of Maya Lindqvist (maya.lindqvist@contoso.com)' },
  ],
  moreText: '5 more can be reviewed after these: one review takes 25.',
  questions: [
    {
      inputId: 'ask.wanted',
      questionId: 'wanted',
      words: 'Is this mail wanted?',
      answer: '',
      options: [
        { choiceId: 'yes', title: 'Yes, the owner says so' },
        { choiceId: 'no', title: 'No' },
        { choiceId: 'unknown', title: 'Not known' },
      ],
    },
  ],
  noteId: 'note',
  noteLabel: 'Note for the record',
  noteReaders: 'Everybody with a role here reads this for 90 days.',
  note: '',
  canSign: true,
  signTitle: 'Sign, ask a second',
}

const approve: CardViews['storm-approve'] = {
  incidentId: 'storm-1',
  confirmationId: 'leave-1',
  title: 'Unblock 24?',
  headline: '📣 24 look like bulk mail',
  tenantName: 'Contoso',
  factLines: [
    { text: told('✍️ Maya Lindqvist signed 03:15 UTC') },
    { text: '✅ Is this mail wanted? Yes, the owner says so' },
    { text: told('🔎 All looked at again, the oldest 03:12 UTC') },
  ],
  note: 'Black Week, agreed with marketing.',
  nameLines: [
    {
      text: names
        .slice(0, 5)
        .map((name) => `${name}@contoso.com`)
        .join(', '),
    },
    {
      text: names
        .slice(5, 10)
        .map((name) => `${name}@contoso.com`)
        .join(', '),
    },
  ],
  outLines: [{ text: '🚫 1: something was found or done since (shop.it@contoso.com)' }],
  paceText:
    'One after the other, about 5 minutes. Each has its own record. It stops at the first No from Exchange.',
  yesTitle: 'Approve & unblock 24',
  expiresAt: { unix: '1795320900', iso: '2026-11-22T03:35:00Z', text: '2026-11-22 03:35 UTC' },
}

const toRow = (name: string, icon = '•', text = '') => ({
  icon,
  localPart: name,
  domainPart: '@contoso.com',
  text,
})

const storm: CardViews['storm'] = {
  incidentId: 'storm-1',
  ...toTone('accent'),
  icon: '✍️',
  title: 'Unblock 25 together?',
  headline: '📣 25 look like bulk mail',
  tenantName: 'Contoso',
  countsText: '25 to go',
  whoText: told('✍️ Maya Lindqvist signed 03:15 UTC · one more by 04:15 UTC'),
  stopText: '',
  rows: names.slice(0, 6).map((name) => toRow(name)),
  moreText: 'and 19 more',
  canApprove: true,
  canStop: true,
  againId: '',
  againTitle: '',
  portalUrl,
}
const signed = told('✍️ Maya Lindqvist signed 03:15 UTC · Tom Okafor 03:21 UTC')

export const stormSamples: Readonly<Record<string, Card>> = {
  'storm-review': { name: 'storm-review', view: review },
  'storm-review.refused': {
    name: 'storm-review',
    view: {
      ...review,
      problem: 'Answer the question first: only people can know it. Nothing was signed.',
      moreText: '',
      outLines: [],
    },
  },
  'storm-review.nobody': {
    name: 'storm-review',
    view: {
      ...review,
      title: 'Review 0 together',
      headline: '📣 0 look like bulk mail',
      groups: [],
      factLines: [],
      questions: [],
      moreText: '',
      canSign: false,
    },
  },
  'storm-approve': { name: 'storm-approve', view: approve },
  storm: { name: 'storm', view: storm },
  'storm.running': {
    name: 'storm',
    view: {
      ...storm,
      ...toTone('busy'),
      icon: '⏳',
      title: 'Unblocking 24 together',
      countsText: '12 of 25 unblocked, 1 under way, 11 to go, 1 left out',
      whoText: signed,
      rows: [toRow('shop.it', '🚫', 'something was found or done since')],
      moreText: '',
      canApprove: false,
    },
  },
  'storm.stopped': {
    name: 'storm',
    view: {
      ...storm,
      ...toTone('bad'),
      icon: '🔴',
      title: 'Stopped after 12',
      countsText: '12 of 25 unblocked, 11 not begun, 1 refused, 1 left out',
      whoText: signed,
      stopText:
        '❗ Exchange said no to events@contoso.com: The limit of unblocks was reached. Nothing more was begun. Look at that one first; the others can be reviewed again.',
      rows: [
        toRow('events', '🔴', 'The limit of unblocks was reached.'),
        toRow('shop.it', '🚫', 'something was found or done since'),
      ],
      moreText: '',
      canApprove: false,
      canStop: false,
      againId: 'digest-1_bulk-spam',
      againTitle: 'Review 11 together…',
    },
  },
  'storm.done': {
    name: 'storm',
    view: {
      ...storm,
      ...toTone('accent'),
      icon: '✅',
      title: 'Unblocked 25 together',
      countsText: '25 of 25 unblocked',
      whoText: signed,
      stopText: 'Each is watched by itself until its mail flows.',
      rows: [],
      moreText: '',
      canApprove: false,
      canStop: false,
    },
  },
}
