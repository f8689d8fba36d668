// From the digest to the first page; what is old is read once more before it is shown.
import type { Press } from '../../domain/press.js'
import { toCountText } from '../../domain/words.js'
import type { Answer } from '../../ports.js'
import { toPollText } from '../browse/list.js'
import { rereadEvidence } from '../evidence/reread.js'
import { toGatherTask } from '../evidence/tasks.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentRow } from '../incident/card.js'
import { getGroup, judgeGroup, listCandidates, requireTogether } from './group.js'
import { toStormReviewCard } from './page.js'
import { findBiggestGroup } from './without-id.js'
import { toAlikeText } from './words.js'

/** Whoever pressed waits for it, and a press is answered within twelve seconds. */
export const rereadMilliseconds = 9_000

export async function prepareStorm(parts: Parts, press: Press): Promise<void> {
  const { actor } = press
  const id = press.incidentId === '' ? await findBiggestGroup(parts) : press.incidentId
  const group = await getGroup(parts, { actor, id }, 'storm-review')
  requireTogether(group)
  const judged = judgeGroup(parts, group, actor)
  const stale = new Set(judged.filter(({ bar }) => bar === 'stale').map(({ incident }) => incident.id))
  const some = listCandidates(judged).filter((incident) => stale.has(incident.id))
  await rereadEvidence(parts, some, rereadMilliseconds)
}

export async function openStorm(parts: Parts, press: Press): Promise<Answer> {
  const { actor } = press
  const id = press.incidentId === '' ? await findBiggestGroup(parts) : press.incidentId
  const group = await getGroup(parts, { actor, id }, 'storm-review')
  requireTogether(group)
  const judged = judgeGroup(parts, group, actor)
  const late = judged.filter(({ bar }) => bar === 'stale').map(({ incident }) => incident.id)
  // Of those that did not come in time: whoever looks again has them.
  if (late.length > 0) {
    const now = parts.clock.now()
    await parts.store.commit({ tasks: late.map((one) => toGatherTask(one, now)) })
    parts.poke()
  }
  return toStormReviewCard(parts, group, { judged })
}

/** Rows that a list shows without folding. */
const mostListed = 20

/** Those that each take a look of their own, worst first. */
export async function listGroup(parts: Parts, { actor, incidentId: id }: Press): Promise<Answer> {
  const { incidents, verdict } = await getGroup(parts, { actor, id }, 'read')
  const more = incidents.length - mostListed
  const count = `${toCountText(incidents.length)} ${toAlikeText(verdict, incidents.length)}`
  return {
    name: 'list',
    view: {
      title: 'Restricted entities',
      countText: more > 0 ? `${count}; the first ${mostListed}` : count,
      rows: incidents
        .slice(0, mostListed)
        .map((incident) => toIncidentRow(parts, incident, toTenant(parts, incident.tenantId))),
      emptyText: '',
      standingText: '',
      pollText: await toPollText(parts),
      previousCommand: '',
      nextCommand: '',
    },
  }
}
