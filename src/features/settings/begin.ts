// Other tenants in the settings: what begins with them.
import type { Tenant } from '../../domain/tenant.js'
import { toListText } from '../../domain/words.js'
import type { Parts } from '../feature.js'
import { listFirstReads } from '../policies/read.js'
import { listFirstPolls } from '../watch/first-polls.js'

export interface Moves {
  readonly added: readonly Tenant[]
  readonly changed: readonly Tenant[]
  readonly removed: readonly Tenant[]
}

export async function beginAnew(parts: Parts, moves: Moves): Promise<void> {
  const { store, clock, features, poke } = parts
  const now = clock.now()
  const stirred = new Map([...moves.added, ...moves.changed].map((tenant) => [tenant.id, tenant]))
  const again = await Promise.all(features.map(async (one) => (await one.listStartTasks?.(parts)) ?? []))
  await store.commit({
    events: [{ at: now, type: 'settings.taken', data: toData(moves) }],
    tasks: [
      ...(await listFirstPolls({ store, tenants: stirred }, now)),
      ...(await listFirstReads({ store, tenants: stirred }, now)),
      ...again.flat(),
    ],
  })
  poke()
}

/** In numbers and in words: of a thousand names nobody reads more than a few. */
function toData(moves: Moves) {
  const words = { added: 'new', changed: 'changed', removed: 'gone' } as const
  const told = (['added', 'changed', 'removed'] as const).flatMap((name) =>
    moves[name].length === 0
      ? []
      : [`${words[name]}: ${toListText(moves[name].map((tenant) => tenant.name))}`],
  )
  return {
    added: moves.added.length,
    changed: moves.changed.length,
    removed: moves.removed.length,
    what: told.join('; '),
  }
}
