// Typing in the channel: a slash command goes to the bot, anything else is a message.
import { type Delivery, isSuccess } from '../delivery.js'
import { parseJson } from '../http.js'
import { getPerson, type Person, type PersonKey } from '../people.js'
import type { ActResult } from '../sight.js'
import { isStranger, WORKSPACE } from './channels.js'
import type { Outgoing } from './outgoing.js'
import type { WorkspaceParts } from './parts.js'
import type { Responder } from './respond.js'

const COMMAND = '/restricted'
const SLACKBOT = 'USLACKBOT'

export interface SlackSaying {
  readonly person: PersonKey
  readonly text: string
}

export function createSay(
  parts: WorkspaceParts,
  links: { readonly outgoing: Outgoing; readonly responder: Responder },
): (saying: SlackSaying) => Promise<ActResult> {
  const { messages, tickets } = parts
  const channelId = WORKSPACE.channelId

  const complain = async (person: Person, text: string): Promise<ActResult> => {
    await messages.post({ channelId, userId: SLACKBOT, onlyFor: person.slack.userId, text })
    return { ok: false, trouble: text }
  }
  const command = async (person: Person, line: string): Promise<ActResult> => {
    const [name = '', ...words] = line.split(/\s+/)
    // An app lives in its own workspace: people of another one do not have its commands.
    if (name !== COMMAND || isStranger(person)) return complain(person, `${name} is not a valid command.`)
    const target = { person: person.key, channelId, threadTs: undefined, messageTs: undefined }
    const delivery = await links.outgoing.sendForm({
      token: 'legacy-verification-token-is-not-used',
      team_id: WORKSPACE.teamId,
      team_domain: WORKSPACE.domain,
      channel_id: channelId,
      channel_name: 'mail-oncall',
      user_id: person.slack.userId,
      user_name: person.key,
      command: name,
      text: words.join(' '),
      api_app_id: WORKSPACE.appId,
      is_enterprise_install: 'false',
      response_url: links.responder.urlFor(target),
      trigger_id: tickets.issueTrigger(person.key),
    })
    if (!isSuccess(delivery)) return complain(person, toFailure(name, delivery))
    const answer = readCommandAnswer(delivery)
    if (answer === undefined) return { ok: true }
    const taken = await links.responder.respond(target, answer)
    return taken.ok ? { ok: true } : complain(person, `${name} failed with the error "invalid_response"`)
  }

  return async (saying) => {
    const person = getPerson(saying.person)
    const line = saying.text.trim()
    if (line === '') return { ok: true }
    if (line.startsWith('/')) return command(person, line)
    await messages.post({ channelId, userId: person.slack.userId, text: line })
    return { ok: true }
  }
}

function toFailure(name: string, delivery: Delivery): string {
  const error = delivery.kind === 'timeout' ? 'operation_timeout' : 'dispatch_failed'
  return `${name} failed with the error "${error}"`
}

function readCommandAnswer(delivery: Delivery & { kind: 'answered' }): unknown {
  const text = delivery.text.trim()
  if (text === '') return undefined
  const json = delivery.contentType.startsWith('application/json') ? parseJson(text) : undefined
  return json?.ok ? json.value : { text }
}
