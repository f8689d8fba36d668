// Socket Mode: requests come in through a connection that we open. The same work as the route does, without signatures.
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { InFlight } from '../../concurrency/in-flight.js'
import type { Clock, Fetch, Log, Route } from '../../ports.js'
import { isForBolt } from './body.js'
import { createBoltLog } from './bolt-log.js'
import { toPlatformError } from './platform-error.js'
import { slackApiUrl } from './settings.js'
import { toSlackFetch } from './slack-fetch.js'
import type { Vitals } from './vitals.js'

/** What `dispatcher` of the SDK takes: undici's. */
export type SocketDispatcher = NonNullable<ConstructorParameters<typeof SocketModeReceiver>[0]['dispatcher']>

interface SocketParts {
  readonly appToken: string
  readonly apiUrl: string | undefined
  readonly fetch: Fetch
  readonly dispatcher: SocketDispatcher | undefined
  readonly inFlight: InFlight
  readonly vitals: Vitals
  readonly clock: Clock
  readonly log: Log
}

/** How requests get in: by the route, or by a connection that has to be opened and closed. */
export interface Front {
  readonly receiver: Receiver
  readonly routes: readonly Route[]
  /** Never rejects: Slack may be out of reach at the start, and comes back by itself. */
  open(): void
  close(): Promise<void>
}

/** Slack renews connections all the time; a token that is refused will be refused for a while. */
const reconnectMilliseconds = 500
const retryMilliseconds = 30_000

export function createSocketFront(parts: SocketParts): Front {
  const { appToken, apiUrl, fetch, dispatcher, inFlight, vitals, clock, log } = parts
  const socket = new SocketModeReceiver({
    appToken,
    ...(dispatcher === undefined ? {} : { dispatcher }),
    logger: createBoltLog(log),
    // The SDK's own reconnect rejects into nowhere when the token is refused meanwhile, and ends the process.
    autoReconnectEnabled: false,
    // Options of its own: with the other clients' `retries: 0` a failed reconnect is an unhandled rejection.
    installerOptions: {
      clientOptions: { slackApiUrl: apiUrl ?? slackApiUrl, fetch: toSlackFetch(fetch) },
    },
    // False leaves the envelope unacknowledged, so that Slack gives it out again.
    processEventErrorHandler: ({ error }) => {
      log.error({ err: error }, 'slack.socket.failed')
      return Promise.resolve(false)
    },
  })
  let isOpen = false
  let cancelRetry = () => {}

  socket.client.on('connected', () => {
    vitals.setDisconnected(undefined)
    log.info({}, 'slack.socket.connected')
  })
  socket.client.on('disconnected', () => {
    if (!isOpen) return
    vitals.setDisconnected('Socket Mode is not connected: clicks do not arrive.')
    connectAfter(reconnectMilliseconds)
  })
  // An 'error' that nobody listens to would end the process.
  socket.client.on('error', (error: unknown) => log.warn({ err: error }, 'slack.socket.error'))

  async function connect(): Promise<void> {
    try {
      await socket.start()
    } catch (error) {
      if (!isOpen) return
      const { message: why } = toPlatformError('apps.connections.open', error)
      vitals.setDisconnected(`Socket Mode is not connected: clicks do not arrive. ${why}`)
      log.warn({ err: error, why }, 'slack.socket.unreachable')
      connectAfter(retryMilliseconds)
    }
  }

  function connectAfter(milliseconds: number): void {
    cancelRetry()
    cancelRetry = clock.after(milliseconds, () => void connect())
  }

  return {
    receiver: createTrackedReceiver(socket, inFlight),
    routes: [],
    open() {
      isOpen = true
      vitals.setDisconnected('Socket Mode is not connected yet.')
      void connect()
    },
    async close() {
      isOpen = false
      cancelRetry()
      await socket.stop().catch((error: unknown) => log.debug({ err: error }, 'slack.socket.stop-failed'))
    },
  }
}

/** Bolt does not tell when the work on a request is done, and a stop has to wait for it. */
function createTrackedReceiver(socket: SocketModeReceiver, inFlight: InFlight): Receiver {
  return {
    init(app: App) {
      const process = app.processEvent.bind(app)
      app.processEvent = (event) => inFlight.track(isForBolt(event.body) ? process(event) : event.ack())
      socket.init(app)
    },
    start: () => socket.start(),
    stop: () => socket.stop(),
  }
}
