// Which of the groups in the access list a person is in, nested ones included. Microsoft Graph alone says so, and what
// it does not say counts as no.
import { z } from 'zod'
import { createRemembered } from '../../concurrency/remembered.js'
import type { Actor, Member } from '../../domain/actor.js'
import type { Check } from '../../domain/check.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Fetch, Log } from '../../ports.js'
import { withDeadline } from './deadline.js'
import { examineGroups } from './examine-groups.js'
import type { Transport } from './transport.js'

const keptMilliseconds = 5 * minuteMilliseconds
const mostKept = 1_000
const callMilliseconds = 5_000
/** Graph takes no more ids in one `checkMemberGroups`. */
const mostIds = 20

/** Enough for a message to some of them. */
const mostMembers = 50

const membersSchema = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      userType: z.string().nullish(),
      accountEnabled: z.boolean().nullish(),
      mail: z.string().nullish(),
      userPrincipalName: z.string().nullish(),
    }),
  ),
})

const answerSchema = z.object({ value: z.array(z.string().toLowerCase()) })

export interface Groups {
  /** Never rejects: of whom it cannot be found out is in none. `objectId` is of a member of the home tenant. */
  find(objectId: string, asksAnew?: boolean): Promise<Pick<Actor, 'groups' | 'lookupFailure'>>
  /** People of the home tenant who are in this group, nested ones included. @throws PlatformError */
  listMembers(group: string): Promise<readonly Member[]>
  /** Whether Graph tells about these groups at all. Never rejects; stops when `signal` aborts. */
  examine(signal: AbortSignal): Promise<readonly Check[]>
}

export function createGroups(parts: {
  readonly transport: Pick<Transport, 'authorizeForGraph'>
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Log
  readonly graphUrl: string
  readonly accessGroups: readonly string[]
}): Groups {
  const { transport, fetch, clock, log, graphUrl, accessGroups } = parts
  const known = createRemembered<readonly string[]>({
    clock,
    keepMilliseconds: keptMilliseconds,
    most: mostKept,
  })

  async function readMembers(group: string, signal: AbortSignal): Promise<readonly Member[]> {
    const fields = 'id,userType,accountEnabled,mail,userPrincipalName'
    const path = `groups/${encodeURIComponent(group)}/transitiveMembers`
    const response = await fetch(`${graphUrl}/v1.0/${path}?$select=${fields}&$top=${mostMembers}`, {
      redirect: 'error',
      signal,
      headers: { authorization: await transport.authorizeForGraph() },
    })
    const text = await response.text()
    if (!response.ok)
      throw new PlatformError(`Graph answered ${response.status}`, { code: toCode(response.status) })
    // What is no person has no such members, nor has anybody where Graph may not tell.
    return membersSchema
      .parse(JSON.parse(text))
      .value.flatMap((one) =>
        one.userType === 'Member' && one.accountEnabled === true
          ? [{ id: one.id, addresses: toAddresses(one.mail, one.userPrincipalName) }]
          : [],
      )
  }

  async function check(objectId: string, ids: readonly string[], signal: AbortSignal) {
    const authorization = await transport.authorizeForGraph()
    const response = await fetch(`${graphUrl}/v1.0/users/${encodeURIComponent(objectId)}/checkMemberGroups`, {
      method: 'POST',
      // The token must not follow a redirect to somewhere else.
      redirect: 'error',
      signal,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ groupIds: ids }),
    })
    const text = await response.text()
    if (!response.ok)
      throw new PlatformError(`Graph answered ${response.status}`, { code: toCode(response.status) })
    const { value } = answerSchema.parse(JSON.parse(text))
    return ids.filter((id) => value.includes(id))
  }

  function ask(objectId: string): Promise<readonly string[]> {
    const chunks = Array.from({ length: Math.ceil(accessGroups.length / mostIds) }, (_, index) =>
      accessGroups.slice(index * mostIds, (index + 1) * mostIds),
    )
    const toError = () => new PlatformError('Graph did not answer within 5 s', { code: 'unavailable' })
    return withDeadline({ clock, milliseconds: callMilliseconds, toError }, async (signal) => {
      const found = await Promise.all(chunks.map((ids) => check(objectId, ids, signal)))
      return found.flat()
    })
  }

  return {
    async find(objectId, asksAnew = false) {
      if (accessGroups.length === 0) return { groups: [] }
      try {
        return { groups: await known[asksAnew ? 'getAnew' : 'get'](objectId, () => ask(objectId)) }
      } catch (error) {
        const code = error instanceof PlatformError ? error.code : 'unavailable'
        log.warn({ code, err: error, actorId: objectId }, 'teams.actor.groups.failed')
        const asked = 'Microsoft Graph'
        return { groups: [], lookupFailure: { about: 'groups', code, asked, groups: accessGroups } }
      }
    },
    async listMembers(group) {
      if (accessGroups.length === 0) throw new PlatformError('Graph is not asked here', { code: 'rejected' })
      const toError = () => new PlatformError('Graph did not answer within 5 s', { code: 'unavailable' })
      try {
        return await withDeadline({ clock, milliseconds: callMilliseconds, toError }, (signal) =>
          readMembers(group, signal),
        )
      } catch (cause) {
        if (cause instanceof PlatformError) throw cause
        throw new PlatformError('Graph did not tell who is in the group', { code: 'unavailable', cause })
      }
    },
    examine: (signal) => examineGroups({ transport, fetch, graphUrl, accessGroups, clock }, signal),
  }
}

function toAddresses(...given: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(given.flatMap((one) => one?.toLowerCase() ?? []))]
}

function toCode(status: number) {
  if (status === 429) return 'throttled'
  return status === 401 || status === 403 ? 'forbidden' : status >= 500 ? 'unavailable' : 'rejected'
}
