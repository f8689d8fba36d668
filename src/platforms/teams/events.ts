// What an activity says about where the bot is.
import type { Incoming } from './incoming.js'

/** Whether the activity says that the bot itself was added. */
export function isAdded({ type, action, membersAdded, recipient }: Incoming): boolean {
  if (type === 'installationUpdate') return action === 'add' || action === 'add-upgrade'
  return type === 'conversationUpdate' && (membersAdded ?? []).some((member) => member.id === recipient.id)
}

export type Event = 'added' | 'app-removed' | 'heard' | keyof typeof lifeEvents

/** Microsoft, "Conversation events in your Teams bot". What is not here changes nothing. */
const lifeEvents = {
  teamDeleted: true,
  teamHardDeleted: true,
  teamRestored: true,
  teamArchived: true,
  teamUnarchived: true,
  channelDeleted: true,
  channelRestored: true,
} as const

/** `remove-upgrade` is half of an upgrade; its `add-upgrade` follows. */
export function readEvent(incoming: Incoming): Event | undefined {
  const { type, action, channelData, membersRemoved, recipient } = incoming
  if (isAdded(incoming)) return 'added'
  if (type === 'installationUpdate') return action === 'remove' ? 'app-removed' : undefined
  // Whoever speaks to the bot in a channel proves that it is there, whatever was heard or missed before.
  if (type === 'message' || type === 'invoke') return 'heard'
  if (type !== 'conversationUpdate') return undefined
  if ((membersRemoved ?? []).some((member) => member.id === recipient.id)) return 'app-removed'
  return toLifeEvent(channelData?.eventType)
}

function toLifeEvent(eventType: string | undefined): Event | undefined {
  const known = Object.keys(lifeEvents) as (keyof typeof lifeEvents)[]
  return known.find((one) => one === eventType)
}

/** An upgrade is no news, and of the two events of one installation this is the one that knows the channel. */
export function isNewcomer({ type, action }: Incoming): boolean {
  return type === 'installationUpdate' && action === 'add'
}
