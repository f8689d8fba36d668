// The fixed facts of the local workspace: ids that do not change, so that settings can name them.
import { type Person, people, SLACK_TEAM_ID } from '../people.js'

export const WORKSPACE = {
  teamId: SLACK_TEAM_ID,
  name: 'Contoso',
  domain: 'contoso',
  appId: 'A0REPRIEVE1',
  botId: 'B0REPRIEVE1',
  botUserId: 'U0REPRIEVE1',
  botName: 'Reprieve',
  channelId: 'C0MAILONCALL',
  /** Mail operators: Maya and Tom. */
  userGroupId: 'S0MAILOPER1',
  userGroupHandle: 'mail-oncall',
} as const

/** What the manifest asks for; here it is always granted. */
export const APP_SCOPES: readonly string[] = [
  'chat:write',
  'commands',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'channels:read',
  'groups:read',
]

export interface Channel {
  readonly id: string
  readonly name: string
  /** Shared with another workspace through Slack Connect. */
  readonly shared: boolean
}

export const CHANNELS: readonly Channel[] = [
  { id: WORKSPACE.channelId, name: 'mail-oncall', shared: false },
  { id: 'C0FABRIKAM01', name: 'with-fabrikam', shared: true },
]

export const GROUP_MEMBERS: readonly string[] = people
  .filter((person) => person.key === 'maya' || person.key === 'tom')
  .map((person) => person.slack.userId)

export function findChannel(id: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.id === id) ?? findDirect(id)
}

/** The chat of one person with the app, which nobody else is in. */
export function toDirectId(userId: string): string {
  return `D${userId.slice(1)}`
}

function findDirect(id: string): Channel | undefined {
  const person = people.find(({ slack }) => toDirectId(slack.userId) === id)
  return person === undefined || isStranger(person) ? undefined : { id, name: 'directmessage', shared: false }
}

/** Where a message goes: whoever writes to a person writes to their chat with the app. */
export function toPlaceId(channel: string): string {
  return findPersonByUserId(channel) === undefined ? channel : toDirectId(channel)
}

export function findPersonByUserId(userId: string): Person | undefined {
  return people.find((person) => person.slack.userId === userId)
}

export const isStranger = (person: Person): boolean => person.slack.teamId !== WORKSPACE.teamId
