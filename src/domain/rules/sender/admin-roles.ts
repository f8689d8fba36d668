// An admin's account in wrong hands puts the whole tenant at stake.
import type { SenderRule } from '../../recommendation.js'
import { toListText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { toUserLink } from '../links.js'

export const adminRoles: SenderRule = ({ account, roles }) => {
  const step = {
    ruleId: 'admin-roles',
    stage: 'contain',
    title: 'Review admin roles',
    advice:
      'Check roles in Entra, Azure, Purview and Defender. Remove what is not needed, and check what the account did with what it had.',
    link: toUserLink('Assigned roles', 'AdministrativeRole', account),
  } as const
  if (!roles.known) return notChecked(step, roles.why)
  if (roles.value.length === 0) return undefined
  return found(step, `Holds ${toListText(roles.value)}.`, roles.value)
}
