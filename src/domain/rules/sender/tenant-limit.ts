// What the whole tenant may send to the outside in a day. When that is used up nobody's mail leaves, whoever is unblocked
// (Microsoft: tenant external recipient rate limit, bounces with 5.7.233).
import type { SenderRule } from '../../recommendation.js'
import { toCountText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { messageTraceLink } from '../links.js'

const step = {
  ruleId: 'tenant-limit',
  stage: 'investigate',
  title: "Check the tenant's own sending limit",
  advice:
    'Stop what sends so much before you unblock: when the limit is used up, mail to the outside stops for everybody, and an unblock does not help.',
  link: messageTraceLink,
} as const

const muchPercent = 80

export const tenantLimit: SenderRule = ({ headroom }) => {
  if (headroom === undefined) return undefined
  if (!headroom.known) return notChecked(step, headroom.why)
  const { used, limit, enforced } = headroom.value
  const percent = Math.floor((used / limit) * 100)
  if (percent < muchPercent) return undefined
  const much = `${toCountText(used)} of ${toCountText(limit)} external recipients in 24 hours (${percent}%)`
  return found(step, `${much}${enforced === false ? '; Microsoft does not enforce the limit yet' : ''}.`, [
    percent < 100 ? 'nearly used up' : 'used up',
  ])
}
