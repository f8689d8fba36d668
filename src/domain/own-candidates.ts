// Which of all that is live may be somebody's own, without going through all of it for each question: found by what mailboxes
// are known by, which is read once of each list. Whether one of them is theirs has to be judged still.
import type { Incident } from './incident.js'
import { type Binding, listMailboxKeys, type Person } from './ownership.js'

/** By an address or an object id, the places in the list. */
type Places = ReadonlyMap<string, readonly number[]>

/** A list of incidents never changes, another one takes its place. */
const read = new WeakMap<readonly Incident[], Places>()

interface Somebody {
  readonly person: Person
  readonly binding: Binding
  readonly addressKeys: readonly string[]
}

/** Every one that may be theirs and some that are not, in the order of the list. */
export function listCandidates(live: readonly Incident[], somebody: Somebody): readonly Incident[] {
  const { person, binding, addressKeys } = somebody
  const objectId = (person.entraId ?? binding.entra)?.objectId.toLowerCase()
  const keys = objectId === undefined ? addressKeys : [...addressKeys, objectId]
  const places = toPlaces(live)
  const found = new Set(keys.flatMap((key) => places.get(key) ?? []))
  return [...found].sort((one, other) => one - other).flatMap((place) => live[place] ?? [])
}

function toPlaces(live: readonly Incident[]): Places {
  const known = read.get(live)
  if (known !== undefined) return known
  const places = new Map<string, number[]>()
  for (const [place, incident] of live.entries())
    for (const key of listMailboxKeys(incident)) {
      const others = places.get(key)
      if (others === undefined) places.set(key, [place])
      else others.push(place)
    }
  read.set(live, places)
  return places
}
