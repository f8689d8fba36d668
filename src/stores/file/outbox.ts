// Squares the state file with the record beside it after a start.
import { StoreError } from '../../errors.js'
import type { Outgoing } from './state.js'

interface Found {
  /** What the record is called: `journal` or `archive`. */
  readonly name: string
  readonly folder: string
  /** Sequence number of its last line on the medium. */
  readonly written: number
}

/** The lines that a crash kept from the record. @throws StoreError when the two cannot belong together. */
export function findUnwritten<Line extends { readonly seq: number }>(
  found: Found,
  outgoing: Outgoing<Line>,
): readonly Line[] {
  const { name, folder, written } = found
  const advice = `Restore the whole folder ${folder} from one backup, or see what "reprieve store repair" can do.`
  if (written > outgoing.seq)
    throw new StoreError(
      `The ${name} goes on to entry ${written}, but state.json knows of ${outgoing.seq} only: it is missing or ` +
        `older than the ${name}. ${advice}`,
      true,
    )
  const unwritten = outgoing.outbox.filter((line) => line.seq > written)
  const isWhole =
    unwritten.length === outgoing.seq - written &&
    unwritten.every((line, index) => line.seq === written + 1 + index)
  if (isWhole) return unwritten
  const firstKept = unwritten[0]?.seq ?? outgoing.seq + 1
  throw new StoreError(
    `The ${name} has a gap: it ends with entry ${written}, and entries ${written + 1} to ${firstKept - 1} are ` +
      `nowhere to be found. ${advice}`,
    true,
  )
}
