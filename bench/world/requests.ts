// Requests as Slack and Teams send them, signed, as the bytes that travel.
import { createHmac } from 'node:crypto'
import { slack, teams } from './facts.js'

export interface Request {
  readonly bytes: Buffer
  /** By which the window that it opens is told from others. */
  readonly triggerId: string
}

export type RequestKind = 'click' | 'command' | 'invoke'

export interface RequestParts {
  readonly kind: RequestKind
  readonly isApart?: boolean | undefined
  readonly port: number
  readonly action: string
  /** Taken in turns. */
  readonly incidentIds: readonly string[]
  readonly origin: string
  readonly token: string
}

/** A maker of requests; no two are the same to the bot. */
export function createRequests(parts: RequestParts): () => Request {
  // Two floods that begin in one moment are two, to bots that know of each other.
  const run = `${Date.now()}${parts.port}`
  let count = 0
  return () => {
    count += 1
    const triggerId = `${run}.${count}`
    const incidentId = parts.incidentIds[count % parts.incidentIds.length] ?? ''
    if (parts.kind === 'invoke') return { triggerId, bytes: toInvoke(parts, { triggerId, incidentId }) }
    const form =
      parts.kind === 'click' ? toClick(parts, { triggerId, incidentId }) : toCommand(parts, triggerId)
    return { triggerId, bytes: toSlackRequest(parts.port, new URLSearchParams(form).toString()) }
  }
}

interface Deed {
  readonly triggerId: string
  readonly incidentId: string
}

function toClick({ action, origin }: RequestParts, { triggerId, incidentId }: Deed) {
  const payload = {
    type: 'block_actions',
    api_app_id: 'A0BENCH',
    token: 'not-used-any-more',
    team: { id: slack.teamId, domain: 'bench' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: slack.userId, username: 'maya', name: 'maya', team_id: slack.teamId },
    trigger_id: triggerId,
    container: {
      type: 'message',
      message_ts: '1700000000.000100',
      channel_id: slack.channel,
      is_ephemeral: false,
    },
    channel: { id: slack.channel, name: 'alerts' },
    message: alert,
    state: { values: {} },
    response_url: `${origin}/response`,
    actions: [
      {
        type: 'button',
        action_id: action,
        block_id: 'b1',
        value: incidentId,
        action_ts: '1700000001.000100',
      },
    ],
  }
  return { payload: JSON.stringify(payload) }
}

function toCommand({ action, origin }: RequestParts, triggerId: string) {
  return {
    command: '/restricted',
    text: action,
    user_id: slack.userId,
    user_name: 'maya',
    team_id: slack.teamId,
    channel_id: slack.channel,
    trigger_id: triggerId,
    response_url: `${origin}/response`,
  }
}

function toSlackRequest(port: number, body: string): Buffer {
  const timestamp = Math.floor(Date.now() / 1_000)
  const digest = createHmac('sha256', slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return toBytes({ port, path: '/slack/events', body }, [
    'content-type: application/x-www-form-urlencoded',
    `x-slack-request-timestamp: ${timestamp}`,
    `x-slack-signature: v0=${digest}`,
  ])
}

function toInvoke(parts: RequestParts, { triggerId, incidentId }: Deed): Buffer {
  const { port, action, origin, token, isApart = false } = parts
  const thread = isApart ? triggerId.replace('.', '') : '1699999999999'
  const activity = {
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: triggerId,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: `${origin}/connector/`,
    from: { id: teams.userId, name: 'Maya Lindqvist', aadObjectId: teams.objectId },
    recipient: { id: `28:${teams.appId}`, name: 'Reprieve' },
    conversation: {
      id: `${teams.channel};messageid=${thread}`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: teams.tenantId,
    },
    channelData: {
      tenant: { id: teams.tenantId },
      team: { id: teams.teamId },
      channel: { id: teams.channel },
    },
    value: { action: { type: 'Action.Execute', verb: action, data: { incidentId } }, trigger: 'manual' },
  }
  return toBytes({ port, path: '/api/messages', body: JSON.stringify(activity) }, [
    'content-type: application/json; charset=utf-8',
    `authorization: Bearer ${token}`,
  ])
}

interface Post {
  readonly port: number
  readonly path: string
  readonly body: string
}

function toBytes({ port, path, body }: Post, headers: readonly string[]): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'user-agent: Slackbot 1.0 (+https://api.slack.com/robots)',
    'accept: */*',
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** Slack sends the message along in which the button stands. */
const alert = {
  type: 'message',
  bot_id: 'B0BENCH',
  app_id: 'A0BENCH',
  user: 'U0BOT',
  team: slack.teamId,
  ts: '1700000000.000100',
  text: 'laura@contoso.com can no longer send mail',
  blocks: [
    toSection('h1', 'laura@contoso.com can no longer send mail'),
    toSection('h2', 'Microsoft saw it send spam. Exchange Online refuses its mail with 550 5.1.8.'),
    toSection('h3', '412 of 1,203 messages within 24 hours were taken for spam, sent from 203.0.113.9'),
    toSection('h4', 'Restricted since 03:14 UTC. Restricted twice before, last three weeks ago'),
    {
      type: 'actions',
      block_id: 'b1',
      elements: ['review', 'show', 'portal'].map((id) => ({
        type: 'button',
        action_id: id,
        text: { type: 'plain_text', text: id, emoji: true },
        value: '6f0c5c1e-64f3-4b0e-9f53-3f7f0a1b2c3d',
      })),
    },
  ],
} as const

function toSection(blockId: string, text: string) {
  return { type: 'section', block_id: blockId, text: { type: 'mrkdwn', text, verbatim: true } }
}
