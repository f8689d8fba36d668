// Where people come in: the home of the bot, a bounce explained, and the request of somebody who is restricted.
import { say, tellCommand } from '../../src/domain/said.js'
import type { Card } from '../../src/features/cards.js'
import { laura, portalUrl, standingText, toIncidentRows, told, toTone } from './sample-rows.js'

const rows = toIncidentRows(20).filter(({ statusWord }) => statusWord !== 'Unblocked')
const waiting = rows.filter(({ statusWord }) => statusWord === 'Looks compromised')
const others = rows.filter(({ statusWord }) => statusWord === 'Outcome unknown')

const explained = {
  ...toTone('bad'),
  code: '550 5.1.8',
  meaning:
    'The sender is suspected of sending spam or has exceeded a limit, and is on the Restricted entities list. Receiving mail still works.',
  whomText: 'one sender',
  helpsText: 'Unblocking it here helps',
  unblockHelps: true,
  advice: 'Secure the account first, then unblock it here. Mail may take up to one hour to flow again.',
}

const noIncident = { incidentId: '', incidentText: '', canReview: false, canRead: false, requestText: '' }

export const doors: Readonly<Record<string, Card>> = {
  home: {
    name: 'home',
    view: {
      title: 'Restricted entities',
      summary: '3 restrictions wait for a review. 3 wait for you. 🙈 1 tenant is not watched.',
      roleText: 'You may review and unblock.',
      canRead: true,
      nobody: waiting.slice(0, 2),
      forYou: [
        {
          incidentId: '01JD9Z4Q6T8W2YD5',
          icon: '✍️',
          localPart: 'billing',
          domainPart: '@contoso.com',
          text: told('Ines Duarte reviewed 14:02 UTC'),
          pressId: 'approve',
          title: 'Approve…',
        },
        {
          incidentId: '01JD9Z4Q6T8W2YE6',
          icon: '↩️',
          localPart: 'reception',
          domainPart: '@contoso.com',
          text: 'Tom Albers sent it back: Who has the second phone? Ask her by voice',
          pressId: 'review',
          title: 'Unblock…',
        },
        {
          incidentId: '01JD9Z4Q6T8W2YF7',
          icon: '⛔',
          localPart: 'ines.duarte',
          domainPart: '@contoso.com',
          text: told('Not given back: sign-in blocked by Maya Okafor 03:21 UTC.'),
          pressId: 'containment',
          title: 'Give back',
        },
      ],
      notWatched: [
        {
          name: 'Northwind',
          text: told('since 2026-11-22 03:02 UTC · The certificate of the app has expired'),
          command: 'doctor',
          title: 'How to fix it',
        },
      ],
      early: [
        {
          incidentId: '01JD9Z4Q6T8W2YG8',
          icon: '⏱️',
          localPart: 'newsletter',
          domainPart: '@contoso.com',
          text: 'Near the limit · 430 of 500 recipients outside in an hour (policy Strict) · 🙋 Tom Albers is on it',
        },
      ],
      drills: [
        {
          incidentId: '01JD9Z4Q6T8W2YH9',
          icon: '🧪',
          localPart: 'drill-3',
          domainPart: '@exercise.invalid',
          text: told('On it in 3 min · ends 15:03 UTC'),
        },
      ],
      waiting: waiting.slice(2, 3).map((row) => ({ ...row, whoText: '🙋 Maya Okafor is on it' })),
      waitingEmptyText: '',
      others: others.slice(0, 2).map((row) => ({ ...row, canReview: false })),
      standing: rows.slice(0, 1).map((row) => ({
        ...row,
        statusIcon: '🟠',
        statusWord: 'Unblocked, not given back',
        standingText,
        canReview: false,
        canGiveBack: true,
      })),
      pollText: told('Last good poll 14:03 UTC, 12 s ago'),
    },
  },
  'home.quiet': {
    name: 'home',
    view: {
      title: 'Restricted entities',
      summary: 'All quiet',
      roleText: 'You may read.',
      canRead: true,
      nobody: [],
      forYou: [],
      notWatched: [],
      early: [],
      drills: [],
      waiting: [],
      waitingEmptyText: 'Nobody is restricted. Mail may flow.',
      others: [],
      standing: [],
      pollText: told('Last good poll 14:03 UTC, 12 s ago'),
    },
  },
  'home.no-role': {
    name: 'home',
    view: {
      title: 'Reprieve',
      summary: 'Reprieve watches the Restricted entities list, and lifts a restriction after a review.',
      roleText: 'You have no role here yet. An administrator of Reprieve can give you one.',
      canRead: false,
      nobody: [],
      forYou: [],
      notWatched: [],
      early: [],
      drills: [],
      waiting: [],
      waitingEmptyText: say`Does your mail come back? Type ${tellCommand('explain')} and paste the bounce.`,
      others: [],
      standing: [],
      pollText: '',
    },
  },
  explain: {
    name: 'explain',
    view: {
      ...explained,
      incidentId: laura.incidentId,
      incidentText: told(
        'laura.bennett@contoso.com has been restricted since 2026-11-22 03:14 UTC. Now: In review.',
      ),
      canReview: true,
      canRead: true,
      requestText: '',
    },
  },
  'explain.asked': {
    name: 'explain',
    view: {
      ...explained,
      ...noIncident,
      incidentText: told('laura.bennett@contoso.com has been restricted since 2026-11-22 03:14 UTC.'),
      requestText: 'The on-call channel has been asked to look at it.',
    },
  },
  'explain.no-help': {
    name: 'explain',
    view: {
      ...toTone('calm'),
      ...noIncident,
      code: '550 5.7.705',
      meaning: 'The whole organisation is restricted: too much of its mail looked like spam.',
      whomText: 'the whole organisation',
      helpsText: 'Unblocking does not help',
      unblockHelps: false,
      advice: 'Only Microsoft Support can lift it. Find the compromised accounts first, then open a case.',
    },
  },
  'explain.unknown': {
    name: 'explain',
    view: {
      ...toTone('calm'),
      ...noIncident,
      code: '',
      meaning: 'None of the codes and words in it is one that Reprieve knows.',
      whomText: '',
      helpsText: '',
      unblockHelps: false,
      advice:
        'Paste the whole bounce, also the part that begins with "Remote Server returned". Known codes: 5.1.8, 5.7.711, 5.1.90, 5.7.705.',
    },
  },
  request: {
    name: 'request',
    view: {
      ...laura,
      text: 'Laura Bennett asks for laura.bennett@contoso.com to be unblocked',
      statusText: told('Restricted since 2026-11-22 03:14 UTC'),
      canReview: true,
      portalUrl,
    },
  },
  'request.under-way': {
    name: 'request',
    view: {
      ...laura,
      statusIcon: '⏳',
      statusWord: 'Unblocked, watching',
      text: 'Laura Bennett asks for laura.bennett@contoso.com to be unblocked',
      statusText: told('Unblocked, watching since 2026-11-22 03:14 UTC'),
      canReview: false,
      portalUrl,
    },
  },
}
