// How a card before the block ends: the sender is quiet, is muted, or is restricted; then the card goes on as the incident's.
import { toApartId } from '../../domain/apart.js'
import type { EarlyEnd } from '../../domain/early.js'
import { toEntityKey } from '../../domain/entity.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { hasStanding } from '../../domain/offers.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toClosing, toIncidentEvent } from '../watch/settle.js'
import { toJoinTask } from './tasks.js'
import { earlyEndWords } from './words.js'

interface Ending {
  readonly why: EarlyEnd
  readonly now: Instant
  /** The incident of the restriction. */
  readonly incidentId?: string
}

export function toClosingOf(parts: Parts, incident: Incident, { now, ...over }: Ending): Required<Change> {
  const { early = { seenAt: now } } = incident
  const ended = { ...incident, early: { ...early, over: { ...over, at: now } } }
  const closing = toClosing(parts, ended, { outcome: 'no-longer-watched', now })
  const event = toIncidentEvent(ended, 'early.ended', now, { why: earlyEndWords[over.why] })
  return { ...closing, events: [event, ...closing.events] }
}

/**
 * A restriction of somebody who had a card already goes on with that card, with who is on it and what is known. Where something
 * was changed on the account that card stays, for it to be given back, and where many are restricted at once the digest comes.
 */
export async function goOnWithCard(parts: Parts, opened: Incident): Promise<Incident> {
  const early = opened.early === undefined ? await findEarly(parts, opened) : undefined
  if (early === undefined) return opened
  const { evidence, taken } = early
  const known = {
    ...opened,
    ...(evidence === undefined || opened.evidence !== undefined ? {} : { evidence }),
    ...(taken === undefined || opened.taken !== undefined ? {} : { taken }),
  }
  return hasCardTo(early, opened) ? { ...known, cards: early.cards } : known
}

async function findEarly({ store }: Parts, { tenantId, entity }: Incident): Promise<Incident | undefined> {
  const query = { tenantId: toApartId('early', tenantId), entityKey: toEntityKey(entity) }
  return (await store.listLive(query))[0]
}

function hasCardTo(early: Incident, { digestId }: Incident): boolean {
  return digestId === undefined && !hasStanding(early)
}

/** An edit tells nobody: that it is a restriction now is said in the thread. */
export function followRestricted(parts: Parts, change: Change): Change {
  const { next } = change
  const wish = parts.allTenants.get(next.tenantId)?.early
  if (wish === undefined) return change
  const now = parts.clock.now()
  const tenant = toTenant(parts, next.tenantId)
  const told =
    next.cards.length === 0
      ? []
      : [
          ...toUpdateTasks(next, tenant, now),
          ...toLineTasks({ incident: next, tenant, notice: 'early-restricted', dueAt: now }),
        ]
  return { ...change, tasks: [...(change.tasks ?? []), ...told, toJoinTask(next.tenantId, next.id, now)] }
}

/** The card is the restriction's from now on, so the early one lets go of it. */
export async function joinEarly(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const restricted = await parts.store.findIncident(incidentId)
  const early = restricted === undefined ? undefined : await findEarly(parts, restricted)
  if (restricted === undefined || early === undefined)
    return void (await parts.store.commit({ settle: { claim } }))
  await changeIncident(parts, { incidentId: early.id, claim }, (current) => {
    if (isClosed(current)) return undefined
    const now = parts.clock.now()
    const { doubted: _, ...kept } = current
    const left = hasCardTo(current, restricted) ? { ...kept, cards: [] } : current
    const closing = toClosingOf(parts, left, { why: 'restricted', incidentId, now })
    // Drawn once more: an edit of the early one may have been under way.
    const tenant = toTenant(parts, restricted.tenantId)
    return { ...closing, tasks: [...closing.tasks, ...toUpdateTasks(restricted, tenant, now)] }
  })
}
