// What has an end of its own and cards of its own: both are forgotten together.
import type { Cell, CellWrite } from '../../domain/cell.js'
import type { Instant } from '../../domain/instant.js'
import type { Parts } from '../feature.js'
import { keptMilliseconds, toEnds } from './run.js'

interface Subjects<Value> {
  /** The keys of its cells, as far as its id. */
  readonly beginning: string
  toCell(id: string): Cell<Value>
  /** The keys of its cards, as far as theirs. */
  listCards(subject: Value): readonly string[]
  /** Nothing can change on its cards any more. */
  isOver(subject: Value, now: Instant): boolean | Promise<boolean>
}

/** The ends of those that are over, with their cards. One after the other: each may be large, and read more from the disk. */
export async function listSubjectEnds<Value>(
  parts: Pick<Parts, 'store' | 'clock'>,
  subjects: Subjects<Value>,
): Promise<readonly CellWrite[]> {
  const ends: CellWrite[] = []
  for (const key of await parts.store.listKeys(subjects.beginning))
    ends.push(...(await listEnds(parts, key, subjects)))
  return ends
}

async function listEnds<Value>(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  key: string,
  { beginning, toCell, listCards, isOver }: Subjects<Value>,
): Promise<readonly CellWrite[]> {
  const { value: subject, until } = await toCell(key.slice(beginning.length)).find(store)
  if (subject === undefined) return []
  const cards = (await Promise.all(listCards(subject).map((one) => store.listKeys(one)))).flat()
  // One that was on its way got its place after what it is about had its end.
  if (until !== undefined) return toEnds(store, cards, until)
  if (!(await isOver(subject, clock.now()))) return []
  return toEnds(store, [key, ...cards], clock.now() + keptMilliseconds)
}
