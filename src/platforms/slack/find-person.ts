// Who in the workspace has this mailbox: Slack knows people by the address that they confirmed.
import { z } from 'zod'
import type { Platform } from '../../ports.js'
import type { Clients } from './clients.js'
import type { Identify } from './identity.js'
import { findSlackCode } from './platform-error.js'

/** Somebody waits for the answer: the first addresses are those that people use. */
const mostAddresses = 3

const foundSchema = z.object({ user: z.object({ id: z.string() }) })

interface FindPersonParts {
  readonly clients: Clients
  readonly identify: Identify
  readonly teamId: string
}

export function createFindPerson({ clients, identify, teamId }: FindPersonParts): Platform['findPerson'] {
  /** That Slack knows nobody by it is an answer. */
  async function lookUp(email: string): Promise<string | undefined> {
    const answer = await clients.call('users.lookupByEmail', async () => {
      try {
        return await clients.interactive.users.lookupByEmail({ email })
      } catch (error) {
        if (findSlackCode(error) === 'users_not_found') return undefined
        throw error
      }
    })
    return foundSchema.safeParse(answer).data?.user.id
  }

  return async ({ addresses }) => {
    for (const email of addresses.slice(0, mostAddresses)) {
      const id = await lookUp(email)
      // Guests, bots and people of other workspaces may have any address.
      if (id !== undefined && (await identify({ id, teamId, name: id }, true)).isMember) return id
    }
    return undefined
  }
}
