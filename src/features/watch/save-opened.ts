import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { JournalEvent } from '../../domain/journal.js'
import type { Task } from '../../domain/task.js'
import { StaleError } from '../../errors.js'
import { followOpening, type Parts } from '../feature.js'
import { toIncidentEvent } from './settle.js'

/** What is saved with it. */
interface Beside {
  readonly tasks: readonly Task[]
  readonly events?: readonly JournalEvent[]
}

/** Does nothing when a live incident of this entity is there already. */
export async function saveOpened(
  parts: Parts,
  opened: Incident,
  { tasks, events = [] }: Beside,
): Promise<Incident | undefined> {
  const { id: incidentId, tenantId, entity } = opened
  const { next, ...rest } = followOpening(parts, {
    next: opened,
    events: [...events, toOpenedEvent(opened)],
    tasks,
  })
  try {
    const saved = await parts.store.commit({ incident: { next, expectedVersion: 0 }, ...rest })
    parts.log.info({ incidentId, tenantId, kind: entity.kind }, 'incident.opened')
    return saved
  } catch (error) {
    if (!(error instanceof StaleError)) throw error
    return undefined
  }
}

function toOpenedEvent(incident: Incident): JournalEvent {
  const { entity, reason, raw, temporary } = incident.restriction
  const data = {
    entity: toEntityKey(entity),
    reason: reason.raw,
    temporary,
    earlier: incident.earlier.count,
    ...(incident.continues === undefined ? {} : { continues: incident.continues }),
  }
  return {
    ...toIncidentEvent(incident, 'incident.opened', incident.changedAt, data),
    texts: { raw: JSON.stringify(raw) },
  }
}
