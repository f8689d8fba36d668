// What people should hear of, from what was remembered before and after an activity.

import type { ActorRef } from '../../domain/actor.js'
import type { ChannelNews, ChannelTurn } from '../../domain/alert-channel.js'
import { isNewcomer } from './events.js'
import type { Incoming } from './incoming.js'
import { nameChannel } from './names.js'
import { findIds, findLoss, type Remembered } from './record.js'

interface Change {
  readonly before: Remembered
  readonly next: Remembered
  readonly incoming: Incoming
  readonly alertChannels: readonly string[]
}

export function findNews(change: Change): readonly ChannelNews[] {
  const about = { platform: 'teams', by: toActorRef(change.incoming) } as const
  return [...findAdded(change), ...findTurns(change)].map((one): ChannelNews => ({ ...about, ...one }))
}

function findAdded({ before, next, incoming, alertChannels }: Change): readonly ChannelTurn[] {
  const teamId = incoming.channelData?.team?.id
  const now = next.installations.find((one) => one.teamId === teamId)
  const former = before.installations.find((one) => one.teamId === teamId)
  if (now === undefined || !isNewcomer(incoming)) return []
  const wasTold = former?.isWelcomed === true && former.channelId === now.channelId
  if (now.isWelcomed !== true || wasTold) return []
  const { alerts, names } = next
  const where = alerts && { ...nameChannel(names, alerts), isPinned: alerts.isPinned }
  return [
    {
      kind: 'added',
      at: nameChannel(names, now),
      alerts: alertChannels.includes('installed') ? where : undefined,
    },
  ]
}

/** Channels that get alerts and were lost, or came back. */
function findTurns({ before, next, alertChannels }: Change): readonly ChannelTurn[] {
  return alertChannels.flatMap((given): ChannelTurn[] => {
    const channelId = given === 'installed' ? next.alerts?.channelId : given
    if (channelId === undefined) return []
    const [was, is] = [findLoss(before, channelId), findLoss(next, channelId)]
    if (was === is) return []
    const ids = findIds(next, channelId)
    const at = nameChannel(next.names, ids)
    if (is === undefined) return [{ kind: 'restored', at }]
    if (was !== undefined) return []
    // A team's General channel has the team's id and cannot be deleted.
    const near = is === 'channel-deleted' && ids.teamId !== channelId ? ids.teamId : undefined
    return [{ kind: 'lost', at, loss: is, near }]
  })
}

function toActorRef({ from }: Incoming): ActorRef | undefined {
  const id = from.aadObjectId?.toLowerCase()
  if (id === undefined || id === '') return undefined
  return { platform: 'teams', id, name: (from.name ?? id).slice(0, 100) }
}
