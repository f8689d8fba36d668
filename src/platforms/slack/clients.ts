// Two clients, so that a storm of alerts cannot hold up the answer to a click. Neither retries: people press again,
// and alerts are retried by whoever keeps the tasks. A retry of the SDK's own has sent messages twice.
import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../../ports.js'
import { createBoltLog } from './bolt-log.js'
import { toPlatformError } from './platform-error.js'
import { type SlackSettings, slackApiUrl } from './settings.js'
import type { Vitals } from './vitals.js'

export interface Clients {
  /** For people who wait: gives up before a trigger id dies. */
  readonly interactive: WebClient
  /** For alerts. */
  readonly bulk: WebClient
  /** Runs one call, remembers how Slack is, and rejects with PlatformError only. `method` names it in errors. */
  call<T>(method: string, run: () => Promise<T>): Promise<T>
}

interface ClientsParts {
  readonly settings: SlackSettings
  readonly vitals: Vitals
  readonly log: Log
}

const interactiveTimeoutMilliseconds = 2_500
const bulkTimeoutMilliseconds = 10_000

export function createClients({ settings, vitals, log }: ClientsParts): Clients {
  const options: WebClientOptions = {
    slackApiUrl: settings.apiUrl ?? slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
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
  }
}
