// Requests as Slack sends them.
import { createHmac } from 'node:crypto'
import { homeTeam } from './fake-slack.js'

export const signingSecret = 'canary-signing-secret'

type Fields = Readonly<Record<string, unknown>>

export function createClick(changes: Fields = {}): Fields {
  return {
    type: 'block_actions',
    team: { id: homeTeam, domain: 'contoso' },
    user: { id: 'U1', username: 'maya', team_id: homeTeam },
    trigger_id: nextId('trigger'),
    container: { type: 'message', is_ephemeral: false },
    channel: { id: 'C1', name: 'alerts' },
    actions: [{ type: 'button', action_id: 'review', block_id: 'b', value: 'incident-1' }],
    ...changes,
  }
}

export function createSubmission(changes: Fields = {}, view: Fields = {}): Fields {
  return {
    type: 'view_submission',
    team: { id: homeTeam, domain: 'contoso' },
    user: { id: 'U1', name: 'maya', team_id: homeTeam },
    trigger_id: nextId('trigger'),
    view: createView(view),
    ...changes,
  }
}

export function createView(changes: Fields = {}): Fields {
  return {
    id: 'V1',
    hash: 'hash-1',
    type: 'modal',
    callback_id: 'confirm',
    private_metadata: JSON.stringify({
      incidentId: 'incident-1',
      confirmationId: 'confirmation-1',
      revision: '7',
      reviewId: 'fedcba9876543210',
    }),
    state: {
      values: {
        'attest.password': { value: { type: 'radio_buttons', selected_option: { value: 'done' } } },
        note: { value: { type: 'plain_text_input', value: 'spoke to her' } },
        day: { value: { type: 'datepicker', selected_date: '2026-12-01' } },
        empty: { value: { type: 'plain_text_input', value: null } },
      },
    },
    ...changes,
  }
}

export function createTyped(
  changes: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    command: '/restricted',
    text: 'list contoso',
    user_id: 'U1',
    user_name: 'maya',
    team_id: homeTeam,
    channel_id: 'C1',
    trigger_id: nextId('trigger'),
    ...changes,
  }
}

export const formType = 'application/x-www-form-urlencoded'

/** Interactions travel as JSON in one field of a form. */
export function toForm(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

export function sign(body: string, at: number, secret = signingSecret): Record<string, string> {
  const timestamp = Math.floor(at / 1_000)
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-signature': `v0=${digest}`, 'x-slack-request-timestamp': String(timestamp) }
}

function nextId(kind: string): string {
  return `${kind}.${crypto.randomUUID()}`
}
