// Where pagers say what became of a page. Only what is signed is read; what was read and could not be saved is asked for again.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Clock, Log, Pager, PagerNews, Route } from '../ports.js'

interface Hearing {
  readonly pagers: readonly Pager[]
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Resolves when it is saved. */
  hear(pagerId: string, news: PagerNews): Promise<void>
}

const longestBody = 256 * 1024
const bytesSchema = z.instanceof(Uint8Array)

export function createPagerDoors(hearing: Hearing): readonly Route[] {
  return hearing.pagers.map((pager) => ({
    path: `/pagers/${pager.id}`,
    async handle(request: IncomingMessage, response: ServerResponse) {
      const status = request.method === 'POST' ? await take(hearing, pager, request) : 405
      request.resume()
      response
        .writeHead(status, {
          'content-type': 'application/json',
          ...(status === 405 ? { allow: 'POST' } : {}),
        })
        .end(JSON.stringify({ status }))
    },
  }))
}

/** PagerDuty never sends again what was answered with 400 or more, save 429 and 500 or more, and soon sends nothing at all. */
async function take(hearing: Hearing, pager: Pager, request: IncomingMessage): Promise<number> {
  const body = await readBody(request)
  if (body === undefined) return 413
  const news = pager.hear({ headers: request.headers, body, now: hearing.clock.now() })
  if (news === 'forged') {
    hearing.log.warn({ pager: pager.id }, 'pager.forged')
    return 401
  }
  if (news === 'nothing') return 200
  try {
    await hearing.hear(pager.id, news)
    return 200
  } catch (err) {
    hearing.log.error({ pager: pager.id, err }, 'pager.not-heard')
    return 503
  }
}

/** Undefined when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = bytesSchema.parse(chunk)
    length += bytes.length
    if (length > longestBody) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
