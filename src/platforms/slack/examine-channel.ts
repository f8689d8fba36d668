// Whether alerts can go to one channel.
import type { Check } from '../../domain/check.js'
import type { Clients } from './clients.js'
import { findSlackCode } from './platform-error.js'
import { toTrouble } from './trouble.js'

export async function examineChannel(clients: Clients, id: string): Promise<Check> {
  try {
    const { channel } = await clients.call('conversations.info', () =>
      clients.bulk.conversations.info({ channel: id }),
    )
    const name = `Channel ${channel?.name === undefined ? id : `#${channel.name}`}`
    const trouble = findTrouble(channel ?? {})
    if (trouble !== undefined) return { name, result: 'problem', ...trouble }
    return { name, result: 'ok', found: 'The bot is in it, and no other organisation is.', remedy: '' }
  } catch (error) {
    const name = `Channel ${id}`
    if (findSlackCode(error) !== 'channel_not_found') return { name, result: 'problem', ...toTrouble(error) }
    return {
      name,
      result: 'problem',
      found: 'Slack knows no such channel, or it is private and the bot is not in it.',
      remedy: 'In the channel: /invite @reprieve. Or correct the id of the channel in the settings.',
    }
  }
}

interface Found {
  readonly is_archived?: boolean
  readonly is_member?: boolean
  readonly is_ext_shared?: boolean
  readonly is_pending_ext_shared?: boolean
}

function findTrouble(channel: Found) {
  if (channel.is_archived === true)
    return { found: 'It is archived.', remedy: 'Bring it back, or choose another channel in the settings.' }
  if (channel.is_ext_shared === true || channel.is_pending_ext_shared === true)
    return {
      found: 'It is shared with another organisation, or about to be: no alert is posted there.',
      remedy: 'Choose a channel that only this organisation can read.',
    }
  if (channel.is_member === false)
    return { found: 'The bot is not in it.', remedy: 'In the channel: /invite @reprieve.' }
  return undefined
}
