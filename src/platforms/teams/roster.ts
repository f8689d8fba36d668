// Who is behind an activity. The ids come with the activity; whether they belong to a member of the home tenant, and
// what their addresses are, only the roster says. What it does not say counts as no.
import { z } from 'zod'
import { createRemembered } from '../../concurrency/remembered.js'
import type { Actor } from '../../domain/actor.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { Connector } from './connector.js'
import type { Groups } from './groups.js'
import { type Incoming, withoutThread } from './incoming.js'

const keptMilliseconds = 5 * minuteMilliseconds
const mostKept = 1_000
const longestName = 100
/** That Teams answered, and knows nobody of this id in the conversation. */
const noMember = new Error('no member of this conversation')

const word = z.string().min(1).optional().catch(undefined)
const memberSchema = z.object({
  /** As Entra has it. An activity brings one along too, for which nobody vouches. */
  name: word,
  objectId: word,
  aadObjectId: word,
  tenantId: word,
  email: word,
  userPrincipalName: word,
  userRole: word,
})
type Member = z.infer<typeof memberSchema>

export interface Roster {
  /**
   * Never rejects: whoever cannot be looked up is nobody's member, and marked as not looked up. `asksAnew`: nothing that
   * is remembered counts.
   */
  identify(incoming: Incoming, asksAnew?: boolean): Promise<Actor>
}

export function createRoster(parts: {
  readonly connector: Connector
  readonly groups: Groups
  readonly clock: Clock
  readonly log: Log
  readonly homeTenantId: string
}): Roster {
  const { connector, groups, clock, log, homeTenantId } = parts
  const known = createRemembered<Member>({ clock, keepMilliseconds: keptMilliseconds, most: mostKept })

  function lookUp({ conversation, from, serviceUrl }: Incoming, asksAnew: boolean): Promise<Member> {
    const conversationId = withoutThread(conversation.id)
    return known[asksAnew ? 'getAnew' : 'get'](JSON.stringify([conversationId, from.id]), async () => {
      const answer = await connector.getMember({ serviceUrl, conversationId }, from.id)
      // Rejects, so that it is not remembered: whoever is added now is a member at the next press.
      if (answer === undefined) throw noMember
      return memberSchema.parse(answer.found)
    })
  }

  return {
    async identify(incoming, asksAnew = false) {
      const { from, tenantId } = incoming
      const objectId = from.aadObjectId?.toLowerCase()
      const stranger = {
        platform: 'teams',
        id: objectId ?? from.id,
        name: toName(objectId, from.id),
        home: tenantId,
        isMember: false,
        addresses: undefined,
        groups: [] as readonly string[],
      } as const
      if (objectId === undefined || objectId === '') return { ...stranger, id: from.id }
      try {
        const member = await lookUp(incoming, asksAnew)
        const name = toName(member.name ?? member.userPrincipalName, objectId)
        const seen = { ...stranger, name, addresses: toAddresses(member) }
        if (tenantId !== homeTenantId) return seen
        const home = member.tenantId?.toLowerCase() ?? tenantId
        if (!isOrdinary(member, { objectId, homeTenantId })) return { ...seen, home }
        const entraId = { objectId, directoryId: home }
        return { ...seen, home, isMember: true, entraId, ...(await groups.find(objectId, asksAnew)) }
      } catch (error) {
        if (error === noMember) return stranger
        const code = error instanceof PlatformError ? error.code : 'malformed'
        log.warn({ code, actorId: objectId }, 'teams.actor.lookup.failed')
        // Whoever comes from another tenant is a stranger, whatever the roster would have said.
        return tenantId === homeTenantId
          ? { ...stranger, lookupFailure: { about: 'person', code, asked: 'Microsoft Teams' } }
          : stranger
      }
    },
  }
}

function isOrdinary(
  member: Member,
  wanted: { readonly objectId: string; readonly homeTenantId: string },
): boolean {
  const objectId = (member.objectId ?? member.aadObjectId)?.toLowerCase()
  if (objectId !== wanted.objectId || member.tenantId?.toLowerCase() !== wanted.homeTenantId) return false
  // Entra marks a guest's UPN, Teams the role; a member without a UPN cannot be told from a guest.
  const isGuest = member.userPrincipalName?.toUpperCase().includes('#EXT#') ?? true
  return !isGuest && (member.userRole ?? 'user').toLowerCase() === 'user'
}

function toAddresses(member: Member): readonly string[] | undefined {
  const addresses = [member.email, member.userPrincipalName].flatMap((one) => one?.toLowerCase() ?? [])
  return addresses.length === 0 ? undefined : [...new Set(addresses)]
}

/** For reading only. Control and formatting characters could turn a line of a card around. */
function toName(given: string | undefined, id: string): string {
  const name = (given ?? '').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim()
  return Array.from(name === '' ? id : name)
    .slice(0, longestName)
    .join('')
}
