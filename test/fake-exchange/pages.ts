// Lists in pages. The link to the next one is worth something only together with the method and the body it was given to.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { WireRequest } from './answer.js'

const tokenSchema = z.object({ offset: z.number(), asked: z.string() })

/** Undefined when the request has a link that was not given to it. */
export function toPage({
  request,
  records,
  size,
}: {
  readonly request: WireRequest
  readonly records: readonly unknown[]
  readonly size: number
}): { readonly value: readonly unknown[]; readonly '@odata.nextLink'?: string } | undefined {
  const asked = createHash('sha256').update(`${request.method} ${request.body}`).digest('base64url')
  const token = request.url.searchParams.get('$skiptoken')
  // A fault of the server may have given a link of its own.
  const offset = token === null || token === 'part' ? 0 : findOffset(token, asked)
  if (offset === undefined) return undefined
  const value = records.slice(offset, offset + size)
  if (offset + size >= records.length) return { value }
  const next = new URL(request.url)
  const rest = JSON.stringify({ offset: offset + size, asked })
  next.searchParams.set('$skiptoken', Buffer.from(rest).toString('base64url'))
  return { value, '@odata.nextLink': next.href }
}

function findOffset(token: string, asked: string): number | undefined {
  try {
    const read = tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')))
    return read.asked === asked ? read.offset : undefined
  } catch {
    return undefined
  }
}
