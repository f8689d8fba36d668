// What waits for a moment, what is known and quiet, and what goes to the next shift.
import type { Card } from '../../src/features/cards.js'
import { laura, told, toTone } from './sample-rows.js'

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

const henrik = { incidentId: '01JD9ZH1', localPart: 'henrik.dahl', domainPart: '@contoso.com' }

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
          title: 'newsletter',
          domainPart: '@contoso.com',
          text: 'Tom Okafor until 30 Jun · Contoso',
          reason: 'The monthly newsletter, agreed with marketing.',
          canEnd: true,
        },
        {
          muteId: '01JD9ZM2',
          title: 'Every sender restricted for a sending limit',
          domainPart: '',
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
      emptyText: 'Nothing is muted. Mute… is on the card of what is known.',
    },
  },
  handover: {
    name: 'handover',
    view: {
      ...toTone('accent'),
      title: 'Hand-over 08:00 CET',
      countsText: '3 open, 1 waits for approval, 1 snoozed, 1 left over',
      tenantsText: 'Contoso and 11 more',
      rows: [
        {
          ...henrik,
          icon: '🚨',
          text: '🙋 Maya Okafor is on it · Contoso',
          pressId: 'claim',
          title: 'Take',
        },
        {
          incidentId: '01JD9ZH2',
          icon: '⚠️',
          localPart: 'laura.bennett',
          domainPart: '@contoso.com',
          text: told('💤 until 09:00 CET, Tom Albers · Contoso'),
          pressId: 'claim',
          title: 'Take',
        },
        {
          incidentId: '01JD9ZH3',
          icon: '📣',
          localPart: 'billing',
          domainPart: '@contoso.com',
          text: told('✍️ Ines Duarte reviewed 07:40 UTC · waiting for approval · Contoso'),
          pressId: 'approve',
          title: 'Approve…',
        },
        {
          incidentId: '01JD9ZH4',
          icon: '🟠',
          localPart: 'info',
          domainPart: '@contoso.com',
          text: told('Not given back: sign-in blocked by Maya Okafor 17:00 UTC · Contoso'),
          pressId: 'containment',
          title: 'Give back',
        },
      ],
      moreText: 'and 4 more, under All open',
      watchedText: told('🙈 Not watched: Fabrikam since 2026-11-22 03:02 UTC'),
      takes: [
        { from: 'slack:U1', title: 'Take Maya Okafor’s 2' },
        { from: 'teams:aad-2', title: 'Take Tom Albers’s 1' },
      ],
    },
  },
  'handover.quiet': {
    name: 'handover',
    view: {
      ...toTone('good'),
      title: 'Hand-over 20:00 UTC',
      countsText: 'Nothing waits',
      tenantsText: 'Contoso',
      rows: [],
      moreText: '',
      watchedText: '🟢 The tenant is watched',
      takes: [],
    },
  },
} as const satisfies Readonly<Record<string, Card>>
