import type { Actor } from '../../domain/actor.js'
import { say, tellClock } from '../../domain/said.js'
import type { ForYouRow } from '../browse/views.js'
import { type Parts, toTenant } from '../feature.js'
import { listToApprove } from './without-id.js'
import { toManyText } from './words.js'

/** Reviews of many that wait for this person's signature. */
export async function listStormsForYou(parts: Parts, actor: Actor): Promise<readonly ForYouRow[]> {
  return (await listToApprove(parts, actor)).map((review) => {
    const { id, rows, verdict, first, until, tenantId } = review
    const tenantName = parts.tenants.size > 1 ? ` · ${toTenant(parts, tenantId).name}` : ''
    const text = say`${first.by.name} signed ${tellClock(first.at)}, one more by ${tellClock(until)}${tenantName}`
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
