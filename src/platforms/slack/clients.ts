// Two clients, so that a storm of alerts cannot hold up the answer to a click. Neither retries: people press again,
// and alerts are retried by whoever keeps the tasks. A retry of the SDK's own has sent messages twice.
import { type FetchFunction, WebClient, type WebClientOptions } from '@slack/web-api'
import type { Instant } from '../../domain/instant.js'
import type { Clock, Fetch, Log } from '../../ports.js'
import { createBoltLog } from './bolt-log.js'
import { toPlatformError } from './platform-error.js'
import { type SlackSettings, slackApiUrl } from './settings.js'
import { toSlackFetch } from './slack-fetch.js'
import type { Vitals } from './vitals.js'

export interface Clients {
  /** For people who wait: gives up before a trigger id dies. */
  readonly interactive: WebClient
  /** For alerts. */
  readonly bulk: WebClient
  /** Runs one call, remembers how Slack is, and rejects with PlatformError only. `method` names it in errors. */
  call<T>(method: string, run: () => Promise<T>): Promise<T>
  /** Slack's clock beside ours, as of the last answer; `theirs` is undefined when it did not say. */
  readTime(): { readonly theirs: Instant | undefined; readonly ours: Instant }
}

interface ClientsParts {
  readonly settings: SlackSettings
  readonly fetch: Fetch
  readonly vitals: Vitals
  readonly clock: Clock
  readonly log: Log
}

const interactiveTimeoutMilliseconds = 2_500
const bulkTimeoutMilliseconds = 10_000

export function createClients({ settings, fetch, vitals, clock, log }: ClientsParts): Clients {
  let time: ReturnType<Clients['readTime']> = { theirs: undefined, ours: clock.now() }
  const send = toSlackFetch(fetch)
  const fetchAndNoteTime: FetchFunction = async (url, init) => {
    const response = await send(url, init)
    const date = response.headers.get('date')
    time = { theirs: date === null ? undefined : Date.parse(date), ours: clock.now() }
    return response
  }
  const options: WebClientOptions = {
    slackApiUrl: settings.apiUrl ?? slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: fetchAndNoteTime,
    logger: createBoltLog(log),
  }
  return {
    interactive: new WebClient(settings.botToken, { ...options, timeout: interactiveTimeoutMilliseconds }),
    bulk: new WebClient(settings.botToken, { ...options, timeout: bulkTimeoutMilliseconds }),
    async call(method, run) {
      try {
        const result = await run()
        vitals.succeeded()
        return result
      } catch (error) {
        const failure = toPlatformError(method, error)
        vitals.failed(failure.code, failure.message)
        throw failure
      }
    },
    readTime: () => time,
  }
}
