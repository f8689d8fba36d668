// Signatures after Standard Webhooks: HMAC-SHA256 over id, time and body. Twenty lines, so no dependency.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { minuteMilliseconds } from '../domain/instant.js'
import type { PagerRequest } from '../ports.js'

const toleranceMilliseconds = 5 * minuteMilliseconds

interface Signed {
  readonly id: string
  /** Since the epoch. */
  readonly seconds: string
  readonly body: string
  readonly secret: string
}

export function toSignature({ id, seconds, body, secret }: Signed): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

/** Within five minutes, by any of the signatures that came with it. */
export function isSigned({ headers, body, now }: PagerRequest, secret: string): boolean {
  const [id, seconds, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((header) =>
    String(headers[header] ?? ''),
  )
  if (!id || !seconds || !given || id.length > 200) return false
  if (!(Math.abs(now - Number(seconds) * 1_000) <= toleranceMilliseconds)) return false
  const want = Buffer.from(toSignature({ id, seconds, body, secret }))
  return given
    .split(' ')
    .map((one) => Buffer.from(one))
    .some((one) => one.length === want.length && timingSafeEqual(one, want))
}
