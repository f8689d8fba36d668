// Slack's Web API over HTTP: /playground/slack/api/<method>. Takes forms and JSON, demands the bot's token.
import type { IncomingMessage } from 'node:http'
import type { Route } from '../../src/ports.js'
import type { Fault } from '../faults.js'
import { addressOf, hasBearer, isSameSecret, parseJson, readText } from '../http.js'
import { overhear } from '../overhear.js'
import { APP_SCOPES } from './channels.js'
import { blockMethods } from './methods-blocks.js'
import { type Answer, type Arguments, chatMethods, failed, type Method, text } from './methods-chat.js'
import { peopleMethods } from './methods-people.js'
import { viewMethods } from './methods-views.js'
import type { WorkspaceParts } from './parts.js'

export const WEB_API_PATH = '/playground/slack/api/'

export function createWebApi(parts: WorkspaceParts): Route {
  const methods: ReadonlyMap<string, Method> = new Map(
    Object.entries({
      ...blockMethods,
      ...chatMethods(parts),
      ...viewMethods(parts),
      ...peopleMethods(parts),
    }),
  )

  const answer = async (request: IncomingMessage, name: string, hear: Hear): Promise<Answer> => {
    const given = await readArguments(request, hear)
    if ('error' in given) return failed(given.error)
    const token = parts.state.value.botToken
    const isKnown = hasBearer(request, token) || isSameSecret(text(given.values.token), token)
    if (!isKnown)
      return failed(request.headers.authorization || given.values.token ? 'invalid_auth' : 'not_authed')
    const method = methods.get(name)
    return method ? method(given.values) : failed('unknown_method')
  }

  return {
    path: WEB_API_PATH,
    async handle(request, response) {
      const name = addressOf(request).pathname.slice(WEB_API_PATH.length)
      const call = overhear(request, { wire: parts.wire, side: 'slack', name })
      const fault = parts.faults.meet(name)
      if (fault?.kind === 'slow') await parts.faults.wait(fault.milliseconds)
      else if (fault) {
        request.resume()
        const { status, body, headers } = toFailure(fault)
        return call.send(response, status, { body, headers })
      }
      call.send(response, 200, { body: await answer(request, name, call.hear), headers: toHeaders(parts) })
    },
  }
}

/** The workspace keeps the playground's time, and says what its app may do. */
function toHeaders({ clock }: WorkspaceParts) {
  return { date: new Date(clock.now()).toUTCString(), 'x-oauth-scopes': APP_SCOPES.join(',') }
}

function toFailure(fault: Exclude<Fault, { kind: 'slow' }>) {
  switch (fault.kind) {
    case 'rate-limit':
      return {
        status: 429,
        body: failed('ratelimited'),
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      }
    case 'down':
      return { status: 503, body: failed('service_unavailable'), headers: {} }
    case 'message-gone':
      return { status: 200, body: failed('message_not_found'), headers: {} }
    case 'forbidden':
      return { status: 200, body: failed('not_in_channel'), headers: {} }
  }
}

type Hear = (body: string) => void

async function readArguments(
  request: IncomingMessage,
  hear: Hear,
): Promise<{ readonly values: Arguments } | { readonly error: string }> {
  const query = Object.fromEntries(addressOf(request).searchParams)
  const body = await readText(request)
  if (!body.ok) return { error: body.status === 413 ? 'request_too_large' : 'invalid_form_data' }
  hear(body.value)
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return { values: { ...query, ...Object.fromEntries(new URLSearchParams(body.value)) } }
  }
  const json = parseJson(body.value)
  if (!json.ok) return { error: 'invalid_json' }
  const isRecord = typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value)
  return isRecord ? { values: { ...query, ...json.value } } : { error: 'json_not_object' }
}
