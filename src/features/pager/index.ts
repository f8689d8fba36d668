import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { toLine } from '../incident/line.js'
import { pagerEvents } from './events.js'
import { followPages } from './follow.js'
import { examinePagers, readPagerHealth } from './health.js'
import { page } from './run.js'
import { pageDuty } from './tasks.js'

/** What rings when nobody comes, and what is answered there. */
export const pager = {
  tasks: {
    page: toTaskRow({
      words: 'calling the pager',
      pool: 'pages',
      schema: pageDuty,
      run: page,
      listEnds: async (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  lines: {
    'page-answered': toLine('📟', (name, who) => `${who} answered the pager and is on it: ${name}`),
    'page-unanswered': toLine(
      '📟',
      (name, who) => `${who} gave it back on the pager, so nobody is on ${name} now.`,
    ),
  },
  events: pagerEvents,
  follow: followPages,
  readHealth: readPagerHealth,
  examine: examinePagers,
} satisfies Feature
