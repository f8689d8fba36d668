// The whole tenant has nearly used up what it may send outside: an unblock alone sends nothing.
import { toCountText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { SenderCase, SenderSigns } from '../../types.js'

const nearly = 0.9

export function isTenantNearlyOut({ evidence: { headroom } }: SenderCase): boolean {
  return (
    headroom?.known === true &&
    headroom.value.limit > 0 &&
    headroom.value.used / headroom.value.limit >= nearly
  )
}

export const tenantLimit: SenderSigns = (given) => {
  const { headroom } = given.evidence
  if (headroom?.known !== true || !isTenantNearlyOut(given)) return []
  const { used, limit } = headroom.value
  const percent = Math.floor((used / limit) * 100)
  return [
    toSign({
      key: 'tenant-limit',
      side: 'limit',
      weight: 2,
      short: [`Tenant at ${percent}%`, 'of its limit'],
      words: `The organisation has used ${toCountText(used)} of ${toCountText(limit)} recipients outside (${percent}%): lifting this restriction alone lets little mail out.`,
    }),
  ]
}
