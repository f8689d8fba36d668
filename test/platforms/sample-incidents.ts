// The card of an incident through its whole life.
import type { IncidentView } from '../../src/domain/cards.js'
import {
  connector,
  earlierText,
  laura,
  portalUrl,
  reasonFacts,
  reasonText,
  restrictedAt,
  toTone,
} from './sample-rows.js'

const watching = { ...laura, statusIcon: '⏳', statusWord: 'Unblocked, watching' }

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
const lifted = { text: '03:31 UTC  Exchange lifted the restriction' }

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
  reviewing: {
    ...open,
    ...toTone('busy'),
    statusIcon: '🟠',
    statusWord: 'In review',
    headline: 'laura.bennett@contoso.com is being reviewed',
    progress: [{ text: '03:20 UTC  Maya Okafor is reviewing' }],
  },
  unblocking: {
    ...open,
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
        text: '03:32 UTC  No answer from Exchange. It is not asked twice; the next looks at the list decide',
      },
    ],
    canReview: false,
  },
  watching: {
    ...open,
    ...toTone('busy'),
    ...watching,
    headline: 'laura.bennett@contoso.com is unblocked, mail may take up to one hour',
    progress: [confirmed, lifted, { text: '03:36 UTC  Gone from the list. Mail may take up to one hour' }],
    canReview: false,
  },
  stuck: {
    ...open,
    statusWord: 'Still restricted',
    headline: 'laura.bennett@contoso.com is still restricted after the unblock',
    progress: [confirmed, lifted, { text: '04:31 UTC  Still on the Restricted entities list' }],
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
    ...toTone('good'),
    statusIcon: '🟢',
    statusWord: 'Unblocked',
    headline: 'laura.bennett@contoso.com may send mail again',
    outcomeText:
      'Unblocked by Maya Okafor, off the list when last looked at 04:31 UTC. Mail should flow again.',
    canReview: false,
  },
  expired: {
    ...open,
    ...toTone('calm'),
    statusIcon: '⚪',
    statusWord: 'Expired by itself',
    headline: 'The restriction of laura.bennett@contoso.com expired by itself',
    outcomeText: 'Left the list by itself, seen 00:01 UTC. The limit or temporary block ran out.',
    earlierText: '',
    canReview: false,
  },
}
