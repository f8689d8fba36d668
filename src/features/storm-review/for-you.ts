import type { Actor } from '../../domain/actor.js'
import type { ForYouRow } from '../browse/views.js'
import { type Parts, toTenant } from '../feature.js'
import { toClockText } from '../words/words.js'
import { listToApprove } from './without-id.js'
import { toManyText } from './words.js'

/** Reviews of many that wait for this person's signature. */
export async function listStormsForYou(parts: Parts, actor: Actor): Promise<readonly ForYouRow[]> {
  return (await listToApprove(parts, actor)).map((review) => {
    const { id, rows, verdict, first, until, tenantId } = review
    const tenantName = parts.tenants.size > 1 ? ` · ${toTenant(parts, tenantId).name}` : ''
    const text = `${first.by.name} signed ${toClockText(first.at)}, one more by ${toClockText(until)}${tenantName}`
    return {
      incidentId: id,
      icon: '✍️',
      localPart: toManyText(verdict, rows.length),
      domainPart: '',
      text,
      pressId: 'storm-approve',
      title: 'Approve…',
    }
  })
}
