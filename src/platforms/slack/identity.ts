// Who pressed, as Slack vouches for them now. People of other workspaces can press buttons in shared channels
// (slackapi/bolt-python#767), and on an Enterprise Grid a request may name any workspace of the person, the
// organisation or none (slackapi/bolt-js#1875): what it says proves nothing either way, only the answer of Slack does.
import { z } from 'zod'
import { createRemembered } from '../../concurrency/remembered.js'
import type { Actor } from '../../domain/actor.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { Clients } from './clients.js'
import type { FindGroups } from './groups.js'
import type { Person } from './payloads.js'
import { findSlackCode } from './platform-error.js'

/** `asksAnew`: nothing that is remembered counts. */
export type Identify = (person: Person, asksAnew?: boolean) => Promise<Actor>

interface IdentityParts {
  readonly clients: Clients
  readonly findGroups: FindGroups
  /** The home workspace. */
  readonly teamId: string
  readonly clock: Clock
  readonly log: Log
}

/** Whoever is deactivated or loses a role stays known for this long at most. */
const believedMilliseconds = 60_000
const maximumKnown = 2_000

/** Slack always gives the first four for people; without them nobody is believed. */
const userSchema = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean(),
  is_bot: z.boolean(),
  is_restricted: z.boolean(),
  is_ultra_restricted: z.boolean(),
  is_stranger: z.boolean().optional(),
  /** The full name; the display name beside it is whatever somebody likes to be called. */
  real_name: z.string().optional(),
  /** Enterprise Grid: one person, several workspaces; `team_id` names only one of them. */
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  profile: z.object({ email: z.string().optional() }).optional(),
})
type User = z.infer<typeof userSchema>

export function createIdentity({ clients, findGroups, teamId, clock, log }: IdentityParts): Identify {
  const users = createRemembered<User>({
    clock,
    keepMilliseconds: believedMilliseconds,
    most: maximumKnown,
  })

  async function look(id: string): Promise<User> {
    const { user } = await clients.call('users.info', () => clients.interactive.users.info({ user: id }))
    const found = userSchema.parse(user)
    if (found.id !== id) throw new Error('Slack described somebody else.')
    return found
  }

  return async (person, asksAnew = false) => {
    const stranger = toStranger(person)
    try {
      const user = await users[asksAnew ? 'getAnew' : 'get'](person.id, () => look(person.id))
      const actor = toActor(user, teamId)
      return actor.isMember ? { ...actor, ...(await findGroups(actor.id, asksAnew)) } : actor
    } catch (error) {
      if (isUnknownToSlack(error)) return stranger
      log.warn({ userId: person.id, error }, 'slack.identity.failed')
      const code = error instanceof PlatformError ? error.code : 'malformed'
      return { ...stranger, home: '', lookupFailure: { about: 'person', code, asked: 'Slack' } }
    }
  }
}

/** That is an answer: the person has nothing to do with this workspace. */
function isUnknownToSlack(error: unknown): boolean {
  return ['user_not_found', 'user_not_visible'].includes(findSlackCode(error) ?? '')
}

function toStranger(person: Person): Actor {
  return {
    platform: 'slack',
    id: person.id,
    name: person.id,
    home: person.teamId,
    isMember: false,
    addresses: undefined,
    groups: [],
  }
}

function toActor(user: User, teamId: string): Actor {
  const isHere = user.team_id === teamId || user.enterprise_user?.teams?.includes(teamId) === true
  const isGuest = user.is_restricted || user.is_ultra_restricted || user.is_stranger === true
  const email = user.profile?.email
  return {
    platform: 'slack',
    id: user.id,
    name: user.real_name || user.id,
    home: isHere ? teamId : (user.team_id ?? ''),
    isMember: isHere && !isGuest && !user.is_bot && !user.deleted,
    addresses: email === undefined || email === '' ? undefined : [email.toLowerCase()],
    groups: [],
  }
}
