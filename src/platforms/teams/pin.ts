// An approver makes a channel the one that gets the alerts.
import type { Pinned } from '../../domain/alert-channel.js'
import { PlatformError } from '../../errors.js'
import { nameChannel } from './names.js'
import { findIds, findLoss, type Remembered } from './record.js'

interface Wish {
  readonly channelId: string
  /** The team somebody just spoke in, in this channel; undefined when that was not heard. */
  readonly spokenIn: string | undefined
}

/** @throws PlatformError `rejected` in words for people. */
export function pinChannel(
  before: Remembered,
  { channelId, spokenIn }: Wish,
): { readonly next: Remembered; readonly pinned: Pinned } {
  const teamId = findIds(before, channelId).teamId ?? spokenIn
  if (teamId === undefined) {
    const message = 'It is not known which team this channel is in. Add the app to the team once more.'
    throw new PlatformError(message, { code: 'rejected' })
  }
  const now = nameChannel(before.names, { channelId, teamId })
  const { alerts } = before
  if (alerts?.channelId === channelId && alerts.isPinned)
    return { next: before, pinned: { isNew: false, now, before: now } }
  const isReached = alerts !== undefined && findLoss(before, alerts.channelId) === undefined
  return {
    next: { ...before, alerts: { teamId, channelId, isPinned: true } },
    pinned: { isNew: true, now, before: isReached ? nameChannel(before.names, alerts) : undefined },
  }
}
