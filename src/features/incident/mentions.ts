// Whom a line mentions: those on one platform who may say Yes for the tenant.
import { type PlatformName, toActorKey } from '../../domain/actor.js'
import { isAmong } from '../../domain/grants.js'
import type { Incident } from '../../domain/incident.js'
import { listSenderAddresses } from '../../domain/ownership.js'
import type { Parts } from '../feature.js'
import type { MentionRow } from '../words/views.js'

/** More names than that are a crowd in which nobody feels meant. */
const mostMentions = 5

/** Letters only: a tag in a text takes nothing else. */
const plainName = /^[\p{L}\p{M}][\p{L}\p{M} '-]*$/u

/** Groups first: whoever is on call is in one. Not whose mailbox it is. */
export function listApprovers(
  { access, platforms }: Pick<Parts, 'access' | 'platforms'>,
  incident: Incident,
  platform: PlatformName,
): readonly MentionRow[] {
  const start = toActorKey({ platform, id: '' })
  const own = listSenderAddresses(incident)
  const groups = [...access.groups].flatMap(([key, role]) =>
    platforms.get(platform)?.mentionsGroups === true &&
    role === 'approver' &&
    key.startsWith(start) &&
    isAmong(access.groupTenants?.get(key), incident.tenantId)
      ? [{ memberId: key.slice(start.length), isGroup: true, name: '' }]
      : [],
  )
  const people = [...access.people].flatMap(([key, { role, addresses, name = '', tenants }]) =>
    role === 'approver' &&
    key.startsWith(start) &&
    isAmong(tenants, incident.tenantId) &&
    !addresses.some((address) => own.includes(address))
      ? [{ memberId: key.slice(start.length), isGroup: false, name }]
      : [],
  )
  const named = [...groups, ...people].slice(0, mostMentions)
  return named.map(({ name, ...one }, at) => {
    const isOnly = named.filter((other) => other.name === name).length === 1
    return { ...one, mark: isOnly ? toMark(name, `approver ${at + 1}`) : `approver ${at + 1}` }
  })
}

/** What stands for somebody in a text. */
export function toMark(name: string, otherwise: string): string {
  return plainName.test(name) ? name : otherwise
}
