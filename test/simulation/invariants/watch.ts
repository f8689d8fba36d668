// What may never be seen, and where it is written down when it is.
import type { Incident } from '../../../src/domain/incident.js'
import { toMoment } from '../world/happenings.js'
import type { World } from '../world/world.js'

/** A name that stays the same from seed to seed, and one sentence about what somebody would see. */
export interface Violation {
  readonly name: string
  readonly words: string
  readonly seed: number
  /** Since the beginning. */
  readonly at: string
  readonly last: readonly string[]
}

export interface Book {
  /** Only the first of a name is kept: the rest of the day follows from it. */
  report(name: string, words: string): void
  readonly violations: readonly Violation[]
}

export function createBook(seed: number, world: Pick<World, 'time' | 'happenings'>): Book {
  const found = new Map<string, Violation>()
  return {
    report(name, words) {
      if (found.has(name)) return
      const at = toMoment(world.time.passed())
      world.happenings.note(`VIOLATION ${name}: ${words}`)
      found.set(name, { name, words, seed, at, last: world.happenings.last() })
    },
    get violations() {
      return [...found.values()]
    },
  }
}

/** As a watcher sees the bot once a minute. */
export interface Glance {
  readonly world: World
  readonly book: Book
  readonly live: readonly Incident[]
}

export function toWords({ id, tenantId, entity, state }: Incident): string {
  const name = entity.kind === 'sender' ? entity.address : entity.connectorId
  return `${id} (${name} of ${tenantId}, ${state.status})`
}

/** Since when nothing at all has been the matter. */
export function quietSince({ machine, exchanges, chats }: World): number {
  const parts = [...exchanges.values(), ...chats].map((part) => part.worksSince())
  return Math.max(machine.worksSince(), ...parts)
}

export const minutes = (count: number) => count * 60_000

export function toGroups<Item>(
  items: readonly Item[],
  toKey: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(toKey(item), [...(groups.get(toKey(item)) ?? []), item])
  return groups
}
