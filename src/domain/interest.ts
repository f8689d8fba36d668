// Whose word does not count on an incident although the mailbox is not their own: whoever can send from it, and whoever
// last changed the connector. They may be who sent, or their account may be what was used.
//
// Whoever is in a group that holds the right can do the same, so members count as far as the evidence has them.
//
// Only what the evidence names by address or by object id counts. A delegate whom Exchange names by a display name is
// nobody in particular, and where delegates, members or changes could not be read nobody is held to be one: else a tenant that
// lets nobody read them could never be unblocked from here. The review shows that they were not checked.
import { toAddressKey } from './address.js'
import type { Incident } from './incident.js'
import { dayMilliseconds } from './instant.js'
import { type Binding, listAddresses, type Person } from './ownership.js'

export type Interest = 'delegate' | 'connector-changer'

/** As long before the restriction as an audit log is read. */
const recentMilliseconds = 90 * dayMilliseconds

interface Question {
  readonly person: Person
  readonly binding: Binding
  readonly incident: Incident
}

export function findInterest({ person, binding, incident }: Question): Interest | undefined {
  const { evidence, openedAt } = incident
  const isThem = (who: string) => isNamed(who, person, binding)
  switch (evidence?.kind) {
    case 'sender':
      return evidence.delegates.known && evidence.delegates.value.some(({ who }) => isThem(who))
        ? 'delegate'
        : undefined
    case 'connector': {
      if (!evidence.changes.known) return undefined
      const [last] = evidence.changes.value.toSorted((one, other) => other.at - one.at)
      const isRecent = last !== undefined && last.at >= openedAt - recentMilliseconds
      return isRecent && isThem(last.who) ? 'connector-changer' : undefined
    }
    case undefined:
      return undefined
    default:
      return evidence satisfies never
  }
}

function isNamed(who: string, person: Person, binding: Binding): boolean {
  const objectId = (person.entraId ?? binding.entra)?.objectId.toLowerCase()
  if (who.trim().toLowerCase() === objectId) return true
  return who.includes('@') && listAddresses(person, binding).map(toAddressKey).includes(toAddressKey(who))
}
