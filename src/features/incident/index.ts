import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import { toUnannouncedTasks } from '../evidence/gather.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { digestOf } from '../watch/storms.js'
import { listDigestElsewhereTasks, tellDigestElsewhere } from './digest-elsewhere.js'
import { listElsewhereTasks, tellElsewhere } from './elsewhere.js'
import { incidentEvents } from './events.js'
import { incidentLines } from './line.js'
import { listOverLines, postLine } from './lines.js'
import { toWhoLine } from './meanwhile.js'
import { listOverChannels } from './moved.js'
import { pointToLiving } from './orphan.js'
import { postIncident, updateIncident } from './publish.js'
import { publishDigest } from './publish-digest.js'
import { listRecoveryIds, postRecovery } from './recovery.js'
import {
  digestDuty,
  digestElsewhereDuty,
  elsewhereDuty,
  lineDuty,
  pointDuty,
  postDuty,
  recoveryDuty,
  updateDuty,
} from './tasks.js'
import type { IncidentCards } from './views.js'

const listEnds = (parts: Parts, { incidentId }: { readonly incidentId: string }) =>
  listIncidentEnds(parts, [incidentId])

const listDigestEnds = async (parts: Parts, { digestId }: { readonly digestId: string }) =>
  listIncidentEnds(parts, (await digestOf(digestId).recall(parts.store))?.incidentIds ?? [])

/** What everyone sees of an incident: its card in every channel, the digest of many, lines in the thread. */
export const incident = {
  tasks: {
    post: toTaskRow({
      words: 'the first card',
      pool: 'broadcasts',
      schema: postDuty,
      run: postIncident,
      listEnds,
      listOnFailure: async (parts, claim) => [
        ...(await toUnannouncedTasks(parts, claim)),
        ...(await listElsewhereTasks(parts, claim)),
      ],
    }),
    update: toTaskRow({
      words: 'an edit of the card',
      pool: 'broadcasts',
      schema: updateDuty,
      run: updateIncident,
      listEnds,
    }),
    digest: toTaskRow({
      words: 'the digest of a storm',
      pool: 'broadcasts',
      schema: digestDuty,
      run: publishDigest,
      listEnds: listDigestEnds,
      listOnFailure: async (parts, { task }) => {
        const { digestId, channel } = digestDuty.parse(task.duty)
        return listDigestElsewhereTasks(parts, digestId, channel)
      },
    }),
    elsewhere: toTaskRow({
      words: 'a card that its channel does not show',
      pool: 'broadcasts',
      schema: elsewhereDuty,
      run: tellElsewhere,
      listEnds,
    }),
    'digest-elsewhere': toTaskRow({
      words: 'a digest that its channel does not show',
      pool: 'broadcasts',
      schema: digestElsewhereDuty,
      run: tellDigestElsewhere,
      listEnds: listDigestEnds,
    }),
    recovery: toTaskRow({
      words: 'the digest after an outage',
      pool: 'broadcasts',
      schema: recoveryDuty,
      run: postRecovery,
      listEnds: async (parts: Parts, order) => listIncidentEnds(parts, await listRecoveryIds(parts, order)),
    }),
    point: toTaskRow({
      words: 'a sign to the card that holds',
      pool: 'broadcasts',
      schema: pointDuty,
      run: pointToLiving,
      listEnds,
    }),
    line: toTaskRow({
      words: 'a line in a thread',
      pool: 'broadcasts',
      schema: lineDuty,
      run: postLine,
      listEnds,
    }),
  },
  listOver: async (parts) => [...(await listOverLines(parts)), ...(await listOverChannels(parts))],
  cards: {
    incident: {
      minor: ['whoText', 'buttons', 'menu', 'reasons', 'smallText', 'notice'],
      toMeanwhile: toWhoLine,
      bounds: {
        reasons: { most: 3, keep: 'first' },
        again: { most: 4, keep: 'first' },
        record: { most: 5, keep: 'first' },
        progress: { most: 4, keep: 'last' },
        buttons: { most: 2, keep: 'first' },
        // Slack takes five, and the details and the portal are two of them.
        menu: { most: 3, keep: 'first' },
      },
    },
    digest: { bounds: { rows: { most: 10, keep: 'first' } } },
    line: {},
    pointer: {},
  } satisfies CardTable<IncidentCards>,
  lines: incidentLines,
  events: incidentEvents,
} satisfies Feature
