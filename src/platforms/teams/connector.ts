// The seven calls of the Bot Connector's REST interface that a bot needs. Nothing is repeated in here: after a lost
// answer the card may be there all the same, and only the outbox knows what to do about that.
import { z } from 'zod'
import { withReason } from '../../domain/connection.js'
import type { Instant } from '../../domain/instant.js'
import { isUnreached, PlatformError } from '../../errors.js'
import type { Clock, Fetch } from '../../ports.js'
import type { Commons } from './commons.js'
import { withDeadline } from './deadline.js'
import { isUnknownMember, toPlatformError } from './failure.js'
import type { Activity } from './message.js'
import { createPace } from './pace.js'
import type { ServiceUrls } from './service-urls.js'
import type { Transport } from './transport.js'

const callMilliseconds = 10_000

/** A conversation and the address of the connector that serves it. */
export interface Target {
  readonly serviceUrl: string
  readonly conversationId: string
}

export interface Connector {
  /** Starts a thread in a channel. Resolves with the id of its first message. */
  startThread(to: Target, activity: Activity): Promise<string>
  /** Resolves with the message's id. */
  send(to: Target, activity: Activity): Promise<string>
  update(to: Target, messageId: string, activity: Activity): Promise<void>
  /** A message that one member sees alone, for 24 hours. The same calls with a word more: without it, everybody sees it. */
  readonly targeted: {
    /** Resolves with the message's id. */
    send(to: Target, reader: string, activity: Activity): Promise<string>
    update(to: Target, messageId: string, activity: Activity): Promise<void>
    delete(to: Target, messageId: string): Promise<void>
  }
  /** The personal chat with a person; made when there is none. Resolves with its id. */
  openChat(serviceUrl: string, person: { readonly id: string; readonly tenantId: string }): Promise<string>
  /** Undefined when Teams says that this is no member of the conversation. */
  getMember(of: Target, memberId: string): Promise<{ readonly found: unknown } | undefined>
  /** Whether the members of a conversation can be read; its first page of them. */
  getMembers(of: Target): Promise<unknown>
  /** Whether a call to this conversation would have to wait. Never rejects. */
  isBusy(conversationId: string): Promise<boolean>
  /** The connector's clock beside ours, as of the last answer; `theirs` is undefined when it did not say. */
  readTime(): { readonly theirs: Instant | undefined; readonly ours: Instant }
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly serviceUrl: string
  readonly path: readonly string[]
  readonly body?: object
  /** Whether one member alone is to see it. */
  readonly isTargeted?: boolean
  /** The conversation whose rate limit this counts against. */
  readonly thread?: string
  readonly ofMessage?: boolean
  /** Whether a member was asked for: that there is none is an answer then, `noMember`. */
  readonly ofMember?: boolean
}

const noMember = Symbol('no member')

const created = z.object({ id: z.string().min(1), activityId: z.string().min(1).optional().catch(undefined) })

export function createConnector(parts: {
  readonly transport: Pick<Transport, 'authorize'>
  readonly serviceUrls: Pick<ServiceUrls, 'isAllowed'>
  readonly fetch: Fetch
  readonly clock: Clock
  readonly botId: string
  readonly commons?: Commons
}): Connector {
  const { transport, serviceUrls, fetch, clock, botId, commons } = parts
  const pace = createPace(clock, commons)
  let time: ReturnType<Connector['readTime']> = { theirs: undefined, ours: clock.now() }

  async function call(request: Call): Promise<unknown> {
    // The one place the token leaves from: whatever way an address came here, it goes to no other.
    if (!serviceUrls.isAllowed(request.serviceUrl))
      throw new PlatformError('The address of the connector is not one that Teams uses', { code: 'rejected' })
    await pace.wait(request.thread)
    const toError = () =>
      new PlatformError('Teams did not answer within 10 s', { code: 'unavailable', mayBeDone: true })
    return withDeadline({ clock, milliseconds: callMilliseconds, toError }, async (signal) => {
      const authorization = await authorize(transport)
      const response = await reach(request, { fetch, authorization, signal })
      const date = response.headers.get('date')
      time = { theirs: date === null ? undefined : Date.parse(date), ours: clock.now() }
      const body = toJson(await readBody(response))
      if (response.ok) return body
      if (request.ofMember === true && isUnknownMember(response.status, body)) return noMember
      const retryAfter = response.headers.get('retry-after')
      const ofMessage = request.ofMessage ?? false
      const refusal = { status: response.status, body, retryAfter, ofMessage, now: clock.now() }
      const error = toPlatformError(refusal)
      if (error.retryAfterMilliseconds !== undefined) pace.close(request.thread, error.retryAfterMilliseconds)
      throw error
    })
  }

  function send({ serviceUrl, conversationId }: Target, body: object, isTargeted: boolean): Promise<unknown> {
    const path = [conversationId, 'activities']
    return call({ method: 'POST', serviceUrl, path, body, thread: conversationId, isTargeted })
  }

  function change(
    { serviceUrl, conversationId }: Target,
    messageId: string,
    change: Pick<Call, 'method' | 'body' | 'isTargeted'>,
  ): Promise<unknown> {
    const path = [conversationId, 'activities', messageId]
    return call({ ...change, serviceUrl, path, thread: conversationId, ofMessage: true })
  }

  return {
    async startThread({ serviceUrl, conversationId }, activity) {
      const body = {
        isGroup: true,
        bot: { id: botId },
        channelData: { channel: { id: conversationId } },
        activity,
      }
      const answer = getCreated(
        await call({ method: 'POST', serviceUrl, path: [], body, thread: conversationId }),
      )
      return /;messageid=([^;]+)$/.exec(answer.id)?.[1] ?? answer.activityId ?? answer.id
    },
    send: async (to, activity) => getCreated(await send(to, activity, false)).id,
    async update(to, messageId, activity) {
      await change(to, messageId, { method: 'PUT', body: { ...activity, id: messageId } })
    },
    targeted: {
      async send(to, reader, activity) {
        return getCreated(await send(to, { ...activity, recipient: { id: reader } }, true)).id
      },
      // An update that names its reader is refused: Microsoft's own SDK takes the name out.
      async update(to, messageId, activity) {
        const body = { ...activity, id: messageId }
        await change(to, messageId, { method: 'PUT', body, isTargeted: true })
      },
      async delete(to, messageId) {
        await change(to, messageId, { method: 'DELETE', isTargeted: true })
      },
    },
    async openChat(serviceUrl, { id, tenantId }) {
      const tenant = { tenantId, channelData: { tenant: { id: tenantId } } }
      const body = { isGroup: false, bot: { id: botId }, members: [{ id }], ...tenant }
      return getCreated(await call({ method: 'POST', serviceUrl, path: [], body })).id
    },
    async getMember({ serviceUrl, conversationId }, memberId) {
      const path = [conversationId, 'members', memberId]
      const found = await call({ method: 'GET', serviceUrl, path, ofMember: true })
      return found === noMember ? undefined : { found }
    },
    getMembers({ serviceUrl, conversationId }) {
      return call({ method: 'GET', serviceUrl, path: [conversationId, 'pagedmembers'] })
    },
    isBusy: (conversationId) => pace.isBusy(conversationId),
    readTime: () => time,
  }
}

// Of a managed identity the SDK's message is not ours to vouch for: it goes along as the cause only.
async function authorize(transport: Pick<Transport, 'authorize'>): Promise<string> {
  try {
    return await transport.authorize()
  } catch (cause) {
    if (cause instanceof PlatformError) throw cause
    const message = 'Microsoft Entra gave the bot no token: check its app id, tenant and secret'
    throw new PlatformError(message, { code: 'unavailable', cause })
  }
}

interface Way {
  readonly fetch: Fetch
  readonly authorization: string
  readonly signal: AbortSignal
}

async function reach(request: Call, { fetch, authorization, signal }: Way): Promise<Response> {
  const path = ['v3', 'conversations', ...request.path.map(encodeURIComponent)].join('/')
  try {
    const query = request.isTargeted === true ? '?isTargetedActivity=true' : ''
    return await fetch(`${request.serviceUrl.replace(/\/$/, '')}/${path}${query}`, {
      method: request.method,
      // The token must not follow a redirect to somewhere else.
      redirect: 'error',
      signal,
      headers: { authorization, 'content-type': 'application/json; charset=utf-8' },
      body: request.body === undefined ? null : JSON.stringify(request.body),
    })
  } catch (cause) {
    throw new PlatformError(withReason('Teams could not be reached', cause), {
      code: 'unavailable',
      mayBeDone: !isUnreached(cause),
      cause,
    })
  }
}

async function readBody(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch (cause) {
    throw new PlatformError('The answer of Teams broke off', { code: 'unavailable', mayBeDone: true, cause })
  }
}

function toJson(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return body
  } catch {
    return undefined
  }
}

// Without an id the message can never be edited, but it is there: asking again would post it twice.
function getCreated(body: unknown): z.infer<typeof created> {
  const read = created.safeParse(body)
  if (read.success) return read.data
  throw new PlatformError('Teams took the message but did not say where it is', {
    code: 'rejected',
    mayBeDone: true,
  })
}
