import type { CardTable, Feature } from '../feature.js'
import { toRequestCard } from './cards.js'
import { explainBounce } from './command.js'
import { explainEvents } from './events.js'
import type { ExplainCards } from './views.js'

/** What a bounce means; the restricted person may ask for a review. */
export const explain = {
  commands: {
    explain: {
      permission: 'help',
      usage: 'explain <text of the bounce>',
      text: 'What a bounce means, and whether an unblock helps',
      hint: { usage: 'explain <bounce>', text: 'What a bounce means: explain and its text' },
      run: explainBounce,
    },
  },
  cards: { explain: {}, request: {} } satisfies CardTable<ExplainCards>,
  lines: { asked: (incident, { tenant }) => toRequestCard(incident, tenant) },
  events: explainEvents,
} satisfies Feature
