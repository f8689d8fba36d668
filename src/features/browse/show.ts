import { type Actor, toActorRef } from '../../domain/actor.js'
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { listOutstanding } from '../../domain/offers.js'
import { say, tellDay } from '../../domain/said.js'
import { getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import type { PlacedButton, StandingRow } from '../cards.js'
import { toStandingText } from '../containment/words.js'
import { isAllowed, requireAccess } from '../entrance/gate.js'
import { type Parts, type Typed, toEventRows, toTenant } from '../feature.js'
import { readAnchor } from '../incident/anchor.js'
import { findPermission, placeButtons, toIncidentCard } from '../incident/card.js'
import { readLast } from '../incident/record.js'
import { toReader } from '../review/open.js'
import { toHandoffCard, toShowCard } from './details.js'
import { getIncidentByText } from './find.js'

/** Events that are read for one timeline; the card shows the latest of them. */
const journalEntries = 500
/** Earlier incidents of one account of which something still stands. */
const mostStanding = 5

interface Visit {
  readonly actor: Actor
  readonly incidentId: string
}

export async function showDetails(parts: Parts, { actor, rest }: Typed): Promise<Answer> {
  return toCard(parts, { actor, incident: await getIncidentByText(parts, rest) })
}

export async function showIncident(parts: Parts, visit: Visit): Promise<Answer> {
  return toCard(parts, { actor: visit.actor, incident: await getReadable(parts, visit) })
}

interface Reading {
  readonly actor: Actor
  readonly incident: Incident
}

async function toCard(parts: Parts, { actor, incident }: Reading): Promise<Answer> {
  await noteRead(parts, { actor, incident, action: 'show' })
  const standing = await readStanding(parts, actor, incident)
  const anchor = await readAnchor(parts, incident)
  const menu = listAllowed(parts, actor, incident)
  return toShowCard({ ...(await readDetails(parts, actor, incident)), standing, anchor, menu })
}

/** What stands under ⋯ on its card, as far as this reader may. */
function listAllowed(parts: Parts, actor: Actor, incident: Incident): readonly PlacedButton[] {
  const { menu } = placeButtons(parts.features, incident, toTenant(parts, incident.tenantId))
  return menu.filter(({ pressId }) => {
    const permission = findPermission(parts.features, pressId)
    return permission !== undefined && isAllowed(parts, { actor, permission, incident })
  })
}

/** A new incident of the same account hides the old one, and what was changed then must not go out of sight with it. */
async function readStanding(parts: Parts, actor: Actor, incident: Incident): Promise<readonly StandingRow[]> {
  const { tenantId, entity } = incident
  const query = { tenantId, entityKey: toEntityKey(entity), standing: true, limit: mostStanding } as const
  const earlier = (await parts.store.listClosed(query)).filter(({ id }) => id !== incident.id)
  return [incident, ...earlier].flatMap((one) => {
    const text = toStandingText(one)
    if (text === '') return []
    const since = one.id === incident.id ? '' : say`From before (restricted ${tellDay(one.openedAt)}): `
    const canGiveBack =
      listOutstanding(one).length > 0 && isAllowed(parts, { actor, permission: 'give-back', incident: one })
    return [{ incidentId: one.id, text: say`${since}${text}`, canGiveBack }]
  })
}

export async function showHandoff(parts: Parts, visit: Visit): Promise<Answer> {
  const { actor } = visit
  const incident = await getReadable(parts, visit)
  await noteRead(parts, { actor, incident, action: 'handoff' })
  return toHandoffCard(await readDetails(parts, actor, incident))
}

/** What is known of somebody is not read unseen. */
export function noteRead(
  { reads, clock }: Parts,
  { actor, incident, action }: Reading & { readonly action: string },
): Promise<void> {
  const { id: incidentId, tenantId } = incident
  return reads.journal({ at: clock.now(), by: toActorRef(actor), action, incidentId, tenantId })
}

async function getReadable(parts: Parts, { actor, incidentId }: Visit): Promise<Incident> {
  requireAccess(parts, { actor, permission: 'read' })
  return getIncident(parts, incidentId)
}

async function readDetails(parts: Parts, actor: Actor, incident: Incident) {
  const journal = await parts.store.readJournal({ incidentId: incident.id, limit: journalEntries })
  return { ...toReader(parts, incident, actor), journal, eventRows: toEventRows(parts.features) }
}

/** What the channel shows, for whoever comes back from a page that took its place. */
export async function showCard(parts: Parts, visit: Visit): Promise<Answer> {
  const incident = await getReadable(parts, visit)
  const [anchor, last] = [await readAnchor(parts, incident), await readLast(parts, incident)]
  return toIncidentCard(parts, incident, { tenant: toTenant(parts, incident.tenantId), anchor, last })
}
