import type { Wire, WireSide } from './wire.js'

/** One request to the bot, as Slack and Teams send them: a time limit, and an answer whatever happens. */
export type Delivery =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly contentType: string
      readonly text: string
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' }

/** Both platforms read short answers only; more than this is not a card. */
const ANSWER_LIMIT_BYTES = 512 * 1024

export async function deliver(parcel: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly limitMilliseconds: number
  /** Where the request is written down, and what people call it. */
  readonly wire: Wire
  readonly name: string
  readonly side: WireSide
}): Promise<Delivery> {
  const call = parcel.wire.begin({
    side: parcel.side,
    direction: 'to-bot',
    method: 'POST',
    path: new URL(parcel.url).pathname,
    name: parcel.name,
    headers: parcel.headers,
  })
  call.hear(parcel.body)
  const delivery = await send(parcel)
  if (delivery.kind === 'answered') call.end(delivery.status, delivery.text)
  else call.end(delivery.kind, '')
  return delivery
}

async function send(parcel: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly limitMilliseconds: number
}): Promise<Delivery> {
  try {
    const response = await fetch(parcel.url, {
      method: 'POST',
      headers: parcel.headers,
      body: parcel.body,
      redirect: 'error',
      signal: AbortSignal.timeout(parcel.limitMilliseconds),
    })
    return {
      kind: 'answered',
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text: (await response.text()).slice(0, ANSWER_LIMIT_BYTES),
    }
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? { kind: 'timeout' }
      : { kind: 'unreachable' }
  }
}

export function isSuccess(delivery: Delivery): delivery is Delivery & { kind: 'answered' } {
  return delivery.kind === 'answered' && delivery.status >= 200 && delivery.status < 300
}
