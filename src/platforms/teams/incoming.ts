// What Teams sends, read once. The service vouches for ids, tenant and serviceUrl; text, value, names and entities are
// whatever somebody typed.
import { z } from 'zod'
import type { TokenClaims } from './token.js'

const id = z.string().min(1).max(1_000)
const word = z.string().max(1_000).optional().catch(undefined)
const holder = z.object({ id, name: word }).optional().catch(undefined)
const accounts = z.array(z.object({ id })).optional().catch(undefined)

const incomingSchema = z.object({
  type: z.string().min(1).max(100),
  id: word,
  name: word,
  channelId: z.literal('msteams'),
  serviceUrl: z.url().max(1_000),
  from: z.object({ id, name: z.string().optional().catch(undefined), aadObjectId: word }),
  /** `isTargeted`: nobody else in the conversation sees it. It says how to answer, and nothing about who may what. */
  recipient: z.object({ id, isTargeted: z.boolean().optional().catch(undefined) }),
  conversation: z.object({ id, conversationType: word, tenantId: word }),
  channelData: z
    .object({
      tenant: holder,
      team: holder,
      channel: holder,
      eventType: word,
      settings: z.object({ selectedChannel: holder }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  action: word,
  text: z.string().optional().catch(undefined),
  /** The message whose button was pressed. */
  replyToId: z.string().min(1).max(1_000).optional().catch(undefined),
  value: z.unknown().optional(),
  entities: z.array(z.unknown()).optional().catch(undefined),
  membersAdded: accounts,
  membersRemoved: accounts,
})

/** What it takes to come back to whoever sent it: nothing of what they said or pressed. */
export const returningSchema = incomingSchema
  .pick({ type: true, id: true, channelId: true, serviceUrl: true, recipient: true, conversation: true })
  .extend({ from: z.object({ id, aadObjectId: word }), tenantId: z.string() })

const envelopeSchema = z.looseObject({
  serviceUrl: z.unknown().optional(),
  channelId: z.unknown().optional(),
})

export type Incoming = z.infer<typeof incomingSchema> & {
  /** Lower-cased; empty when the activity does not say or contradicts itself, and then nobody's home. */
  readonly tenantId: string
}

export type ReadIncoming =
  | { readonly kind: 'incoming'; readonly incoming: Incoming }
  /** Sent along with a token that speaks for another connector or tenant. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'malformed' }

/** The envelope comes before the shape: a missing serviceUrl must not slip past the token that names one. */
export function readIncoming(body: unknown, claims: TokenClaims): ReadIncoming {
  const envelope = envelopeSchema.safeParse(body)
  if (!envelope.success) return { kind: 'malformed' }
  if (envelope.data.serviceUrl !== claims.serviceUrl) return { kind: 'forged' }
  if (envelope.data.channelId !== 'msteams') return { kind: 'forged' }
  const read = incomingSchema.safeParse(body)
  if (!read.success) return { kind: 'malformed' }
  const tenantId = readTenantId(read.data)
  if (claims.tenantId !== undefined && claims.tenantId !== tenantId) return { kind: 'forged' }
  return { kind: 'incoming', incoming: { ...read.data, tenantId } }
}

function readTenantId({ channelData, conversation }: z.infer<typeof incomingSchema>): string {
  const named = [channelData?.tenant?.id, conversation.tenantId].flatMap((one) => one?.toLowerCase() ?? [])
  const [first = '', ...others] = named
  return others.every((other) => other === first) ? first : ''
}

export function isPersonal(incoming: Pick<Incoming, 'conversation'>): boolean {
  return incoming.conversation.conversationType === 'personal'
}

/** A channel's conversation id carries the thread: `19:...@thread.tacv2;messageid=1700000000000`. */
export function withoutThread(conversationId: string): string {
  return conversationId.split(';messageid=')[0] ?? conversationId
}

/** Channels have threads; the chat with one person is one conversation. */
export function toThreadId(channel: string, message: string): string {
  return isChannel(channel) ? `${channel};messageid=${message}` : channel
}

export function isChannel(conversationId: string): boolean {
  return conversationId.startsWith('19:')
}
