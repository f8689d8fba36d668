// Any pager that takes a webhook, signed after Standard Webhooks in both directions. Source: standardwebhooks.com.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { PageState } from '../domain/page.js'
import type { Clock, Fetch, PageOrder, Pager, PagerNews, PagerRequest } from '../ports.js'
import { callPager, examineCall } from './call.js'
import { isSigned, toSignature } from './standard-webhooks.js'

interface WebhookSettings {
  readonly id: string
  readonly url: string
  /** `whsec_` and base64; signs what goes out, and what comes in. */
  readonly secret: string
}

interface Outside {
  readonly fetch: Fetch
  readonly clock: Pick<Clock, 'now'>
}

const types = { ring: 'page.ringing', acknowledge: 'page.acknowledged', resolve: 'page.resolved' } as const

export function createWebhookPager(settings: WebhookSettings, { fetch, clock }: Outside): Pager {
  const { id, url, secret } = settings
  const toCall = ({ messageId, type, data }: Message, signal: AbortSignal) => {
    const now = clock.now()
    const body = JSON.stringify({ type, timestamp: new Date(now).toISOString(), data })
    const seconds = String(Math.floor(now / 1_000))
    const headers = {
      'webhook-id': messageId,
      'webhook-timestamp': seconds,
      'webhook-signature': toSignature({ id: messageId, seconds, body, secret }),
    }
    return { fetch, url, headers, body, signal, name: `The webhook of ${id}` }
  }
  return {
    id,
    // Whether it says anything, and when, is its own business.
    speaks: false,
    send: (order, signal) => callPager(toCall(toMessage(order), signal)),
    hear: (request) => (isSigned(request, secret) ? readNews(request) : 'forged'),
    async examine(signal) {
      const message = { messageId: randomUUID(), type: 'page.test', data: {} }
      const remedy = 'Check url and secret, and that it answers 2xx to what is signed.'
      return [await examineCall(toCall(message, signal), remedy)]
    },
  }
}

interface Message {
  readonly messageId: string
  readonly type: string
  readonly data: object
}

/** The same id whenever it is sent again: whoever has it drops it. */
function toMessage({ action, key, at, ...data }: PageOrder): Message {
  return {
    messageId: `${key}.${action}`,
    type: types[action],
    data: { key, ...data, at: new Date(at).toISOString() },
  }
}

const states: ReadonlyMap<string, PageState> = new Map([
  ['page.ringing', 'ringing'],
  ['page.acknowledged', 'acknowledged'],
  ['page.resolved', 'resolved'],
])

const bodySchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({
    key: z.string().min(1),
    by: z.union([z.string(), z.object({ id: z.string(), name: z.string() })]).optional(),
  }),
})

function readNews({ headers, body, now }: PagerRequest): PagerNews | 'nothing' {
  const read = parseBody(body)
  const state = states.get(read?.type ?? '')
  if (read === undefined || state === undefined) return 'nothing'
  const { key, by } = read.data
  const person = typeof by === 'string' ? { id: by, name: by } : by
  const at = Date.parse(read.timestamp)
  return {
    id: String(headers['webhook-id']),
    key,
    state,
    at: Number.isNaN(at) ? now : at,
    ...(person === undefined ? {} : { by: person }),
  }
}

function parseBody(body: string) {
  try {
    return bodySchema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}
