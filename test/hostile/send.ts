// Requests over connections that stay open.
import { Agent, type IncomingMessage, request as openRequest } from 'node:http'

export interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Outcome {
  /** 0 when the connection was closed without an answer. */
  readonly status: number
  readonly text: string
}

/** What hangs is told apart from what is slow, also on a machine that has much else to do. */
const longestMilliseconds = 30_000

export interface Sender {
  send(sent: Sent): Promise<Outcome>
  close(): void
}

export function createSender(url: string): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const { hostname, port } = new URL(url)

  function attempt(
    { method = 'POST', path, headers = {}, body = '' }: Sent,
    over: Agent | false,
  ): Promise<Outcome> {
    const bytes = Buffer.from(body)
    return new Promise((resolve) => {
      const end = (status: number, text: string) => resolve({ status, text })
      const length = { 'content-length': String(bytes.length) }
      const sent = openRequest({
        agent: over,
        hostname,
        port,
        method,
        path,
        headers: { ...length, ...headers },
      })
      sent.on('response', (response) => {
        void readText(response).then((text) => end(response.statusCode ?? 0, text))
      })
      sent.setTimeout(longestMilliseconds, () => sent.destroy(new Error('no answer')))
      sent.on('error', (error) =>
        end(0, sent.reusedSocket && error.message !== 'no answer' ? 'reused' : error.message),
      )
      sent.end(bytes)
    })
  }

  return {
    async send(sent) {
      const first = await attempt(sent, agent)
      // The server may close a connection that was kept open at the moment it is used again.
      return first.status === 0 && first.text === 'reused' ? attempt(sent, false) : first
    },
    close: () => agent.destroy(),
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true
  const chunks: Buffer[] = []
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer)
      if (isStream) break
    }
  } catch {
    return '(broke off)'
  }
  return Buffer.concat(chunks).toString('utf8')
}
