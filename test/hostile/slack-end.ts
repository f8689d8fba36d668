// The end of Slack that the bot calls: takes everything, knows everybody, and remembers nothing.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { createUser, homeTeam } from '../platforms/slack/fake-slack.js'
import { listen } from '../platforms/slack/listen.js'

export interface SlackEnd {
  readonly apiUrl: string
  readonly responseUrl: string
  close(): Promise<void>
}

const answers: Readonly<Record<string, (given: URLSearchParams) => object>> = {
  'auth.test': () => ({ team_id: homeTeam }),
  'users.info': (given) => ({ user: createUser(given.get('user') ?? '') }),
  'conversations.info': (given) => ({ channel: { id: given.get('channel'), is_ext_shared: false } }),
  'chat.postMessage': (given) => ({ channel: given.get('channel'), ts: '1700000000.000100' }),
  'chat.update': (given) => ({ channel: given.get('channel'), ts: given.get('ts') }),
  'views.open': () => ({ view: { id: 'V0OPENED', hash: 'h1' } }),
}

export async function createSlackEnd(): Promise<SlackEnd> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answer = answers[request.url?.replace('/api/', '') ?? '']
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: true, ...answer?.(new URLSearchParams(body)) }))
    })
  })
  const origin = await listen(server)
  return {
    apiUrl: `${origin}/api/`,
    responseUrl: `${origin}/response`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
