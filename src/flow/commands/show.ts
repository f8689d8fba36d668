import type { Actor } from '../../domain/actor.js'
import type { Incident } from '../../domain/incident.js'
import type { Answer } from '../../ports.js'
import { toHandoffCard, toShowCard } from '../cards/details.js'
import { requireAccess } from '../gate.js'
import { getIncident, type Parts } from '../parts.js'
import { toReader } from '../review.js'
import { getIncidentByText } from './find.js'
import type { Typed } from './parse.js'

/** Events that are read for one timeline; the card shows the latest of them. */
const journalEntries = 500

interface Visit {
  readonly actor: Actor
  readonly incidentId: string
}

export async function showDetails(parts: Parts, { actor, rest }: Typed): Promise<Answer> {
  return toShowCard(await readDetails(parts, actor, await getIncidentByText(parts, rest)))
}

export async function showIncident(parts: Parts, visit: Visit): Promise<Answer> {
  return toShowCard(await readDetails(parts, visit.actor, await getReadable(parts, visit)))
}

export async function showHandoff(parts: Parts, visit: Visit): Promise<Answer> {
  return toHandoffCard(await readDetails(parts, visit.actor, await getReadable(parts, visit)))
}

async function getReadable(parts: Parts, { actor, incidentId }: Visit): Promise<Incident> {
  requireAccess(parts, { actor, deed: 'read' })
  return getIncident(parts, incidentId)
}

async function readDetails(parts: Parts, actor: Actor, incident: Incident) {
  const journal = await parts.store.readJournal({ incidentId: incident.id, limit: journalEntries })
  return { ...toReader(parts, incident, actor), journal }
}
