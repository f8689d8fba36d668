// Where the bot has been installed and where its connector is, in our own words, so that the record outlives the SDK.
import { createLane } from '../../concurrency/lanes.js'
import { createRecent } from '../../concurrency/recent.js'
import type { ChannelNews, Pinned } from '../../domain/alert-channel.js'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import type { ChannelRef } from '../../domain/task.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Log, Memory } from '../../ports.js'
import type { Commons } from './commons.js'
import type { Target } from './connector.js'
import { type Incoming, withoutThread } from './incoming.js'
import { learnFrom } from './installations.js'
import { findNews } from './news.js'
import { pinChannel } from './pin.js'
import { findLoss, type Remembered, recordSchema, withAlerts } from './record.js'
import type { ServiceUrls } from './service-urls.js'
import { describeLoss, findTrouble } from './words.js'

/** What cannot be read is as if nothing were known: the next activities bring it again. */
const nothing: Remembered = recordSchema.parse({ serviceUrl: '', installations: [] })
const cellOfAll = cell('teams:conversations', recordSchema.catch(nothing))()
const mostSpoken = 200

const notMovable = 'The settings name the channels that get alerts; nothing can move them from here.'
const nowhere =
  'The bot is in no team yet. Upload the Teams app, add it to a team and choose the channel, or name the channel id (19:...) in the settings'

export interface ConversationRecord {
  /**
   * Learns from an activity whose token was genuine; does nothing for other tenants. The same one twice is fine.
   * Resolves with what people should hear of.
   */
  observe(incoming: Incoming): Promise<readonly ChannelNews[]>
  /** @throws PlatformError `unavailable` while there is no channel for `installed`. */
  resolve(channel: ChannelRef): Promise<Target>
  serviceUrl(): Promise<string>
  /** Whether this channel gets alerts; false when that cannot be told. */
  getsAlerts(conversationId: string): Promise<boolean>
  /** What is remembered. */
  recall(): Promise<Remembered>
  /** Makes a channel the one that gets the alerts of `installed`. @throws PlatformError `rejected` in words for people. */
  pin(channelId: string): Promise<Pinned>
  /** Why alerts reach nobody, as of the last reading or writing; undefined when nothing speaks against it. */
  readTrouble(): string | undefined
}

export function createConversationRecord(parts: {
  readonly memory: Memory
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  readonly homeTenantId: string
  readonly serviceUrls: Pick<ServiceUrls, 'first' | 'isAllowed' | 'refuse'>
  /** Where alerts go by the settings, as they are at the moment: channel ids and `installed`. */
  readonly alertChannels: readonly string[]
  readonly commons: Pick<Commons, 'amongOthers'>
}): ConversationRecord {
  const { memory, clock, log, homeTenantId, serviceUrls, alertChannels, commons } = parts
  /** The team of each channel in which somebody spoke lately. */
  const spoken = createRecent<string>(mostSpoken)
  /** In the order in which they came: two events of one installation arrive together. */
  const inTurn = createLane()
  let known: Remembered | undefined
  /** Still in the memory, and no longer believed. */
  let dropped: string | undefined
  let saves = 0

  /** With the version to expect when it is written. */
  async function find(): Promise<{ readonly record: Remembered; readonly version: number }> {
    const savesBefore = saves
    const { value: stored = nothing, version } = await cellOfAll.find(memory)
    const record = withAlerts({ ...stored, serviceUrl: toConnector(stored.serviceUrl) })
    if (saves === savesBefore) known = record
    return { record, version }
  }

  async function recall(): Promise<Remembered> {
    return (await find()).record
  }

  /** What another process has learned since is known the next time. Never rejects. */
  const refresh = () => commons.amongOthers<unknown>(() => recall(), undefined)

  /** An address that was believed once and is not allowed: the next activity brings the right one. */
  function toConnector(remembered: string): string {
    if (serviceUrls.isAllowed(remembered)) return remembered
    if (remembered !== '' && remembered !== dropped) {
      dropped = remembered
      log.error({ host: serviceUrls.refuse(remembered) }, 'teams.service-url.dropped')
    }
    return serviceUrls.first
  }

  async function save(next: Remembered, expectedVersion: number): Promise<void> {
    await memory.remember(cellOfAll.key, next, { expectedVersion })
    saves += 1
    known = next
    dropped = undefined
  }

  async function learn(incoming: Incoming): Promise<readonly ChannelNews[]> {
    const { record: before, version } = await find()
    const isFollowed = before.serviceUrl === incoming.serviceUrl && dropped === undefined
    const named = alertChannels.filter((channel) => channel !== 'installed')
    const learned = learnFrom(before, incoming, { now: clock.now(), named })
    const next = { ...learned, serviceUrl: incoming.serviceUrl }
    if (learned === before && isFollowed) return []
    await save(next, version)
    if (learned.installations !== before.installations)
      log.info({ installations: learned.installations.length }, 'teams.installations.changed')
    return findNews({ before, next, incoming, alertChannels })
  }

  function noteSpoken({ type, channelData, conversation }: Incoming): void {
    const teamId = channelData?.team?.id
    if (type !== 'invoke' && type !== 'message') return
    if (teamId === undefined || conversation.conversationType !== 'channel') return
    spoken.set(withoutThread(conversation.id), teamId)
  }

  async function pin(channelId: string): Promise<Pinned> {
    if (!alertChannels.includes('installed')) throw new PlatformError(notMovable, { code: 'rejected' })
    const { record: before, version } = await find()
    const { next, pinned } = pinChannel(before, { channelId, spokenIn: spoken.get(channelId) })
    if (next !== before) await save(next, version)
    return pinned
  }

  return {
    observe(incoming) {
      if (incoming.tenantId !== homeTenantId) return Promise.resolve([])
      noteSpoken(incoming)
      return inTurn(() => whileOthersWrite(() => learn(incoming)))
    },
    async resolve({ channel }) {
      const record = await recall()
      if (channel !== 'installed') return { serviceUrl: record.serviceUrl, conversationId: channel }
      const channelId = record.alerts?.channelId
      // A channel may come, come back, or be chosen by an approver: what is to be said waits for it.
      if (channelId === undefined)
        throw new PlatformError(nowhere, { code: 'unavailable', isOfChannel: true })
      const loss = findLoss(record, channelId)
      if (loss === undefined) return { serviceUrl: record.serviceUrl, conversationId: channelId }
      throw new PlatformError(describeLoss(record, channelId, loss), {
        code: 'unavailable',
        isOfChannel: true,
      })
    },
    async serviceUrl() {
      return (await recall()).serviceUrl
    },
    async getsAlerts(conversationId) {
      const channelId = withoutThread(conversationId)
      if (channelId !== 'installed' && alertChannels.includes(channelId)) return true
      const record = alertChannels.includes('installed') ? await recall().catch(() => undefined) : undefined
      return record?.alerts?.channelId === channelId
    },
    recall,
    pin: (channelId) => inTurn(() => whileOthersWrite(() => pin(channelId))),
    readTrouble() {
      void refresh()
      return known && findTrouble(known, alertChannels)
    },
  }
}
