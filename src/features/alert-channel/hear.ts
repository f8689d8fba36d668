// The channel that gets the alerts of `installed`: an approver chooses it, and whatever becomes of it is journalled and
// said where people can still hear it. What is posted here is tried once: `status` and the doctor say it as long as it
// is so.
import { toActorKey, toActorRef } from '../../domain/actor.js'
import type { ChannelNews, Pinned } from '../../domain/alert-channel.js'
import { cell } from '../../domain/cell.js'
import { messageRefSchema } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { toChannels } from '../../domain/route.js'
import type { ChannelRef } from '../../domain/task.js'
import { PlatformError, RefusedError, StaleError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import type { Card } from '../cards.js'
import { requireAccess } from '../entrance/gate.js'
import { getPlatform, type Parts } from '../feature.js'
import { toClockText, toTone } from '../words/words.js'
import { toLostCard, toMovedCard, toPinnedCard, toRestoredCard, toWelcomeCard } from './cards.js'
import type { alertChannelEvents } from './events.js'

/** "Send alerts here". The channel is where it was pressed, never what the button says. */
export async function pinAlerts(
  parts: Parts,
  { actor, channel }: Pick<Press, 'actor' | 'channel'>,
): Promise<Answer> {
  requireAccess(parts, { actor, permission: 'pin' })
  if (channel === undefined)
    throw new RefusedError(
      'bad-input',
      'Alerts go to a channel of a team. Press this in the channel that is to get them.',
    )
  const pinned = await pin(parts, channel)
  if (!pinned.isNew) throw new StaleError('Alerts come here already. Nothing was changed.')
  const at = parts.clock.now()
  const data = { channel: pinned.now.channel, before: pinned.before?.channel ?? '' }
  await parts.store.commit({ events: [{ at, type: 'alerts.pinned', by: toActorRef(actor), data }] })
  parts.log.info({ ...data, by: toActorKey(actor) }, 'alerts.pinned')
  await tellOfPin(parts, { channel, pinned, by: actor.name, at: toClockText(at) })
  return {
    name: 'notice',
    view: {
      ...toTone('good'),
      icon: '📌',
      title: 'Done',
      text: 'Alerts come to this channel from now on. Cards that are elsewhere stay there.',
      incidentId: '',
    },
  }
}

async function pin(parts: Parts, channel: ChannelRef): Promise<Pinned> {
  try {
    return await getPlatform(parts, channel.platform).pin(channel)
  } catch (error) {
    if (error instanceof PlatformError) throw new RefusedError('bad-input', error.message)
    throw error
  }
}

interface Move {
  readonly channel: ChannelRef
  readonly pinned: Pinned
  readonly by: string
  readonly at: string
}

async function tellOfPin(parts: Parts, { channel, pinned, by, at }: Move): Promise<void> {
  const { platform } = channel
  const { now, before } = pinned
  await show(parts, { platform, channel: now.channel }, toPinnedCard(by, at))
  if (before === undefined || before.channel === now.channel) return
  await post(parts, { platform, channel: before.channel }, toMovedCard(now, by, at))
}

const journalTypes = {
  added: 'app.added',
  lost: 'alerts.lost',
  restored: 'alerts.restored',
} as const satisfies Readonly<Record<ChannelNews['kind'], keyof typeof alertChannelEvents>>

/** Never rejects. */
export async function hearChannelNews(parts: Parts, news: ChannelNews): Promise<void> {
  const { kind, platform, at, by } = news
  const loss = news.kind === 'lost' ? { loss: news.loss } : {}
  const data = { platform, channel: at.channel, name: at.name, ...loss }
  const who = by === undefined ? {} : { by: toActorKey(by) }
  parts.log[kind === 'lost' ? 'error' : 'info']({ ...data, ...who }, journalTypes[kind])
  try {
    await parts.store.commit({
      events: [
        { at: parts.clock.now(), type: journalTypes[kind], ...(by === undefined ? {} : { by }), data },
      ],
    })
  } catch (error) {
    parts.log.error({ err: error, ...data }, 'channel-news.not-journalled')
  }
  if (kind !== 'lost') await wakeHeld(parts, news)
  await tell(parts, news)
}

/** What waits for a channel to come, or to come back, goes out now and not when its own patience ends. */
async function wakeHeld({ store, clock, log, poke }: Parts, { platform, at }: ChannelNews): Promise<void> {
  try {
    const waiting = (await store.listHeld()).filter(
      ({ held }) =>
        held?.platform === platform && (held.channel === 'installed' || held.channel === at.channel),
    )
    if (waiting.length === 0) return
    const dueAt = clock.now()
    await store.commit({ hasten: waiting.map(({ key }) => ({ key, dueAt })) })
    poke()
  } catch (error) {
    log.error({ err: error, platform, channel: at.channel }, 'channel-news.not-woken')
  }
}

async function tell(parts: Parts, news: ChannelNews): Promise<void> {
  const { platform, at } = news
  const here = { platform, channel: at.channel }
  switch (news.kind) {
    case 'added':
      return post(parts, here, toWelcomeCard(at, news))
    case 'lost': {
      const lost = { platform, at, loss: news.loss, by: news.by?.name }
      if (news.near !== undefined) await post(parts, { platform, channel: news.near }, toLostCard(lost, true))
      return postToOthers(parts, here, toLostCard(lost, false))
    }
    case 'restored':
      await post(parts, here, toRestoredCard(at, true))
      return postToOthers(parts, here, toRestoredCard(at, false))
    default:
      return news satisfies never
  }
}

/** The other channels of those who miss alerts now: whoever has none in this channel is not told of it. */
async function postToOthers(parts: Parts, lost: ChannelRef, card: Card): Promise<void> {
  const isLost = (one: ChannelRef) =>
    one.platform === lost.platform && (one.channel === lost.channel || one.channel === 'installed')
  const concerned = [...parts.tenants.values()].filter(({ routes }) =>
    routes.some(({ channel }) => isLost(channel)),
  )
  const others = toChannels(concerned.flatMap(({ routes }) => routes)).filter((one) => !isLost(one))
  for (const channel of others) await post(parts, channel, card)
}

async function post(parts: Parts, channel: ChannelRef, card: Card): Promise<void> {
  try {
    const ref = await getPlatform(parts, channel.platform).post({ kind: 'channel', channel }, card)
    await parts.store.commit({ cells: [lastCardOf(channel.platform, channel.channel).put(ref)] })
  } catch (error) {
    parts.log.warn({ err: error, ...channel }, 'alert-channel.not-told')
  }
}

/** By platform and channel. */
const lastCardOf = cell('channel-card', messageRefSchema)

/** In place of what this channel was told last, so that no card offers what is so already. */
async function show(parts: Parts, channel: ChannelRef, card: Card): Promise<void> {
  try {
    const before = await lastCardOf(channel.platform, channel.channel).recall(parts.store)
    if (before === undefined) return await post(parts, channel, card)
    await getPlatform(parts, channel.platform).update(before, card)
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'message-gone') return post(parts, channel, card)
    parts.log.warn({ err: error, ...channel }, 'alert-channel.not-told')
  }
}
