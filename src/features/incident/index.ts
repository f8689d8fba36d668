import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import { toUnannouncedTasks } from '../evidence/gather.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { digestOf } from '../watch/storms.js'
import { incidentEvents } from './events.js'
import { listOverLines, postLine } from './lines.js'
import { postIncident, publishDigest, updateIncident } from './publish.js'
import { digestDuty, lineDuty, postDuty, updateDuty } from './tasks.js'
import type { IncidentCards } from './views.js'

const listEnds = (parts: Parts, { incidentId }: { readonly incidentId: string }) =>
  listIncidentEnds(parts, [incidentId])

/** What everyone sees of an incident: its card in every channel, the digest of many, lines in the thread. */
export const incident = {
  tasks: {
    post: toTaskRow({
      pool: 'broadcasts',
      schema: postDuty,
      run: postIncident,
      listEnds,
      listOnFailure: toUnannouncedTasks,
    }),
    update: toTaskRow({ pool: 'broadcasts', schema: updateDuty, run: updateIncident, listEnds }),
    digest: toTaskRow({
      pool: 'broadcasts',
      schema: digestDuty,
      run: publishDigest,
      listEnds: async (parts: Parts, { digestId }) =>
        listIncidentEnds(parts, (await digestOf(digestId).recall(parts.store))?.incidentIds ?? []),
    }),
    line: toTaskRow({ pool: 'broadcasts', schema: lineDuty, run: postLine, listEnds }),
  },
  listOver: listOverLines,
  cards: {
    incident: { bounds: { facts: { most: 6, keep: 'first' }, progress: { most: 6, keep: 'last' } } },
    digest: { bounds: { rows: { most: 10, keep: 'first' } } },
    line: {},
  } satisfies CardTable<IncidentCards>,
  events: incidentEvents,
} satisfies Feature
