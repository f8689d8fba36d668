// Who is in a user group, for whoever writes to its people in person.
import type { Member } from '../../domain/actor.js'
import type { Platform } from '../../ports.js'
import type { Clients } from './clients.js'
import type { Identify } from './identity.js'

/** Each is looked up: guests may be in a group, and are not told. */
const mostMembers = 30

interface MembersParts {
  readonly clients: Clients
  readonly identify: Identify
  readonly teamId: string
}

export function createListMembers({ clients, identify, teamId }: MembersParts): Platform['listMembers'] {
  return async (group) => {
    const { users = [] } = await clients.call('usergroups.users.list', () =>
      clients.bulk.usergroups.users.list({ usergroup: group }),
    )
    const members: Member[] = []
    for (const id of users.slice(0, mostMembers)) {
      const { isMember, addresses = [] } = await identify({ id, teamId, name: id })
      if (isMember) members.push({ id, addresses })
    }
    return members
  }
}
