import type { RespondArguments } from '@slack/bolt'
import { withReason } from '../../domain/connection.js'
import { findUrl } from '../../domain/url.js'
import { PlatformError } from '../../errors.js'
import type { Fetch } from '../../ports.js'
import { LayoutError } from './platform-error.js'
import { type SlackSettings, slackApiUrl } from './settings.js'
import type { Surface } from './surface.js'

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
    const said = await readStart(response)
    const refusal = findRefusal(response.status, said)
    if (refusal !== undefined) throw refusal
  }
}

/** What Slack says fits in here. */
const mostCharacters = 2_000

async function readStart(response: Response): Promise<string> {
  try {
    return (await response.text()).slice(0, mostCharacters)
  } catch {
    return ''
  }
}

/** Slack's own word stands in the body, which may come with any status. */
function findRefusal(status: number, said: string): PlatformError | undefined {
  const isDenied = /"ok"\s*:\s*false/.test(said)
  if (status < 400 && !isDenied) return undefined
  const layout = /invalid_(?:blocks|attachments|block_kit|payload)\w*/.exec(said)?.[0]
  const cause =
    layout === undefined && status !== 400 ? undefined : new LayoutError(layout ?? 'invalid_payload')
  const code = status >= 500 ? 'unavailable' : status === 429 ? 'throttled' : 'rejected'
  return new PlatformError(`Slack refused an answer with status ${status}.`, { code, cause })
}

/** For that person alone. */
export function toEphemeral(surface: Surface): RespondArguments {
  if (surface.kind !== 'message') throw new PlatformError('A window is no message.', { code: 'rejected' })
  const { text, blocks, attachments } = surface.message
  return { response_type: 'ephemeral', text, blocks, ...(attachments === undefined ? {} : { attachments }) }
}

/** Slack sends `https://hooks.<its host>/...`; a local workspace answers at the origin of its API. */
function isSlackUrl(responseUrl: string, api: URL): boolean {
  const url = findUrl(responseUrl)
  return url !== undefined && (url.origin === api.origin || url.origin === `https://hooks.${api.host}`)
}
