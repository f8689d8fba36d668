// Of which workspace a bot token is: whoever has the token need not be asked.
import type { Clock, Fetch, Log } from '../../ports.js'
import { createClients } from './clients.js'
import { toTrouble } from './trouble.js'
import { createVitals } from './vitals.js'

interface TeamParts {
  readonly botToken: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Log
}

export type FoundTeam =
  | { readonly teamId: string; readonly name: string }
  | { readonly found: string; readonly remedy: string }

export async function findTeam({ botToken, fetch, clock, log }: TeamParts): Promise<FoundTeam> {
  const settings = { botToken, teamId: '', signingSecret: '' }
  const clients = createClients({ settings, fetch, vitals: createVitals(clock), clock, log })
  try {
    const { team_id: teamId = '', team = '' } = await clients.call('auth.test', () =>
      clients.bulk.auth.test(),
    )
    return { teamId, name: team }
  } catch (error) {
    return toTrouble(error)
  }
}
