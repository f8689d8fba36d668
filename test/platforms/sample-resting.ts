// What waits for a moment, what is known and quiet, and what goes to the next shift.
import type { Card } from '../../src/features/cards.js'
import { laura } from './sample-rows.js'

const unclear = { ...laura, statusIcon: '⚠️', statusWord: 'Unclear' }

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
} as const satisfies Readonly<Record<string, Card>>
