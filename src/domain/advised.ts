// Which steps are ticked before anybody looks: what takes an account back that looks taken over. Nothing is ticked for one
// that does not, so that a mailing without malice never ends with somebody locked out by habit.

import { type Choice, listChoices } from './choices.js'
import type { SenderEvidence } from './evidence.js'
import { isOldFiling } from './filing.js'
import type { Incident } from './incident.js'
import { isRecent } from './rules/window.js'
import { judge } from './verdict/index.js'

export function listAdvised(incident: Incident): readonly Choice[] {
  const { evidence } = incident
  if (evidence?.kind !== 'sender') return []
  const { verdict } = judge(evidence, { restriction: incident.restriction })
  if (verdict !== 'compromised') return []
  return listChoices(incident).filter((choice) => isAdvised(choice, evidence, incident))
}

function isAdvised({ step, target }: Choice, evidence: SenderEvidence, { restriction }: Incident): boolean {
  const { inboxRules, consents, authentication, delegates, gatheredAt } = evidence
  const isNew = (at: number | undefined) => at !== undefined && isRecent(at, restriction, gatheredAt)
  switch (step) {
    case 'block-sign-in':
    case 'revoke-sessions':
    case 'require-password-change':
      return true
    case 'stop-forwarding':
      return forwardsOutside(evidence)
    case 'disable-inbox-rules':
      return (
        inboxRules.known &&
        inboxRules.value.some(
          (rule) => rule.id === target?.id && (rule.suspicious || rule.hidden) && !isOldFiling(rule),
        )
      )
    case 'remove-method':
      return (
        authentication.known &&
        authentication.value.methods.some(({ id, addedAt }) => id === target?.id && isNew(addedAt))
      )
    case 'remove-delegate':
      return (
        delegates.known &&
        delegates.value.some(({ who, right, since }) => `${right}:${who}` === target?.id && isNew(since))
      )
    case 'remove-grant':
      return (
        consents.known && consents.value.some(({ id, grantedAt }) => id === target?.id && isNew(grantedAt))
      )
    default:
      return step satisfies never
  }
}

/** A recipient of the organisation may be named without an address; that one is not outside. */
function forwardsOutside({ forwarding, account, owner }: SenderEvidence): boolean {
  if (!forwarding.known || forwarding.value === null || !forwarding.value.to.includes('@')) return false
  const addresses = account.known ? account.value.addresses : []
  const own = [
    ...addresses.filter((address) => !/#ext#/i.test(address)).map(toDomain),
    ...(owner?.kind === 'account' ? owner.domains.map((domain) => domain.toLowerCase()) : []),
  ]
  return !own.includes(toDomain(forwarding.value.to))
}

function toDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
