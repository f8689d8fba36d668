// What Reprieve cannot see or say, and its end.
import type { BlindView, Card } from '../../src/features/cards.js'
import { toMoment } from '../../src/features/words/words.js'
import { portalUrl, told, toTone } from './sample-rows.js'

const since = toMoment(Date.UTC(2026, 10, 22, 3, 2))
const until = toMoment(Date.UTC(2026, 10, 22, 3, 44))

const blind: BlindView = {
  ...toTone('bad'),
  blindnessId: '4a1f0e6c-3f8d-4c42-9a55-0f2c7f0b6f11',
  statusIcon: '🙈',
  statusWord: 'Not watching Contoso',
  notice: 'Not watching Contoso, its access was refused. New restrictions go unseen',
  headline: 'New restrictions go unseen',
  why: 'its access was refused',
  since,
  isSinceRecent: true,
  isOver: false,
  until,
  rows: [
    { icon: '❌', text: 'Watching and unblocking Contoso' },
    { icon: '✅', text: 'The other 11 tenants' },
    { icon: '✅', text: 'Cards, reviews, history' },
  ],
  smallText: 'At the last good read 2 were restricted',
  whoText: '⏳ Nobody yet',
  canTry: true,
  takeTitle: 'I’m on it',
  portalUrl,
}

export const blinds: Readonly<Record<string, Card>> = {
  blind: { name: 'blind', view: blind },
  'blind.taken': {
    name: 'blind',
    view: { ...blind, isSinceRecent: false, whoText: '🙋 Maya is on it', takeTitle: 'Take over' },
  },
  'blind.platform': {
    name: 'blind',
    view: {
      ...blind,
      statusWord: 'Slack is not reached',
      notice: 'Slack is not reached. Nobody is told anything on Slack',
      headline: 'Nobody is told anything on Slack',
      why: '',
      rows: [
        { icon: '❌', text: 'Cards and buttons on Slack' },
        { icon: '✅', text: 'Watching, and cards here' },
      ],
      smallText: '',
      canTry: false,
      portalUrl: '',
    },
  },
  'blind.journal': {
    name: 'blind',
    view: {
      ...blind,
      statusWord: 'The journal is behind',
      notice: 'The journal is behind. Its files lack what was done since',
      headline: 'Its files lack what was done since',
      why: '',
      rows: [
        { icon: '❌', text: 'The files of the journal' },
        { icon: '✅', text: 'What was done is kept, and written later' },
        { icon: '✅', text: 'Watching, cards, reviews' },
      ],
      smallText: '',
      whoText: told('⏳ Nobody yet · pages at 03:32 UTC'),
      canTry: false,
      portalUrl: '',
    },
  },
  'blind.journal.over': {
    name: 'blind',
    view: {
      ...blind,
      ...toTone('good'),
      statusIcon: '🟢',
      statusWord: 'The journal is whole again',
      notice: 'The journal is whole again. Its files lagged for 42 minutes',
      headline: 'Its files lagged for 42 minutes',
      why: '',
      isOver: true,
      rows: [{ icon: '✅', text: 'Everything is in them now' }],
      smallText: '',
      whoText: '',
      canTry: false,
      takeTitle: '',
      portalUrl: '',
    },
  },
  'blind.clock': {
    name: 'blind',
    view: {
      ...blind,
      ...toTone('busy'),
      statusWord: 'The clock was set back',
      notice: 'The clock was set back. Times may be out of order',
      headline: 'Times may be out of order',
      why: '',
      rows: [
        { icon: '⚠️', text: 'Times on cards and in the journal' },
        { icon: '✅', text: 'Watching, cards, reviews' },
      ],
      smallText: '',
      canTry: false,
      portalUrl: '',
    },
  },
  'blind.clock.over': {
    name: 'blind',
    view: {
      ...blind,
      ...toTone('good'),
      statusIcon: '🟢',
      statusWord: 'The clock runs on',
      notice: 'The clock runs on. The clock was set back, and polls went on',
      headline: 'The clock was set back, and polls went on',
      why: '',
      isOver: true,
      rows: [{ icon: '✅', text: 'Nothing waits for the old time' }],
      smallText: '',
      whoText: '🙋 Maya was on it',
      canTry: false,
      takeTitle: '',
      portalUrl: '',
    },
  },
  'blind.over': {
    name: 'blind',
    view: {
      ...blind,
      ...toTone('good'),
      statusIcon: '🟢',
      statusWord: 'Watching Contoso again',
      notice: 'Watching Contoso again. 42 minutes were not watched, 1 new found',
      headline: '42 minutes were not watched',
      why: 'Contoso',
      isOver: true,
      rows: [{ icon: '🔴', text: '1 new since then: sales@contoso.com, see the cards' }],
      smallText: '',
      whoText: '🙋 Maya was on it',
      canTry: false,
      takeTitle: '',
      portalUrl: '',
    },
  },
}
