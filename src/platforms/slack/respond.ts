import type { RespondArguments } from '@slack/bolt'
import { withReason } from '../../domain/connection.js'
import { findUrl } from '../../domain/url.js'
import { PlatformError } from '../../errors.js'
import type { Fetch } from '../../ports.js'
import { type SlackSettings, slackApiUrl } from './settings.js'
import type { SlackMessage } from './surface.js'

export type Respond = (responseUrl: string, message: RespondArguments) => Promise<void>

const timeoutMilliseconds = 5_000

/** Answers through the URL that came with a request. Bolt's own `respond` has no timeout and believes any URL. */
export function createRespond(settings: Pick<SlackSettings, 'apiUrl'>, fetch: Fetch): Respond {
  const api = new URL(settings.apiUrl ?? slackApiUrl)

  return async (responseUrl, message) => {
    if (!isSlackUrl(responseUrl, api))
      throw new PlatformError('The response URL does not lead to Slack.', { code: 'rejected' })
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    }).catch((cause: unknown) => {
      const message = `${withReason('Slack did not take an answer', cause)}.`
      throw new PlatformError(message, { code: 'unavailable', cause })
    })
    await response.body?.cancel()
    if (response.ok) return
    const code = response.status >= 500 ? 'unavailable' : response.status === 429 ? 'throttled' : 'rejected'
    throw new PlatformError(`Slack refused an answer with status ${response.status}.`, { code })
  }
}

/** For that person alone. */
export function toEphemeral(message: SlackMessage): RespondArguments {
  const { text, blocks, attachments } = message
  return { response_type: 'ephemeral', text, blocks, ...(attachments === undefined ? {} : { attachments }) }
}

/** Slack sends `https://hooks.<its host>/...`; a local workspace answers at the origin of its API. */
function isSlackUrl(responseUrl: string, api: URL): boolean {
  const url = findUrl(responseUrl)
  return url !== undefined && (url.origin === api.origin || url.origin === `https://hooks.${api.host}`)
}
