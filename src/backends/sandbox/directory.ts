// Everybody and everything the sandbox tenant can restrict.
import { type Entity, toEntityKey } from '../../domain/entity.js'
import { connectors } from './connectors.js'
import { accounts, findAccount } from './people.js'
import { reasons } from './reasons.js'

export interface DirectoryEntry {
  readonly entity: Entity
  readonly name: string
  /** One line about what makes it interesting. */
  readonly about: string
}

export const directory: readonly DirectoryEntry[] = [
  ...accounts.map(
    ({ upn, name, about }): DirectoryEntry => ({ entity: { kind: 'sender', address: upn }, name, about }),
  ),
  ...connectors.map(
    ({ connectorId, name, about }): DirectoryEntry => ({
      entity: { kind: 'connector', connectorId, name },
      name,
      about,
    }),
  ),
]

/** Laura Bianchi, who the story begins with. */
export const star: Entity = { kind: 'sender', address: 'laura@contoso.com' }

interface Habit {
  readonly reason: string
  readonly temporary: boolean
  readonly unresolved: boolean
}

/** How an entity gets restricted unless somebody says otherwise. */
export function toHabit(entity: Entity): Habit {
  if (entity.kind === 'connector') return { reason: reasons.connector, temporary: false, unresolved: false }
  const account = findAccount(entity.address)
  return {
    reason: reasons[account?.reason ?? 'spam'],
    temporary: account?.temporary ?? false,
    unresolved: account?.unresolved ?? false,
  }
}

/** The entity as Exchange spells it, when the tenant knows it under this key. */
export function findInDirectory(key: string): Entity | undefined {
  return directory.find(({ entity }) => toEntityKey(entity) === key)?.entity
}
