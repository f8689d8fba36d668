// Senders before the block on a person's Home: apart, since nothing of them is a restriction.

import { toApartId } from '../../domain/apart.js'
import { type Early, toShare } from '../../domain/early.js'
import type { Incident } from '../../domain/incident.js'
import { findVerdict } from '../../domain/outlook.js'
import { joinWords } from '../../domain/said.js'
import type { ApartRow } from '../browse/views.js'
import { type Parts, toTenant } from '../feature.js'
import { toNameParts } from '../incident/card.js'
import { toEarlyHead, toSignText } from './words.js'

export async function listEarlyForHome(parts: Parts): Promise<{ readonly early: readonly ApartRow[] }> {
  const ids = [...parts.tenants.keys()].map((id) => toApartId('early', id))
  const live = await Promise.all(ids.map((tenantId) => parts.store.listLive({ tenantId })))
  const worstFirst = live.flat().toSorted((one, other) => weigh(other) - weigh(one))
  return { early: worstFirst.flatMap((incident) => toRow(parts, incident)) }
}

/** What looks taken over, then whom Microsoft names, then whoever is nearest. */
function weigh(incident: Incident): number {
  const { near, alertAt }: Partial<Early> = incident.early ?? {}
  const isTakenOver = findVerdict(incident)?.verdict === 'compromised'
  return (isTakenOver ? 100 : 0) + (alertAt === undefined ? 0 : 10) + (near === undefined ? 0 : toShare(near))
}

function toRow(parts: Parts, incident: Incident): readonly ApartRow[] {
  const head = toEarlyHead(incident)
  if (head === undefined || incident.early === undefined) return []
  const whoText = parts.features
    .map(({ toRowText }) => toRowText?.(incident))
    .find((text) => text !== undefined)
  const tenantName = parts.tenants.size > 1 ? toTenant(parts, incident.tenantId).name : ''
  const text = joinWords([head.word, toSignText(incident.early), whoText, tenantName], ' · ')
  return [{ incidentId: incident.id, icon: head.icon, ...toNameParts(incident), text }]
}
