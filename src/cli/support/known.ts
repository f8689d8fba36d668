// Who and what has a name here: by the settings, and by what the store knows.
import { z } from 'zod'
import type { StorePlace } from '../../config/index.js'
import { openSavedJournal } from '../../run/journal.js'
import { openReadingStore } from '../../run/store.js'
import type { Kind, Known } from './pseudonyms.js'

/** Of closed incidents the latest are what somebody asks about. */
const mostClosed = 500

const treeSchema = z.record(z.string(), z.unknown())

/** Every text below, with the names of the members that lead to it. */
export function listTexts(
  value: unknown,
  path: readonly string[] = [],
): readonly (readonly [readonly string[], string])[] {
  if (typeof value === 'string') return value === '' ? [] : [[path, value]]
  if (Array.isArray(value)) return value.flatMap((one: unknown) => listTexts(one, path))
  const tree = treeSchema.safeParse(value)
  if (!tree.success) return []
  return Object.entries(tree.data).flatMap(([key, one]) => listTexts(one, [...path, key]))
}

/** Of a setting, by where it stands. */
export function toKind(path: readonly string[]): Kind {
  const [section = '', name = ''] = [path[0], path.at(-1)]
  if (name === 'role' || name === 'rule') return 'text'
  if (section === 'access' || section === 'protected') return name === 'tenants' ? 'tenant' : 'person'
  if (name === 'dataFolder' || name === 'ca' || /path$/i.test(name)) return 'path'
  if (name === 'slack' || name === 'teams' || name === 'channel' || name === 'mention') return 'channel'
  if ((section === 'tenants' || section === 'defaults') && ['id', 'name', 'organization'].includes(name))
    return 'tenant'
  if (/host|url|proxy/i.test(name)) return 'host'
  return /id$/i.test(name) ? 'id' : 'text'
}

/** Members that hold a name, an address or words of somebody, wherever they stand in an incident or the journal. */
const naming =
  /name|address|mail|user|upn|mailbox|identity|sender|recipient|owner|group|domain|organi[sz]ation|city|country|place|device|subject|note|reason|detail|title|why/i
/** Words of the program itself are nobody. */
const ownWord = /^[a-z]+(?:[-.][a-z]+)*$/

/** Empty when nothing was ever saved, or it cannot be read: then nothing of it is in the bundle either. */
export async function listKnown(place: StorePlace): Promise<readonly Known[]> {
  const found = new Map<string, Known>()
  const add = (kind: Kind, value: string) => {
    // A sentence is no name: the names in it are found by themselves.
    if (value.length <= 80 && !found.has(value)) found.set(value, { kind, value })
  }
  const addAll = (value: unknown) => {
    for (const [path, text] of listTexts(value)) {
      const name = path.at(-1) ?? ''
      if (naming.test(name) && !ownWord.test(text)) add('person', text)
    }
  }
  try {
    const { store, close } = await openReadingStore(place)
    try {
      for (const incident of await store.listLive({})) addAll(incident)
      for (const incident of await store.listClosed({ limit: mostClosed })) addAll(incident)
    } finally {
      await close()
    }
    const journal = await openSavedJournal(place)
    try {
      for await (const { entry } of journal.streamJournal()) {
        const { by, data } = entry.event
        if (by !== undefined) add('person', by.name)
        if (by !== undefined) add('person', by.id)
        addAll(data)
      }
    } finally {
      await journal.close()
    }
  } catch {
    return [...found.values()]
  }
  return [...found.values()]
}
