// What waits for a moment, what is known and quiet, and what goes to the next shift.
import type { Card } from '../../src/features/cards.js'
import { laura } from './sample-rows.js'

const unclear = { ...laura, statusIcon: '⚠️', statusWord: 'Unclear' }

const bulk = { ...laura, statusIcon: '📣', statusWord: 'Looks like bulk mail' }
const scopes = [
  { choiceId: 'entity', title: 'laura.bennett@contoso.com' },
  { choiceId: 'cause', title: 'Every sender restricted for spam that looks no worse' },
]
const days = [
  { choiceId: '7d', title: '7 days (29 Nov)' },
  { choiceId: '14d', title: '14 days (6 Dec)' },
  { choiceId: '30d', title: '30 days (22 Dec)' },
]

const choices = [
  { choiceId: '1h', title: '1 hour (04:15 CET)' },
  { choiceId: '4h', title: '4 hours (07:15 CET)' },
  { choiceId: '2026-11-22', title: '09:00 CET' },
  { choiceId: '2026-11-23', title: 'Mon 09:00 CET' },
  { choiceId: '2026-11-24', title: 'Tue 09:00 CET' },
]

export const restingSamples = {
  snooze: { name: 'snooze', view: { ...unclear, problem: '', choices, until: '', reason: '' } },
  'snooze.refused': {
    name: 'snooze',
    view: {
      ...unclear,
      problem: 'Say in a few words why this can wait: it stands on the card.',
      choices,
      until: '2026-11-23',
      reason: 'later',
    },
  },
  mute: {
    name: 'mute',
    view: {
      ...bulk,
      problem: '',
      scopes,
      scope: 'entity',
      choices: days,
      until: '',
      day: '',
      reason: '',
    },
  },
  'mute.refused': {
    name: 'mute',
    view: {
      ...bulk,
      problem: 'Say in a few words what is known about it: it stands on the card.',
      scopes,
      scope: 'cause',
      choices: days,
      until: '7d',
      day: '2026-12-01',
      reason: 'known',
    },
  },
  mutes: {
    name: 'mutes',
    view: {
      rows: [
        {
          muteId: '01JD9ZM1',
          title: 'newsletter@contoso.com',
          text: 'Tom Okafor until 30 Jun · Contoso',
          reason: 'The monthly newsletter, agreed with marketing.',
          canEnd: true,
        },
        {
          muteId: '01JD9ZM2',
          title: 'Every sender restricted for a sending limit',
          text: 'Maya Okafor until 5 Dec · Fabrikam',
          reason: 'Invoices go out in the last week of the year.',
          canEnd: false,
        },
      ],
      emptyText: '',
    },
  },
  'mutes.none': {
    name: 'mutes',
    view: {
      rows: [],
      emptyText:
        'Nothing is muted: whatever is restricted has its card. Mute… is on the card of what is known.',
    },
  },
} as const satisfies Readonly<Record<string, Card>>
