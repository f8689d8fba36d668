import type { IncomingHttpHeaders } from 'node:http'
import { isValidSlackRequest } from '@slack/bolt'
import type { Instant } from '../../domain/instant.js'

const futureMilliseconds = 60_000

interface Question {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly signingSecret: string
  readonly now: Instant
}

/**
 * Bolt's own check of signature and age (5 minutes), by our clock. Bolt accepts any time in the future, which would keep
 * a stolen request good for years: more than a minute ahead is refused here.
 */
export function isGenuine({ headers, body, signingSecret, now }: Question): boolean {
  const signature = headers['x-slack-signature']
  const timestamp = Number(headers['x-slack-request-timestamp'])
  if (typeof signature !== 'string' || !(timestamp * 1_000 <= now + futureMilliseconds)) return false
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
    nowMilliseconds: now,
  })
}
