// What Slack sends to the bot: signed requests, and the payloads they carry.
import { createHmac } from 'node:crypto'
import { type Delivery, deliver } from '../delivery.js'
import type { Person } from '../people.js'
import { WORKSPACE } from './channels.js'
import type { WorkspaceParts } from './parts.js'

/** Slack shows an error when the bot has not answered within three seconds. */
const ANSWER_LIMIT_MILLISECONDS = 3000

/** Events, interactions and commands all go to the bot's one path. */
export interface Outgoing {
  sendPayload(payload: { readonly type: string; readonly [field: string]: unknown }): Promise<Delivery>
  sendForm(fields: Readonly<Record<string, string>>): Promise<Delivery>
  sendEvent(event: { readonly event: { readonly type: string } }): Promise<Delivery>
}

export function createOutgoing({ state, clock, botUrl, wire }: WorkspaceParts): Outgoing {
  const send = ({ name, body, contentType }: { name: string; body: string; contentType: string }) => {
    const timestamp = String(Math.floor(clock.now() / 1000))
    return deliver({
      url: `${botUrl()}/slack/events`,
      // No charset: Bolt answers 400 to one, and Slack sends none.
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': sign(state.value.signingSecret, `v0:${timestamp}:${body}`),
      },
      body,
      limitMilliseconds: ANSWER_LIMIT_MILLISECONDS,
      wire,
      side: 'slack',
      name,
    })
  }
  const sendFields = (name: string, fields: Readonly<Record<string, string>>) =>
    send({
      name,
      body: new URLSearchParams(fields).toString(),
      contentType: 'application/x-www-form-urlencoded',
    })
  return {
    sendForm: (fields) => sendFields(`${fields.command ?? ''} ${fields.text ?? ''}`.trim(), fields),
    sendPayload: (payload) => sendFields(payload.type, { payload: JSON.stringify(payload) }),
    sendEvent: (event) =>
      send({ name: event.event.type, body: JSON.stringify(event), contentType: 'application/json' }),
  }
}

function sign(secret: string, text: string): string {
  return `v0=${createHmac('sha256', secret).update(text).digest('hex')}`
}

/** What every interaction says about who acted. The team is the one the app is installed in; a stranger has another. */
export function toActorFields(person: Person) {
  return {
    user: {
      id: person.slack.userId,
      username: person.key,
      name: person.key,
      team_id: person.slack.teamId,
    },
    api_app_id: WORKSPACE.appId,
    token: 'legacy-verification-token-is-not-used',
    team: { id: WORKSPACE.teamId, domain: WORKSPACE.domain },
    enterprise: null,
    is_enterprise_install: false,
  }
}
