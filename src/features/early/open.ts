// One card before the block: an incident of its own kind, which no list of restrictions has and nobody can unblock.
import { toApartId } from '../../domain/apart.js'
import type { Early } from '../../domain/early.js'
import type { Entity } from '../../domain/entity.js'
import { parseReason } from '../../domain/reason.js'
import type { Tenant } from '../../domain/tenant.js'
import { openIncident } from '../../domain/transitions.js'
import { toFirstGatherTask, toLateTask } from '../evidence/tasks.js'
import { openWith, type Parts, toTenant } from '../feature.js'
import { toPostTasks } from '../incident/tasks.js'
import { saveOpened } from '../watch/save-opened.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSignText } from './words.js'

/** There is no reason of Exchange: it has done nothing. */
const noReason = parseReason('')

export async function openEarly(
  parts: Parts,
  { id: organisationId }: Tenant,
  { entity, ...early }: Early & { readonly entity: Entity },
): Promise<void> {
  const now = parts.clock.now()
  const tenantId = toApartId('early', organisationId)
  const opened = openIncident({
    id: parts.createId(),
    tenantId,
    restriction: { entity, reason: noReason, createdAt: now, temporary: false, raw: {} },
    now,
    earlier: { count: 0 },
    digestId: undefined,
  })
  // As Microsoft rates its own warning.
  const next = await openWith(parts, { ...opened, severity: 'medium', early })
  const cards = toPostTasks(next, toTenant(parts, tenantId), now)
  const saved = await saveOpened(parts, next, {
    tasks: [...cards, toFirstGatherTask(next, cards.length > 0, now), toLateTask(next.id, now)],
    events: [toIncidentEvent(next, 'early.begun', now, { sign: toSignText(early) })],
  })
  if (saved !== undefined) parts.meter.earlyChanged('begun')
  parts.poke()
}
