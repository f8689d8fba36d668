import type { IncomingHttpHeaders } from 'node:http'
import { isValidSlackRequest } from '@slack/bolt'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'

const futureMilliseconds = 60_000
const pastMilliseconds = 5 * minuteMilliseconds

interface Question {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly signingSecret: string
  readonly now: Instant
}

/** Whether the headers alone could be Slack's and now: what is not is refused before its body is read. */
export function isPlausible(headers: IncomingHttpHeaders, now: Instant): boolean {
  const signature = headers['x-slack-signature']
  const age = now - Number(headers['x-slack-request-timestamp']) * 1_000
  if (typeof signature !== 'string' || !/^v0=[\da-f]{64}$/.test(signature)) return false
  return age >= -futureMilliseconds && age <= pastMilliseconds
}

/**
 * Bolt's own check of signature and age (5 minutes), by our clock. Bolt accepts any time in the future, which would keep
 * a stolen request good for years: more than a minute ahead is refused here.
 */
export function isGenuine({ headers, body, signingSecret, now }: Question): boolean {
  const signature = headers['x-slack-signature']
  if (typeof signature !== 'string' || !isPlausible(headers, now)) return false
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: {
      'x-slack-signature': signature,
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    },
    nowMilliseconds: now,
  })
}
