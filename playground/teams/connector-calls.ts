// What each connector call does to the tenant; the HTTP around it is in connector.ts.
import { z } from 'zod'
import { type Person, people } from '../people.js'
import { readActivity } from './incoming.js'
import type { TenantParts } from './parts.js'
import { failure, noActivity, noConversation, type Reply } from './reply.js'
import {
  type Conversation,
  findPersonByTeamsId,
  parseConversationId,
  TENANT,
  toChatId,
  toThreadId,
} from './team.js'

const newConversation = z.looseObject({
  isGroup: z.boolean().nullish(),
  members: z.array(z.looseObject({ id: z.string() })).nullish(),
  tenantId: z.string().nullish(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).nullish(),
      tenant: z.looseObject({}).nullish(),
    })
    .nullish(),
  activity: z.unknown().optional(),
})

const targetedActivity = z.looseObject({
  recipient: z.looseObject({ id: z.string() }),
  entities: z.array(z.looseObject({ type: z.string(), messageId: z.string().optional() })).nullish(),
})
const badArgument = failure(400, 'BadArgument', 'Bad argument.')
const notInRoster = failure(
  403,
  'BotNotInConversationRoster',
  'The bot is not part of the conversation roster.',
)

export interface ConnectorCalls {
  create(given: unknown): Promise<Reply>
  post(
    conversationId: string,
    given: { readonly replyTo: string | undefined; readonly activity: unknown; readonly isTargeted: boolean },
  ): Promise<Reply>
  update(
    conversationId: string,
    given: { readonly id: string; readonly activity: unknown; readonly isTargeted: boolean },
  ): Promise<Reply>
  remove(conversationId: string, given: { readonly id: string; readonly isTargeted: boolean }): Promise<Reply>
  members(conversationId: string, given: { readonly paged: boolean; readonly id: string | undefined }): Reply
}

export function createConnectorCalls({ posts }: TenantParts): ConnectorCalls {
  const write = async (target: Target, activity: unknown): Promise<Written> => {
    const read = readActivity(activity)
    if (read.kind === 'refused') return { refused: read.reply }
    if (read.kind === 'sign') return { id: posts.nextId() }
    const posted = await posts.post({ ...read.said, ...target, from: TENANT.botId })
    return { id: posted.id }
  }
  /** The activity, if it is in this conversation, the bot wrote it, and it is of the kind that is asked for. */
  const findOwn = (conversationId: string, { id, isTargeted }: { id: string; isTargeted: boolean }) => {
    const conversation = parseConversationId(conversationId)
    const activity = posts.find(id)
    const place = conversation?.kind === 'chat' ? toChatId(conversation.owner) : TENANT.channelId
    const isOwn = activity?.place === place && activity.from === TENANT.botId
    return conversation && isOwn && (activity.onlyFor !== undefined) === isTargeted ? activity : undefined
  }
  /** Why one member cannot be shown this alone, or who that is. */
  const readTarget = (conversation: Conversation, activity: unknown): Reply | string => {
    const { data } = targetedActivity.safeParse(activity)
    if (data === undefined || conversation.kind === 'chat') return badArgument
    const reader = findPersonByTeamsId(data.recipient.id)
    if (!reader) return notInRoster
    const quoted = (data.entities ?? []).find(({ type }) => type === 'targetedMessageInfo')
    if (quoted === undefined) return reader.teams.userId
    const asked = posts.find(quoted.messageId ?? '')
    if (asked === undefined)
      return failure(404, 'TARGETED_MESSAGE_EXPIRED_OR_DELETED', 'The targeted message is gone.')
    return asked.onlyFor === reader.teams.userId
      ? reader.teams.userId
      : failure(400, 'INVALID_TARGETED_MESSAGE_ID', 'The message is no targeted message.')
  }
  const createThread = async (activity: unknown): Promise<Reply> => {
    const written = await write({ place: TENANT.channelId, rootId: undefined }, activity)
    return toReply(written, (id) => ({ id: toThreadId(id), activityId: id }))
  }
  const createChat = async (person: Person, activity: unknown): Promise<Reply> => {
    const id = toChatId(person)
    if (activity === undefined || activity === null) return { status: 201, body: { id } }
    const written = await write({ place: id, rootId: undefined }, activity)
    return toReply(written, (activityId) => ({ id, activityId }))
  }

  return {
    async create(given) {
      const read = newConversation.safeParse(given)
      if (!read.success) return failure(400, 'BadSyntax', z.prettifyError(read.error))
      const channelId = read.data.channelData?.channel?.id
      if (channelId === TENANT.channelId) return createThread(read.data.activity)
      if (channelId !== undefined) return noConversation
      const person = findPersonByTeamsId(read.data.members?.[0]?.id ?? '')
      if (!person) return notInRoster
      return createChat(person, read.data.activity)
    },
    async post(conversationId, { replyTo, activity, isTargeted }) {
      const conversation = parseConversationId(conversationId)
      if (!conversation) return noConversation
      const onlyFor = isTargeted ? readTarget(conversation, activity) : undefined
      if (typeof onlyFor === 'object') return onlyFor
      if (conversation.kind === 'chat') {
        return toReply(await write({ place: toChatId(conversation.owner), rootId: undefined }, activity))
      }
      const named = conversation.threadId
      if (named !== undefined && !posts.find(named)) return noConversation
      // Answering something that is no post, such as the install event, starts a new thread.
      const first = posts.find(named ?? replyTo ?? '')
      const rootId = first && (first.rootId ?? first.id)
      return toReply(await write({ place: TENANT.channelId, rootId, onlyFor }, activity))
    },
    async update(conversationId, { id, activity, isTargeted }) {
      if (isTargeted && targetedActivity.safeParse(activity).success) return badArgument
      const found = findOwn(conversationId, { id, isTargeted })
      if (!found) return noActivity
      const read = readActivity(activity)
      if (read.kind === 'refused') return read.reply
      if (read.kind === 'message') await posts.change(found, read.said)
      return { status: 200, body: { id } }
    },
    async remove(conversationId, asked) {
      const found = findOwn(conversationId, asked)
      if (!found) return noActivity
      await posts.remove(found)
      return { status: 200, body: {} }
    },
    members(conversationId, { paged, id }) {
      const conversation = parseConversationId(conversationId)
      if (!conversation) return noConversation
      const roster = conversation.kind === 'chat' ? [conversation.owner] : people
      if (id === undefined) {
        const list = roster.map(toMember)
        return { status: 200, body: paged ? { members: list } : list }
      }
      const member = findPersonByTeamsId(id)
      const isHere = member !== undefined && roster.includes(member)
      return isHere
        ? { status: 200, body: toMember(member) }
        : failure(404, 'MemberNotFoundInConversation', 'Member not found.')
    },
  }
}

interface Target {
  readonly place: string
  readonly rootId: string | undefined
  readonly onlyFor?: string | undefined
}
type Written = { readonly id: string } | { readonly refused: Reply }

function toReply(written: Written, toBody: (id: string) => object = (id) => ({ id })): Reply {
  return 'refused' in written ? written.refused : { status: 201, body: toBody(written.id) }
}

function toMember(person: Person) {
  const [givenName = '', ...rest] = person.name.split(' ')
  const { userId, aadObjectId, tenantId } = person.teams
  const isGuest = tenantId !== TENANT.tenantId
  return {
    id: userId,
    name: person.name,
    givenName,
    surname: rest.join(' '),
    objectId: aadObjectId,
    aadObjectId,
    email: person.email,
    userPrincipalName: isGuest
      ? `${person.email.replace('@', '_')}#EXT#@contoso.onmicrosoft.com`
      : person.email,
    tenantId,
    userRole: isGuest ? 'guest' : 'user',
  }
}
