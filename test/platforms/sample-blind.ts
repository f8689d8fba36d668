// What Reprieve cannot see or say, and its end.
import type { BlindView, Card } from '../../src/features/cards.js'
import { toMoment } from '../../src/features/words/words.js'
import { portalUrl, toTone } from './sample-rows.js'

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
