// HTTP on undici: one pool of connections for every tenant.
import { setMaxListeners } from 'node:events'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Agent, type Dispatcher, request as sendRequest } from 'undici'
import type { HttpRequest, HttpResponse, SendHttp } from './http.js'

export interface HttpClient {
  readonly send: SendHttp
  /** Cuts off what is under way. Nothing may be sent afterwards. */
  close(): Promise<void>
}

/** The largest page of audit records is a few MB. */
const longestBodyBytes = 64 * 1024 * 1024
/**
 * To one host, which is the same for all tenants: two for each of a thousand that get no answer, and room for the rest.
 * Fewer would make everybody wait for those. While answers come, a few dozen are open and used again.
 */
const mostConnections = 2_500

const inflate = promisify(gunzip)

export interface HttpClientParts {
  /** The way out; straight when undefined. */
  readonly createDispatcher?: (options: Agent.Options) => Dispatcher
  readonly longestBodyBytes?: number
}

export function createHttpClient(parts: HttpClientParts = {}): HttpClient {
  const most = parts.longestBodyBytes ?? longestBodyBytes
  const options = { connections: mostConnections, maxResponseSize: most }
  const dispatcher = parts.createDispatcher?.(options) ?? new Agent(options)

  async function exchange(given: HttpRequest): Promise<HttpResponse> {
    // `request` follows no redirect and repeats nothing unless an interceptor is added, and decompresses nothing either:
    // Exchange flags bodies as gzip that are none.
    const { statusCode, headers, body } = await sendRequest(given.url, {
      dispatcher,
      method: given.method,
      headers: { 'accept-encoding': 'gzip', ...given.headers },
      signal: given.signal,
      ...(given.body === undefined ? {} : { body: given.body }),
    })
    const bytes = Buffer.from(await body.arrayBuffer())
    const decoded = await decode(bytes, toText(headers['content-encoding']), most)
    return { status: statusCode, headers: toHeaders(headers), body: decoded.toString('utf8') }
  }

  return {
    async send(given) {
      given.signal.throwIfAborted()
      // Dozens of calls run under one signal when evidence is gathered, and each of them listens.
      setMaxListeners(0, given.signal)
      try {
        return await exchange(given)
      } catch (error) {
        given.signal.throwIfAborted()
        throw error
      }
    },
    close: () => dispatcher.destroy(),
  }
}

async function decode(bytes: Buffer, encoding: string, mostBytes: number): Promise<Buffer> {
  if (encoding === '' || encoding === 'identity') return bytes
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return Buffer.alloc(0)
  try {
    return await inflate(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    if (error instanceof RangeError) throw error
    return Buffer.alloc(0)
  }
}

type WireHeaders = Readonly<Record<string, string | string[] | undefined>>

function toHeaders(headers: WireHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), toText(value)]),
  )
}

function toText(value: WireHeaders[string]): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '')
}
