// A tiny Slack app on the real Bolt: tests hand it listeners and look at what it received.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import type { Playground } from '../../playground/index.js'
import type { Route } from '../../src/ports.js'

export type SlackApp = App

/** Builds the bot's route; `listen` gets the app before any request does. */
export function slackBot(listen: (app: SlackApp, playground: Playground) => void) {
  return async (playground: Playground): Promise<readonly Route[]> => {
    const { slack } = playground
    const receiver = new HTTPReceiver({
      signingSecret: slack.signingSecret,
      endpoints: '/slack/events',
      // A test that forgets to acknowledge should not wait for the three seconds a real bot has.
      unhandledRequestTimeoutMillis: 50,
      logLevel: LogLevel.ERROR,
      logger: silent,
    })
    const app = new App({
      receiver,
      token: slack.botToken,
      botId: slack.botId,
      botUserId: slack.botUserId,
      deferInitialization: true,
      logger: silent,
      clientOptions: {
        slackApiUrl: slack.apiUrl(),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    })
    await app.init()
    listen(app, playground)
    return [
      {
        path: '/slack/events',
        handle: async (request, response) => receiver.requestListener(request, response),
      },
    ]
  }
}

const nothing = () => {}
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
}
