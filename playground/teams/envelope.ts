// Activities as Teams sends them to a bot: who, where, and the fields around every kind of event.
import type { Clock } from '../../src/ports.js'
import type { Person } from '../people.js'
import { type Conversation, TENANT, toChatId, toThreadId } from './team.js'

export interface Envelope {
  readonly id: string
  readonly serviceUrl: string
  readonly clock: Pick<Clock, 'now'>
  readonly from: Person
  readonly where: Conversation
}

export interface TypedActivity {
  readonly type: string
  readonly [field: string]: unknown
}

/** Everything but `type` and what belongs to it. */
export function toEnvelope({ id, serviceUrl, clock, from, where }: Envelope): object {
  const at = new Date(clock.now()).toISOString()
  return {
    id,
    timestamp: at,
    localTimestamp: at,
    localTimezone: 'Europe/Stockholm',
    locale: 'en-US',
    channelId: 'msteams',
    serviceUrl,
    from: { id: from.teams.userId, name: from.name, aadObjectId: from.teams.aadObjectId },
    recipient: { id: TENANT.botId, name: TENANT.botName },
    conversation: toWireConversation(where),
    // A guest's own tenant: what the bot must not take for the one it lives in.
    channelData: { ...toChannelData(where), tenant: { id: from.teams.tenantId } },
  }
}

function toWireConversation(where: Conversation): object {
  const tenantId = TENANT.tenantId
  if (where.kind === 'chat') return { conversationType: 'personal', tenantId, id: toChatId(where.owner) }
  const id = where.threadId === undefined ? TENANT.channelId : toThreadId(where.threadId)
  return { isGroup: true, conversationType: 'channel', tenantId, id }
}

function toChannelData(where: Conversation): object {
  if (where.kind === 'chat') return {}
  return {
    teamsChannelId: TENANT.channelId,
    teamsTeamId: TENANT.teamId,
    channel: { id: TENANT.channelId },
    team: { id: TENANT.teamId },
  }
}

/** What Teams sends when somebody gets the bot as a personal app: both kinds, in this order. */
export function toPersonalInstallActivities(envelope: Envelope): readonly TypedActivity[] {
  const frame = toEnvelope(envelope)
  return [
    { ...frame, type: 'installationUpdate', action: 'add' },
    {
      ...frame,
      id: `${envelope.id}-members`,
      type: 'conversationUpdate',
      membersAdded: [{ id: TENANT.botId, name: TENANT.botName }],
    },
  ]
}

/** What Teams sends when somebody adds the bot to a team: both kinds, in this order. */
export function toInstallActivities(envelope: Envelope): readonly TypedActivity[] {
  const added = [{ id: TENANT.botId, name: TENANT.botName }]
  const frame = {
    ...toEnvelope(envelope),
    channelData: {
      settings: { selectedChannel: { id: TENANT.channelId, name: TENANT.channelName } },
      channel: { id: TENANT.channelId, name: TENANT.channelName },
      team: { id: TENANT.teamId, name: TENANT.teamName, aadGroupId: TENANT.teamGroupId },
      tenant: { id: TENANT.tenantId },
    },
  }
  return [
    { ...frame, type: 'installationUpdate', action: 'add' },
    {
      ...frame,
      id: `${envelope.id}-members`,
      type: 'conversationUpdate',
      membersAdded: added,
      channelData: { ...frame.channelData, eventType: 'teamMemberAdded' },
    },
  ]
}
