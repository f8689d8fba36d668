// The end of watching organisations in a bot that goes on with others: once it has left them, the journal says who ended it.
import type { RetireAnswer, RetireAsk } from '../doors/control.js'
import { createRoster } from '../features/replicas/roster.js'
import { findOutstanding, toRetiredEvent } from '../features/retire/outstanding.js'
import type { Clock, Store } from '../ports.js'
import type { Taking } from './settings-taken.js'
import type { SettingsWatch } from './settings-watch.js'

interface RunningParts {
  readonly store: Store
  readonly clock: Clock
  /** None where the settings come from the environment. */
  readonly follow?: {
    readonly watch: Pick<SettingsWatch, 'force'>
    readonly taking: Pick<Taking, 'readStanding' | 'listTenantIds'>
  }
}

export async function retireRunning(
  { store, clock, follow }: RunningParts,
  { user, host, tenants, isAsked }: RetireAsk,
): Promise<RetireAnswer> {
  const living = await createRoster({ store, clock }).listLiving()
  const others = Math.max(0, living.length - 1)
  if (follow === undefined) return { status: 'no-file', problems: [], waiting: [], others }
  const { watch, taking } = follow
  const tell = (status: RetireAnswer['status']): RetireAnswer => {
    const { problems, waiting } = taking.readStanding()
    return { status, problems: [...problems], waiting: [...waiting], others }
  }
  if (isAsked === true) return tell('ready')
  const named = tenants.map((id) => ({ id, name: id }))
  const outstanding = await Promise.all(named.map((one) => findOutstanding({ store, clock }, one)))
  await watch.force()
  const left = taking.listTenantIds()
  if (tenants.some((id) => left.includes(id))) return tell('still-there')
  const by = { platform: 'console', id: user, name: user, host } as const
  const at = clock.now()
  await store.commit({ events: outstanding.map((one) => toRetiredEvent(one, { by, at })) })
  return tell('done')
}
