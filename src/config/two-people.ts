// Whether there are two people where two are asked for. A rule that nobody can meet would lock everybody out, at night.
import { isProvenOther } from '../domain/person.js'
import { toAccess, toKeys } from './apply.js'
import type { Problem } from './problem.js'
import type { BotSettings } from './schema.js'

type Given = Pick<BotSettings, 'access' | 'tenants'> & Partial<Pick<BotSettings, 'slack' | 'teams'>>

/**
 * The tenants for which two signatures cannot come together: fewer than two approvers who are known to be two people. Who
 * is in a group is known only when somebody acts, so a group of approvers counts as two.
 * @param asksForTwo whether anything asks for two people.
 */
export function findTwoPersonProblem(settings: Given, asksForTwo: boolean): Problem | undefined {
  const alone = asksForTwo ? settings.tenants.filter(({ id }) => !hasTwo(settings, id)) : []
  if (alone.length === 0) return undefined
  const names = alone.slice(0, 3).map(({ id }) => id)
  const more = alone.length > names.length ? ` and ${alone.length - names.length} more` : ''
  return {
    path: 'approval',
    what: `asks for two people, and fewer than two approvers of ${names.join(', ')}${more} can be told apart`,
    remedy:
      'Add an approver, or write who is who into the entries (slack, entra, console and entraId of one person in one entry), or turn the rules off',
  }
}

function hasTwo(settings: Given, tenantId: string): boolean {
  const access = toAccess(settings)
  const approvers = settings.access.filter(
    ({ role, tenants }) => role === 'approver' && (tenants === undefined || tenants.includes(tenantId)),
  )
  const people = approvers.flatMap((entry) => toKeys(entry).slice(0, 1))
  return (
    people.length < approvers.length ||
    people.some((one) => people.some((other) => isProvenOther(toRef(one), toRef(other), access) === 'other'))
  )
}

function toRef(key: string) {
  const at = key.indexOf(':')
  return { platform: key.slice(0, at), id: key.slice(at + 1) }
}
