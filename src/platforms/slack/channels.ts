// Alerts name people and what they sent. A channel that another organisation can read gets none.
import { createRemembered } from '../../concurrency/remembered.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { Clients } from './clients.js'
import { findSlackCode } from './platform-error.js'

interface ChannelsParts {
  readonly clients: Clients
  readonly clock: Clock
  readonly log: Log
}

const believedMilliseconds = 60_000

/** @throws PlatformError `forbidden` for a channel shared with another organisation, or about to be. */
export function createChannelGuard({
  clients,
  clock,
  log,
}: ChannelsParts): (channel: string) => Promise<void> {
  const shared = createRemembered<boolean>({ clock, keepMilliseconds: believedMilliseconds })

  async function look(channel: string): Promise<boolean> {
    try {
      const { channel: found } = await clients.call('conversations.info', () =>
        clients.bulk.conversations.info({ channel }),
      )
      return found?.is_ext_shared === true || found?.is_pending_ext_shared === true
    } catch (error) {
      const slackCode = findSlackCode(error)
      if (slackCode !== 'missing_scope') throw error
      log.error({ channel, slackCode }, 'slack.channel.unchecked')
      throw new PlatformError(
        'Whether the channel is shared with another organisation cannot be checked: the app lacks the scopes channels:read and groups:read. Add them and install the app again.',
        { code: 'forbidden', cause: error },
      )
    }
  }

  return async (channel) => {
    if (!(await shared.get(channel, () => look(channel)))) return
    throw new PlatformError(
      'This channel is shared with another organisation; alerts are not posted there.',
      {
        code: 'forbidden',
      },
    )
  }
}
