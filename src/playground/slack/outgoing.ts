// What Slack sends to the bot: signed requests, and the payloads they carry.
import { createHmac } from 'node:crypto'
import { type Delivery, deliver } from '../delivery.js'
import type { Person } from '../people.js'
import { WORKSPACE } from './channels.js'
import type { WorkspaceParts } from './parts.js'

/** Slack shows an error when the bot has not answered within three seconds. */
const ANSWER_LIMIT_MILLISECONDS = 3000

export interface Outgoing {
  /** Events, interactions and commands all go to the bot's one path. */
  sendPayload(payload: object): Promise<Delivery>
  sendForm(fields: Readonly<Record<string, string>>): Promise<Delivery>
}

export function createOutgoing({ state, clock, baseUrl }: WorkspaceParts): Outgoing {
  const sendForm = (fields: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(fields).toString()
    const timestamp = String(Math.floor(clock.now() / 1000))
    return deliver({
      url: `${baseUrl()}/slack/events`,
      // No charset: Bolt answers 400 to one, and Slack sends none.
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': sign(state.value.signingSecret, `v0:${timestamp}:${body}`),
      },
      body,
      limitMilliseconds: ANSWER_LIMIT_MILLISECONDS,
    })
  }
  return { sendForm, sendPayload: (payload) => sendForm({ payload: JSON.stringify(payload) }) }
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
