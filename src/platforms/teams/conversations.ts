// Where the bot has been installed and where its connector is, in our own words, so that the record outlives the SDK.
import { z } from 'zod'
import type { ChannelRef } from '../../domain/task.js'
import { PlatformError } from '../../errors.js'
import type { Log, Memory } from '../../ports.js'
import type { Target } from './connector.js'
import { type Incoming, withoutThread } from './incoming.js'

const memoryKey = 'teams:conversations'
const mostInstallations = 50

const installationSchema = z
  .object({ teamId: z.string(), channelId: z.string(), tenantId: z.string(), botId: z.string() })
  .readonly()
const recordSchema = z
  .object({ serviceUrl: z.string(), installations: z.array(installationSchema).readonly() })
  .readonly()
type Installation = z.infer<typeof installationSchema>
type Conversations = z.infer<typeof recordSchema>

export interface ConversationRecord {
  /** Learns from an activity whose token was genuine; does nothing for other tenants. The same one twice is fine. */
  observe(incoming: Incoming): Promise<void>
  /** @throws PlatformError `channel-not-found` when the bot has not been installed anywhere. */
  resolve(channel: ChannelRef): Promise<Target>
  serviceUrl(): Promise<string>
}

export function createConversationRecord(parts: {
  readonly memory: Memory
  readonly log: Log
  readonly homeTenantId: string
  /** Until an activity has named another. */
  readonly serviceUrl: string
}): ConversationRecord {
  const { memory, log, homeTenantId } = parts
  let writing: Promise<void> = Promise.resolve()

  async function recall(): Promise<Conversations> {
    const read = recordSchema.safeParse(await memory.recall(memoryKey))
    return read.success ? read.data : { serviceUrl: parts.serviceUrl, installations: [] }
  }

  async function learn(incoming: Incoming): Promise<void> {
    const before = await recall()
    const installations = change(before.installations, incoming)
    if (installations === before.installations && before.serviceUrl === incoming.serviceUrl) return
    await memory.remember(memoryKey, { serviceUrl: incoming.serviceUrl, installations })
    if (installations === before.installations) return
    log.info({ installations: installations.length }, 'teams.installations.changed')
    if (installations.length > 1)
      log.warn({ channelId: installations[0]?.channelId }, 'teams.first-installation.used')
  }

  return {
    observe(incoming) {
      if (incoming.tenantId !== homeTenantId) return Promise.resolve()
      // One after the other: two events of one installation arrive together and each reads what the other writes.
      const next = writing.then(() => learn(incoming))
      writing = next.catch(() => {})
      return next
    },
    async resolve({ channel }) {
      const { serviceUrl, installations } = await recall()
      if (channel !== 'installed') return { serviceUrl, conversationId: channel }
      const [first] = installations
      if (first !== undefined) return { serviceUrl, conversationId: first.channelId }
      const message =
        'The bot is in no team yet. Upload the Teams app, add it to a team and choose the channel, or name the channel id (19:...) in the settings'
      throw new PlatformError(message, { code: 'channel-not-found' })
    },
    async serviceUrl() {
      return (await recall()).serviceUrl
    },
  }
}

/** The same list when nothing changes. The first installation stays first: a second team must not draw the alerts away. */
function change(installations: readonly Installation[], incoming: Incoming): readonly Installation[] {
  const { channelData, conversation, recipient, tenantId } = incoming
  if (conversation.conversationType === 'personal') return installations
  const teamId = channelData?.team?.id
  if (teamId === undefined) return installations
  const without = findRemoved(installations, incoming)
  if (without.length < installations.length || !isAdded(incoming)) {
    return without.length < installations.length ? without : installations
  }
  const chosen = channelData?.settings?.selectedChannel?.id
  const known = installations.find((one) => one.teamId === teamId)
  // `conversationUpdate` names the General channel; only `installationUpdate` knows which one was chosen.
  const channelId = chosen ?? known?.channelId ?? channelData?.channel?.id ?? withoutThread(conversation.id)
  if (!channelId.startsWith('19:') || known?.channelId === channelId) return installations
  const next = { teamId, channelId, tenantId, botId: recipient.id }
  if (known !== undefined) return installations.map((one) => (one === known ? next : one))
  return [...installations, next].slice(0, mostInstallations)
}

/** Whether the activity says that the bot itself was added. */
export function isAdded({ type, action, membersAdded, recipient }: Incoming): boolean {
  if (type === 'installationUpdate') return action === 'add' || action === 'add-upgrade'
  return type === 'conversationUpdate' && (membersAdded ?? []).some((member) => member.id === recipient.id)
}

/** What is left after the activity. `remove-upgrade` is half of an upgrade; its `add-upgrade` follows. */
function findRemoved(installations: readonly Installation[], incoming: Incoming): readonly Installation[] {
  const { type, action, channelData, membersRemoved, recipient } = incoming
  const teamId = channelData?.team?.id
  const eventType = channelData?.eventType ?? ''
  const isBotRemoved = (membersRemoved ?? []).some((member) => member.id === recipient.id)
  if (type === 'installationUpdate' && action === 'remove')
    return installations.filter((one) => one.teamId !== teamId)
  if (type !== 'conversationUpdate') return installations
  if (isBotRemoved || eventType === 'teamDeleted' || eventType === 'teamHardDeleted')
    return installations.filter((one) => one.teamId !== teamId)
  if (eventType === 'channelDeleted')
    return installations.filter((one) => one.channelId !== channelData?.channel?.id)
  return installations
}
