// The fixed facts of the local Teams tenant: ids that do not change, so that settings can name them.
import { type Person, people, TEAMS_TENANT_ID } from '../people.js'

export const TENANT = {
  tenantId: TEAMS_TENANT_ID,
  name: 'Contoso',
  appId: '0d1c7a3e-52c4-4c5d-9f8e-2b6a7e4f9c10',
  /** Teams puts `28:` before a bot's app id. */
  botId: '28:0d1c7a3e-52c4-4c5d-9f8e-2b6a7e4f9c10',
  botName: 'Reprieve',
  teamId: '19:1c2d3e4f5a6b4c7d8e9f0a1b2c3d4e5f@thread.tacv2',
  teamName: 'Mail Operations',
  teamGroupId: '6e1a4c0b-7d7a-4b7e-8f4a-1d5b2c3e4f60',
  channelId: '19:5f1d0c7e4b2a4d6f8e9a0b1c2d3e4f50@thread.tacv2',
  channelName: 'Mail on-call',
} as const

export function findPersonByTeamsId(id: string): Person | undefined {
  return people.find((person) => person.teams.userId === id || person.teams.aadObjectId === id)
}

/** A personal chat belongs to one person; its id says so. */
export const toChatId = (person: Person): string => `a:1${person.key}-chat`

export function findChatOwner(conversationId: string): Person | undefined {
  return people.find((person) => toChatId(person) === conversationId)
}

/** A conversation as the wire names it: the channel, one of its threads, or a personal chat. */
export type Conversation =
  | { readonly kind: 'channel'; readonly threadId: string | undefined }
  | { readonly kind: 'chat'; readonly owner: Person }

export function parseConversationId(id: string): Conversation | undefined {
  const owner = findChatOwner(id)
  if (owner) return { kind: 'chat', owner }
  const [channel, thread] = id.split(';messageid=')
  return channel === TENANT.channelId || channel === TENANT.teamId
    ? { kind: 'channel', threadId: thread }
    : undefined
}

export const toThreadId = (rootId: string): string => `${TENANT.channelId};messageid=${rootId}`
