// Alerts name people and what they sent. A channel that another organisation can read gets none.
import type { Instant } from '../../domain/instant.js'
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
  const judged = new Map<string, { readonly at: Instant; readonly isShared: boolean }>()

  /** Without the optional scopes nobody can tell; then the alert matters more, and the log says so. */
  async function look(channel: string): Promise<boolean> {
    try {
      const { channel: found } = await clients.call('conversations.info', () =>
        clients.bulk.conversations.info({ channel }),
      )
      return found?.is_ext_shared === true || found?.is_pending_ext_shared === true
    } catch (error) {
      const slackCode = findSlackCode(error)
      if (slackCode !== 'missing_scope' && slackCode !== 'unknown_method') throw error
      log.warn({ channel, slackCode }, 'slack.channel.unchecked')
      return false
    }
  }

  return async (channel) => {
    const now = clock.now()
    let verdict = judged.get(channel)
    if (verdict === undefined || now - verdict.at >= believedMilliseconds) {
      verdict = { at: now, isShared: await look(channel) }
      judged.set(channel, verdict)
    }
    if (!verdict.isShared) return
    throw new PlatformError(
      'This channel is shared with another organisation; alerts are not posted there.',
      {
        code: 'forbidden',
      },
    )
  }
}
