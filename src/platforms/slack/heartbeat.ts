// Asks Slack who we are, again and again: an app that nobody presses would not notice that it was cut off.
import { PlatformError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { Clients } from './clients.js'
import type { Vitals } from './vitals.js'

interface HeartbeatParts {
  readonly clients: Clients
  readonly vitals: Vitals
  /** The home workspace. */
  readonly teamId: string
  readonly clock: Clock
  readonly log: Log
}

const everyMilliseconds = 60_000

/** The function it returns stops it. */
export function startHeartbeat({ clients, vitals, teamId, clock, log }: HeartbeatParts): () => void {
  let isStopped = false
  let cancel = () => {}

  async function look(): Promise<void> {
    try {
      const found = await clients.call('auth.test', () => clients.interactive.auth.test())
      const isHome = found.team_id === teamId
      vitals.setMisfit(isHome ? undefined : 'The bot token is not of the workspace that is set as home.')
      if (!isHome) log.error({ expected: teamId, found: found.team_id }, 'slack.workspace.mismatch')
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      log.warn({ code: error.code, why: error.message }, 'slack.unreachable')
    }
  }

  function beat(): void {
    void look().finally(() => {
      if (!isStopped) cancel = clock.after(everyMilliseconds, beat)
    })
  }

  beat()
  return () => {
    isStopped = true
    cancel()
  }
}
