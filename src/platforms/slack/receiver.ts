// A Bolt receiver without a server of its own. Bolt's HTTPReceiver answers on the project's server too, but verifies by
// its own clock, leaves rejections unhandled, throws on paths it does not know, and does not tell when work is done.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type App, type Receiver, ReceiverMultipleAckError } from '@slack/bolt'
import type { InFlight } from '../../concurrency/in-flight.js'
import type { Clock, Log, Route } from '../../ports.js'
import { isForBolt, parseBody, toMediaType } from './body.js'
import { createIntake } from './intake.js'
import { isGenuine, isPlausible } from './signature.js'
import type { Vitals } from './vitals.js'

const maximumBodyBytes = 256 * 1024
/** Nothing but Slack's look at our certificate comes without a signature, and that is one short form. */
const maximumUnsignedBytes = 1_024

interface ReceiverParts {
  readonly path: string
  readonly signingSecret: string
  /** False before the start and after the stop: Slack tells the person that the app did not answer. */
  readonly isOpen: () => boolean
  readonly inFlight: InFlight
  readonly vitals: Pick<Vitals, 'arrived'>
  readonly clock: Clock
  readonly log: Log
}

export function createReceiver(parts: ReceiverParts): { readonly receiver: Receiver; readonly route: Route } {
  const { path, signingSecret, isOpen, inFlight, vitals, clock, log } = parts
  const intake = createIntake({ clock })
  let app: App | undefined

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = judgeRequestLine(request, path)
    if (status !== undefined) return end(response, status)
    if (app === undefined || !isOpen()) return end(response, 503)
    const isSigned = isPlausible(request.headers, clock.now())
    if (!isSigned && isLong(request)) return refuse(response)
    const read = await intake.read(request, isSigned ? maximumBodyBytes : maximumUnsignedBytes)
    if ('status' in read) return end(response, read.status)
    const { text } = read
    const mediaType = toMediaType(request.headers['content-type'])
    if (isCertificateCheck(text)) return end(response, 200)
    const genuine = isGenuine({ headers: request.headers, body: text, signingSecret, now: clock.now() })
    if (!genuine) return refuse(response)
    vitals.arrived(true)
    const body = parseBody(text, mediaType)
    if (body === undefined) return end(response, 400)
    if (body.type === 'url_verification') return sendJson(response, { challenge: body.challenge })
    if (!isForBolt(body)) return end(response, 200)
    await app.processEvent({ body, ack: createAck(response) })
    // Only what Bolt has no name for is still unanswered: taken, and ignored.
    if (!response.headersSent) end(response, 200)
  }

  function refuse(response: ServerResponse): void {
    vitals.arrived(false)
    log.warn({ reason: 'signature' }, 'slack.request.refused')
    end(response, 401)
  }

  return {
    receiver: {
      init: (given) => {
        app = given
      },
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    route: {
      path,
      handle: (request, response) =>
        inFlight.track(
          answer(request, response).catch((error: unknown) => {
            // Half a request: whoever sent it has gone, and nobody waits for an answer.
            if (!request.complete) return log.debug({}, 'slack.request.aborted')
            log.error({ error }, 'slack.request.failed')
            if (!response.headersSent) end(response, 500)
          }),
        ),
    },
  }
}

/** The status to refuse with, judged without `new URL`, which throws on paths like `//`. */
function judgeRequestLine(request: IncomingMessage, path: string): number | undefined {
  if (request.url?.split('?', 1)[0] !== path) return 404
  return request.method === 'POST' ? undefined : 405
}

/** More than a certificate check, or of a length that is not told. */
function isLong({ headers }: IncomingMessage): boolean {
  return !(Number(headers['content-length'] ?? Number.NaN) <= maximumUnsignedBytes)
}

/** Slack looks at our certificate with unsigned requests. Nothing they carry is read. */
function isCertificateCheck(text: string): boolean {
  return /(?:^|&)ssl_check=1(?:&|$)/.test(text)
}

function createAck(response: ServerResponse): (body?: unknown) => Promise<void> {
  return (body) => {
    if (response.headersSent) return Promise.reject(new ReceiverMultipleAckError())
    if (body === undefined || body === '') end(response, 200)
    else sendJson(response, body)
    return Promise.resolve()
  }
}

function end(response: ServerResponse, status: number): void {
  // What was not read to its end would be taken for the next request.
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-length': '0' }).end()
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
