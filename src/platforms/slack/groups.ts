// Which of the access list's user groups somebody is in. Looked up group by group, since that is how Slack tells it and
// its limit for it is low (Tier 2): one look a group and minute serves everybody.
import type { Actor, LookupFailureCode } from '../../domain/actor.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { Clients } from './clients.js'

interface GroupsParts {
  readonly clients: Clients
  readonly accessGroups: readonly string[]
  readonly clock: Clock
  readonly log: Log
}

/** Whoever leaves a group loses its role after this time at most. */
const believedMilliseconds = 60_000

export type FindGroups = (userId: string) => Promise<Pick<Actor, 'groups' | 'lookupFailure'>>

interface Known {
  /** When it was asked for, by the clock that never steps. */
  readonly at: number
  readonly members: ReadonlySet<string>
}

/** What it returns finds the groups a person is in and says which could not be read. It never rejects. */
export function createGroups({ clients, accessGroups, clock, log }: GroupsParts): FindGroups {
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<Known>>()

  async function look(group: string): Promise<Known> {
    const askedAt = clock.monotonic()
    const { users } = await clients.call('usergroups.users.list', () =>
      // Without `include_disabled` a group that was switched off has nobody in it.
      clients.interactive.usergroups.users.list({ usergroup: group }),
    )
    const found = { at: askedAt, members: new Set(users ?? []) }
    known.set(group, found)
    return found
  }

  function getGroup(group: string): Promise<Known> {
    const entry = known.get(group)
    if (entry !== undefined && clock.monotonic() - entry.at < believedMilliseconds)
      return Promise.resolve(entry)
    const running = asking.get(group) ?? look(group).finally(() => asking.delete(group))
    asking.set(group, running)
    return running
  }

  async function isIn(group: string, userId: string): Promise<boolean | LookupFailureCode> {
    try {
      return (await getGroup(group)).members.has(userId)
    } catch (error) {
      // Fails closed: a group that cannot be asked gives nobody its role.
      log.warn({ group, err: error }, 'slack.group.failed')
      return error instanceof PlatformError ? error.code : 'malformed'
    }
  }

  return async (userId) => {
    const answers = await Promise.all(
      accessGroups.map(async (group) => ({ group, answer: await isIn(group, userId) })),
    )
    const groups = answers.filter(({ answer }) => answer === true).map(({ group }) => group)
    const unread = answers.filter(({ answer }) => typeof answer === 'string').map(({ group }) => group)
    const code = answers.map(({ answer }) => answer).find((answer) => typeof answer === 'string')
    return code === undefined
      ? { groups }
      : { groups, lookupFailure: { about: 'groups', code, groups: unread } }
  }
}
