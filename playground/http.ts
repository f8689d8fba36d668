// Reading and answering on the shared server: bounded, and no input makes it throw.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isShallow } from '../src/domain/shallow.js'

/** Slack takes 4 MB and Teams 100 KB; nothing the playground handles comes near this. */
const BODY_LIMIT_BYTES = 1_048_576

export type Body<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly message: string }

export async function readText(request: IncomingMessage): Promise<Body<string>> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request) {
      const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
      bytes += piece.length
      if (bytes > BODY_LIMIT_BYTES) return { ok: false, status: 413, message: 'The body is too large.' }
      chunks.push(piece)
    }
  } catch {
    return { ok: false, status: 400, message: 'The body broke off.' }
  }
  return { ok: true, value: Buffer.concat(chunks).toString('utf8') }
}

/** Demands a JSON content type: a plain cross-site form cannot send one without asking first. */
export async function readJson(
  request: IncomingMessage,
  hear: (text: string) => void = () => {},
): Promise<Body<unknown>> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return { ok: false, status: 415, message: 'Send JSON with content-type application/json.' }
  }
  const body = await readText(request)
  if (!body.ok) return body
  hear(body.value)
  return parseJson(body.value)
}

export function parseJson(text: string): Body<unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isShallow(value)) return { ok: true, value }
    return { ok: false, status: 400, message: 'The body nests too deep.' }
  } catch {
    return { ok: false, status: 400, message: 'The body is not JSON.' }
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  answer: { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> },
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    // A refused body may still be on its way; the connection cannot be used again.
    ...(status === 413 ? { connection: 'close' } : {}),
    ...answer.headers,
  })
  response.end(JSON.stringify(answer.body))
}

/** The address of a request, also when its path is as odd as `//`. */
export function addressOf(request: IncomingMessage): URL {
  const path = request.url ?? '/'
  return new URL(`http://playground${path.startsWith('/') ? path : '/'}`)
}

export function hasBearer(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return given !== undefined && isSameSecret(given, token)
}

export function isSameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
