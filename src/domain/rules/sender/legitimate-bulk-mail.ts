// High volume does not prove a compromise: newsletters, invoices and scanners exceed limits too. Only the owner knows.
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { toCountText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { outboundPolicyLink } from '../links.js'
import { isHighVolume, toVolumeSubject, toVolumeText } from '../volume.js'

const step = {
  ruleId: 'legitimate-bulk-mail',
  stage: 'investigate',
  title: 'Could this be legitimate bulk mail?',
  advice:
    'Ask the owner. If the mail is wanted, send it through a service made for bulk mail, or raise the limit in the outbound policy, before it happens again.',
  link: outboundPolicyLink,
} as const

export const legitimateBulkMail: SenderRule = ({ sentMail, outboundPolicy }, { reason }) => {
  const policy = toPolicyText(outboundPolicy)
  if (!sentMail.known) return notChecked(step, `${sentMail.why} ${policy}`)
  if (reason.cause !== 'limit' && !isHighVolume(sentMail.value)) return undefined
  return found(step, `${toVolumeText(sentMail.value)}. ${policy}`, [toVolumeSubject(sentMail.value), policy])
}

function toPolicyText(policy: SenderEvidence['outboundPolicy']): string {
  if (!policy.known) return `The outbound policy is not known: ${policy.why}`
  const { name, recipientsPerDay, externalPerHour, internalPerHour, action } = policy.value
  // 0 is how a policy says "service default", which Microsoft documents as 10,000 recipients a day.
  const limit = recipientsPerDay === 0 ? 'the service default (10,000)' : toCountText(recipientsPerDay)
  const hourly = toHourlyText(externalPerHour ?? 0, internalPerHour ?? 0)
  return `Policy "${name}": recipients a day ${limit}${hourly}, then ${action}.`
}

/** Empty when both are the service default, of which Microsoft gives no number. */
function toHourlyText(external: number, internal: number): string {
  const parts = [
    external === 0 ? '' : `${toCountText(external)} outside`,
    internal === 0 ? '' : `${toCountText(internal)} inside`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `, an hour ${parts.join(' and ')}`
}
