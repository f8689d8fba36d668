// Why a channel that gets alerts cannot be reached, in words for people.
import { nameChannel } from './names.js'
import { findIds, findLoss, type Remembered, type TeamsLoss } from './record.js'

const losses: Readonly<Record<TeamsLoss, readonly [what: string, remedy: string]>> = {
  'app-removed': [
    'Reprieve was removed from the team of the channel that gets the alerts',
    'Add the app to that team again',
  ],
  'team-deleted': ['The team of the channel that gets the alerts was deleted', 'Restore the team'],
  'team-archived': [
    'The team of the channel that gets the alerts was archived, and nothing can be posted there',
    'Restore the team from the archive',
  ],
  'channel-deleted': ['The channel that gets the alerts was deleted', 'Restore the channel'],
}

export function toLossText(record: Remembered, channelId: string, loss: TeamsLoss): string {
  return `${losses[loss][0]} (${toName(record, channelId)})`
}

export function toLossRemedy(loss: TeamsLoss): string {
  return losses[loss][1]
}

/** Both, where one line is all there is. */
export function describeLoss(record: Remembered, channelId: string, loss: TeamsLoss): string {
  return `${toLossText(record, channelId, loss)}. ${toLossRemedy(loss)}, or choose another channel`
}

/** Why alerts reach nobody in one of these channels; undefined when nothing speaks against any. */
export function findTrouble(record: Remembered, alertChannels: readonly string[]): string | undefined {
  const lost = alertChannels.flatMap((given) => {
    const channelId = given === 'installed' ? record.alerts?.channelId : given
    const loss = channelId === undefined ? undefined : findLoss(record, channelId)
    return channelId === undefined || loss === undefined ? [] : [describeLoss(record, channelId, loss)]
  })
  return lost[0]
}

export function toName(record: Remembered, channelId: string): string {
  return nameChannel(record.names, findIds(record, channelId)).name
}
