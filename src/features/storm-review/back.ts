// Back to what everybody sees, from a page that took its place.
import type { Press } from '../../domain/press.js'
import type { Answer } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toDigestCard } from '../incident/digest.js'
import { digestOf } from '../watch/storms.js'
import { toStormCard } from './card.js'
import { stormReviewOf, toGone } from './record.js'
import { findRows } from './rows.js'

export async function goBack(parts: Parts, { actor, incidentId: id }: Press): Promise<Answer> {
  const review = await stormReviewOf(id).recall(parts.store)
  if (review === undefined) return showDigest(parts, { actor, id })
  requireAccess(parts, { actor, permission: 'read', tenantId: review.tenantId })
  return toStormCard(parts, review, { found: await findRows(parts, review), isHeard: () => true })
}

async function showDigest(
  parts: Parts,
  { actor, id }: Pick<Press, 'actor'> & { readonly id: string },
): Promise<Answer> {
  const digestId = id.slice(0, Math.max(0, id.lastIndexOf('_')))
  const digest = digestId === '' ? undefined : await digestOf(digestId).recall(parts.store)
  if (digest === undefined) throw toGone()
  requireAccess(parts, { actor, permission: 'read', tenantId: digest.tenantId })
  const found = await Promise.all(digest.incidentIds.map((one) => parts.store.findIncident(one)))
  const incidents = found.filter((incident) => incident !== undefined)
  return toDigestCard(parts, digestId, { incidents, tenant: toTenant(parts, digest.tenantId) })
}
