import type { Card } from '../../../src/features/cards.js'

const tone = { isBad: false, isBusy: false, isGood: false, isCalm: true }
const subject = {
  incidentId: 'incident-1',
  entity: 'laura@contoso.com',
  entityDetail: 'Laura Bianchi',
  kindWord: 'Sender',
  tenantName: 'Contoso',
  statusIcon: '🔴',
  statusWord: 'Restricted',
}
const moment = { unix: '1795348800', iso: '2026-11-22T12:00:00Z', text: '2026-11-22 12:00 UTC' }
const portalUrl = 'https://security.microsoft.com/restrictedentities'

export function noticeCard(title: string): Card {
  return { name: 'notice', view: { ...tone, icon: 'ℹ️', title, text: 'Nothing was done.', incidentId: '' } }
}

export const lineCard: Card = {
  name: 'line',
  view: { icon: '⚠️', text: 'Still restricted after one hour.', mentions: [] },
}

export const helpCard: Card = {
  name: 'help',
  view: { intro: 'You can type:', rows: [{ command: 'list', text: 'who is restricted' }], suggestion: '' },
}

export const overviewCard: Card = {
  name: 'overview',
  view: {
    ...subject,
    revision: '3',
    seen: 'at:1795348800000',
    reviewId: '',
    verdictIcon: '⚠️',
    verdictText: 'Unclear',
    reasons: [],
    badges: [],
    sinceText: 'Cannot send since 2026-11-22 12:00 UTC',
    reasonText: 'Outbound spam',
    signsTitle: '',
    signs: [],
    signLines: [],
    stepsTitle: 'Steps (1 of 1 done)',
    steps: [{ icon: '✅', word: 'seen 2 s ago', label: 'Forwarding off', finding: '' }],
    stepLines: [{ icon: '✅', word: 'seen 2 s ago', label: 'Forwarding off', finding: '' }],
    checkedText: '9 of 9 checked, nothing against it',
    uncheckedText: '',
    checksTitle: 'All 9 checks',
    evidenceText: 'Gathered now',
    earlierText: '',
    companyText: '',
    ownerRows: [],
    canAskOwner: false,
    canContain: false,
    portalUrl,
    form: [],
  },
}

export const incidentCard: Card = {
  name: 'incident',
  view: {
    ...subject,
    ...tone,
    notice: 'Looking: laura@contoso.com cannot send',
    headline: 'Cannot send',
    headlineText: 'Cannot send',
    isSince: true,
    restrictedAt: moment,
    isSinceRecent: true,
    isDateFromExchange: true,
    verdictText: '',
    badgesText: '',
    reasons: [],
    again: [],
    lastIncidentId: '',
    smallText: 'Laura Bianchi',
    record: [],
    progress: [{ text: 'Seen 12:00 UTC' }],
    whoText: '',
    isReviewMain: true,
    isReviewBeside: true,
    buttons: [],
    menu: [],
    testText: '',
    standingText: '',
    canGiveBack: false,
    outcomeText: '',
    canReview: true,
    canHandOff: false,
    portalUrl,
  },
}

export const recommendationsCard: Card = {
  name: 'recommendations',
  view: {
    ...subject,
    revision: '3',
    seen: 'at:1795348800000',
    reviewText: '',
    rows: [],
    groups: [],
    fine: [],
    byHandId: 'by-hand.3',
    byHand: [],
    ticked: [],
    tickedText: '',
    questions: [],
    uncheckedText: '',
    othersNote: '',
    noteId: 'note',
    noteLabel: 'Note for the record',
    noteReaders: 'Everybody with a role here reads this for 90 days.',
    note: '',
    problem: '',
    canContain: false,
  },
}

export const confirmCard: Card = {
  name: 'confirm',
  view: {
    ...subject,
    confirmationId: 'confirmation-1',
    revision: '3',
    warning: 'laura@contoso.com will be able to send again.',
    unblockTitle: 'Yes, unblock laura@contoso.com',
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
    canContain: false,
    checkedText: '9 of 9 checked, nothing against it',
    attested: [],
    answerLines: [],
    answeredTitle: 'What you answered',
    noteTitle: 'Your note',
    note: 'called her',
    notDoneText: '',
    notCheckedText: '',
    countText: '1st unblock in 30 days.',
    expiresAt: moment,
    canUnblock: true,
    channelText: '',
  },
}

export const containmentCard: Card = {
  name: 'containment',
  view: {
    ...subject,
    isOver: false,
    intro: 'Each step asks once more.',
    problem: '',
    confirmationId: '',
    groups: [],
    cautions: [],
    nothingText: 'Nothing more can be done from here now.',
    gaps: [],
    contained: [],
    evidenceText: '',
    canReview: true,
    canKeep: false,
  },
}

export const containConfirmCard: Card = {
  name: 'contain-confirm',
  view: {
    ...subject,
    confirmationId: 'containment-1',
    warning: 'Block sign-in of laura@contoso.com.',
    targets: [],
    caution: '',
    undoText: 'This can be taken back here.',
    yesTitle: 'Yes, block sign-in',
    yesText: 'Yes, block sign-in of laura@contoso.com',
    expiresAt: moment,
  },
}

export const containLiveCard: Card = {
  name: 'contain-live',
  view: {
    ...subject,
    doneText: '0 of 1 done',
    isRunning: true,
    rows: [],
    note: 'You may close this.',
    canReview: true,
  },
}
