// Which of the access list's user groups somebody is in. Looked up group by group, since that is how Slack tells it and
// its limit for it is low (Tier 2): one look a group and minute serves everybody.
import { createRemembered } from '../../concurrency/remembered.js'
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

export type FindGroups = (
  userId: string,
  asksAnew?: boolean,
) => Promise<Pick<Actor, 'groups' | 'lookupFailure'>>

/** What it returns finds the groups a person is in and says which could not be read. It never rejects. */
export function createGroups({ clients, accessGroups, clock, log }: GroupsParts): FindGroups {
  const members = createRemembered<ReadonlySet<string>>({ clock, keepMilliseconds: believedMilliseconds })

  async function look(group: string): Promise<ReadonlySet<string>> {
    const { users } = await clients.call('usergroups.users.list', () =>
      // Without `include_disabled` a group that was switched off has nobody in it.
      clients.interactive.usergroups.users.list({ usergroup: group }),
    )
    return new Set(users ?? [])
  }

  async function isIn(
    group: string,
    userId: string,
    asksAnew: boolean,
  ): Promise<boolean | LookupFailureCode> {
    try {
      return (await members[asksAnew ? 'getAnew' : 'get'](group, () => look(group))).has(userId)
    } catch (error) {
      // Fails closed: a group that cannot be asked gives nobody its role.
      log.warn({ group, err: error }, 'slack.group.failed')
      return error instanceof PlatformError ? error.code : 'malformed'
    }
  }

  return async (userId, asksAnew = false) => {
    const answers = await Promise.all(
      accessGroups.map(async (group) => ({ group, answer: await isIn(group, userId, asksAnew) })),
    )
    const groups = answers.filter(({ answer }) => answer === true).map(({ group }) => group)
    const unread = answers.filter(({ answer }) => typeof answer === 'string').map(({ group }) => group)
    const code = answers.map(({ answer }) => answer).find((answer) => typeof answer === 'string')
    return code === undefined
      ? { groups }
      : { groups, lookupFailure: { about: 'groups', code, asked: 'Slack', groups: unread } }
  }
}
