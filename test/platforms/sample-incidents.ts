// The card of an incident through its whole life.
import type { IncidentView } from '../../src/features/cards.js'
import {
  connector,
  earlierText,
  laura,
  portalUrl,
  reasonFacts,
  reasonText,
  restrictedAt,
  standingText,
  toTone,
} from './sample-rows.js'

const watching = { ...laura, statusIcon: '⏳', statusWord: 'Unblocked, watching' }

const take = { pressId: 'claim', incidentId: laura.incidentId, isMain: false }
const approving = [
  { ...take, pressId: 'approve', title: 'Approve…', isMain: true },
  { ...take, pressId: 'send-back', title: 'Send back…' },
]
const nobodyNeeded = { whoText: '', buttons: [] }

const open: IncidentView = {
  ...laura,
  ...toTone('bad'),
  headline: 'laura.bennett@contoso.com can no longer send mail',
  reasonText,
  facts: reasonFacts.slice(0, 3),
  restrictedAt,
  isDateFromExchange: true,
  earlierText,
  evidenceText: '3 findings, 2 not checked',
  progress: [],
  whoText: '⏳ Nobody yet',
  isReviewMain: true,
  buttons: [{ ...take, title: 'I’m on it' }],
  standingText: '',
  canGiveBack: false,
  outcomeText: '',
  canReview: true,
  canHandOff: false,
  portalUrl,
}

const fresh: IncidentView = {
  ...open,
  entityDetail: '',
  facts: [],
  isDateFromExchange: false,
  earlierText: '',
  evidenceText: '',
}

const confirmed = { text: '03:31 UTC  Maya Okafor confirmed the unblock' }
const accepted = { text: '03:31 UTC  Exchange accepted the unblock' }

export const incidents: Readonly<Record<string, IncidentView>> = {
  open,
  fresh,
  connector: {
    ...open,
    ...connector,
    headline:
      'Mail through the connector Inbound from Contoso-Manufacturing on-premises relay (legacy) is blocked',
    facts: [{ label: 'Temporary', value: 'ends by itself at midnight UTC' }],
    earlierText: '',
  },
  claimed: {
    ...open,
    whoText: '🙋 Maya Okafor is on it · 03:12 UTC to 03:42 UTC',
    buttons: [{ ...take, title: 'Take over' }],
  },
  reviewed: {
    ...open,
    whoText: '✍️ Ines Duarte reviewed 03:20 UTC · waiting for approval',
    isReviewMain: false,
    buttons: approving,
  },
  'reviewed.one-of-two': {
    ...open,
    whoText: '✍️ 1 of 2: Maya Okafor approved 03:25 UTC · one more by 04:25 UTC',
    isReviewMain: false,
    buttons: approving,
  },
  unblocking: {
    ...open,
    ...nobodyNeeded,
    ...toTone('busy'),
    statusIcon: '⏳',
    statusWord: 'Unblocking',
    headline: 'laura.bennett@contoso.com is being unblocked',
    progress: [confirmed, { text: 'Asking Exchange to lift the restriction' }],
    canReview: false,
  },
  uncertain: {
    ...open,
    ...toTone('busy'),
    statusIcon: '🟠',
    statusWord: 'Outcome unknown',
    headline: 'It is not known yet whether laura.bennett@contoso.com was unblocked',
    progress: [
      confirmed,
      {
        text: '03:32 UTC  No answer from Exchange: The connection to Exchange Online broke before the answer came.',
      },
      { text: 'It is not asked twice by itself; the next reads of the list decide' },
    ],
    canReview: false,
  },
  'uncertain.listed': {
    ...open,
    ...toTone('busy'),
    statusIcon: '🟠',
    statusWord: 'Outcome unknown',
    headline: 'It is not known yet whether laura.bennett@contoso.com was unblocked',
    progress: [
      confirmed,
      {
        text: '03:32 UTC  Exchange answered with an error: Exchange Online answered with status 503: The service is busy. Try again later.',
      },
      { text: '03:34 UTC  Read the list: still on it. An approver may review it and try once more' },
    ],
  },
  'watching.listed': {
    ...open,
    ...nobodyNeeded,
    ...toTone('busy'),
    statusIcon: '⏳',
    statusWord: 'Accepted, still listed',
    headline: 'Exchange accepted the unblock of laura.bennett@contoso.com',
    progress: [
      confirmed,
      accepted,
      {
        text: '03:36 UTC  Still on the list. Waiting for it to leave the list; it is read after 1, 5, 15 and 60 minutes',
      },
    ],
    canReview: false,
  },
  watching: {
    ...open,
    ...nobodyNeeded,
    ...toTone('busy'),
    ...watching,
    headline: 'laura.bennett@contoso.com is unblocked, mail may take up to one hour',
    progress: [confirmed, accepted, { text: '03:36 UTC  Gone from the list. Mail may take up to one hour' }],
    canReview: false,
  },
  stuck: {
    ...open,
    statusWord: 'Still restricted',
    headline: 'laura.bennett@contoso.com is still restricted after the unblock',
    progress: [confirmed, accepted, { text: '04:31 UTC  Still on the Restricted entities list' }],
    canReview: false,
    canHandOff: true,
  },
  failed: {
    ...open,
    statusWord: 'Unblock failed',
    headline: 'laura.bennett@contoso.com could not be unblocked',
    progress: [
      confirmed,
      { text: '03:31 UTC  Exchange refused: the limit of unblocks for this account is reached' },
    ],
  },
  closed: {
    ...open,
    ...nobodyNeeded,
    ...toTone('good'),
    statusIcon: '🟢',
    statusWord: 'Unblocked',
    headline: 'laura.bennett@contoso.com may send mail again',
    outcomeText:
      'Unblocked by Maya Okafor, off the list when last looked at 04:31 UTC. Mail should flow again.',
    canReview: false,
  },
  'closed.standing': {
    ...open,
    ...nobodyNeeded,
    ...toTone('busy'),
    statusIcon: '🟠',
    statusWord: 'Unblocked, not given back',
    headline: 'laura.bennett@contoso.com may send mail again',
    standingText,
    canGiveBack: true,
    outcomeText:
      'Unblocked by Maya Okafor, off the list when last looked at 04:31 UTC. Mail should flow again.',
    canReview: false,
  },
  expired: {
    ...open,
    ...nobodyNeeded,
    ...toTone('calm'),
    statusIcon: '⚪',
    statusWord: 'Expired by itself',
    headline: 'The restriction of laura.bennett@contoso.com expired by itself',
    outcomeText: 'Left the list by itself, seen 00:01 UTC. The limit or temporary block ran out.',
    earlierText: '',
    canReview: false,
  },
}
