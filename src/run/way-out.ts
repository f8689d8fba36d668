// How everything that we call ourselves leaves: straight, or through the one proxy of the settings.
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool, fetch as sendFetch } from 'undici'
import { markOfProxy } from '../domain/connection.js'
import type { Fetch } from '../ports.js'

type Options = Agent.Options

export interface WayOut {
  readonly fetch: Fetch
  /** Undefined when straight. */
  readonly dispatcher: Dispatcher | undefined
  /** One more pool of connections by the same way, with bounds of its own. */
  createDispatcher(options: Options): Dispatcher
  /** Cuts off what is under way. */
  close(): Promise<void>
}

export interface ProxySettings {
  /** `http://proxy.contoso.com:8080`, with a name and a password if it wants them. */
  readonly proxy?: string | undefined
  /** Hosts that are reached straight, with commas between. */
  readonly noProxy?: string | undefined
}

export function createWayOut({ proxy, noProxy = '' }: ProxySettings): WayOut {
  if (proxy === undefined)
    return {
      fetch: globalThis.fetch,
      dispatcher: undefined,
      createDispatcher: (options) => new Agent(options),
      close: async () => {},
    }
  // Both given, so that nothing is read from the environment: that is for the settings to do.
  const createDispatcher = (options: Options) =>
    new EnvHttpProxyAgent({ ...options, httpProxy: proxy, httpsProxy: proxy, noProxy, clientFactory })
  const dispatcher = createDispatcher({})
  return {
    fetch: (input, init) => sendFetch(input, { ...init, dispatcher }),
    dispatcher,
    createDispatcher,
    close: () => dispatcher.destroy(),
  }
}

/** The connections to the proxy itself: what goes wrong there is not the fault of whoever was called. */
function clientFactory(origin: URL): Dispatcher {
  const connect = buildConnector({})
  return new Pool(origin, {
    connect: (given, callback) =>
      connect(given, (...[error, socket]) =>
        error === null ? callback(null, socket) : callback(markOfProxy(error), null),
      ),
  })
}
