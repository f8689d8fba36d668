// Those whose mailboxes are restricted: most of them can be written to on Slack, and some answer.

import type { Chat } from '../world/chat.js'
import type { Person } from '../world/people.js'

const beginning = 'owner-'

/** A chat that knows most of the owners by their address. */
export function withOwners(chat: Chat): Chat {
  if (chat.name !== 'slack') return chat
  return {
    ...chat,
    connect(life, clock) {
      const connected = chat.connect(life, clock)
      const platform = {
        ...connected.platform,
        findPerson: async ({ addresses }: { readonly addresses: readonly string[] }) => {
          const [address = ''] = addresses
          // Who has no account there is asked by phone.
          return address === '' || /[37]@/.test(address) ? undefined : `${beginning}${address}`
        },
      }
      return { ...connected, platform }
    },
  }
}

/** Whoever reads this personal chat; undefined when it is somebody's else. */
export function findOwner(channel: string): Person | undefined {
  const id = channel.startsWith(`D-${beginning}`) ? channel.slice(2) : undefined
  if (id === undefined) return undefined
  const address = id.slice(beginning.length)
  return {
    role: undefined,
    tenants: undefined,
    zeal: 0,
    ownAddress: address,
    actor: {
      platform: 'slack',
      id,
      name: address,
      home: 'T1',
      isMember: true,
      addresses: [address],
      groups: [],
    },
  }
}
