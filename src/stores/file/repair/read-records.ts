// What the files beside the state hold, however damaged that is. Both end where a crash tore them.
import { type JournalEntry, journalEntrySchema } from '../../../domain/journal.js'
import { StoreError } from '../../../errors.js'
import { type ChainHead, chainStart } from '../../chain.js'
import { findBreak, parseLink } from '../../link.js'
import { parseHeader } from '../archive.js'
import type { Disk } from '../disk.js'
import { type LineLogParts, openLineLog, type Reader } from '../line-log.js'

interface Place {
  readonly folder: string
  readonly disk: Disk
}

/**
 * Every entry after `known`, told one by one.
 * @returns the last. @throws StoreError when the chain is broken, or `known` is not part of it.
 */
export async function readJournalAfter(
  { folder, disk }: Place,
  known: ChainHead,
  tell: (entry: JournalEntry) => void,
): Promise<ChainHead> {
  let last: ChainHead = chainStart
  const accept = (text: string, seq: number) => {
    const link = parseLink(text)
    if (link === undefined) return undefined
    const problem = findBreak(link, last)
    if (problem !== undefined) throw toBroken(folder, seq, problem)
    last = link
    if (seq === known.seq && link.hash !== known.hash)
      throw toBroken(folder, seq, 'the state knows another one')
    if (seq > known.seq) tell(journalEntrySchema.parse(JSON.parse(text)))
    return ''
  }
  await readAll({ folder, name: 'journal', disk }, accept)
  return last
}

/** No seal is believed, and none is made. */
function readAll<Note>(
  place: Omit<LineLogParts<Note>, 'reader' | 'isReadOnly'>,
  accept: Reader<Note>['accept'],
) {
  const reader = { accept, note: () => undefined, mark: () => unsealed, takeSealed: async () => {} }
  return openLineLog({ ...place, reader, isReadOnly: true })
}

/** No seal stands at this mark. */
const unsealed = 'unsealed'

function toBroken(folder: string, seq: number, problem: string): StoreError {
  return new StoreError(
    `The journal in ${folder} has been changed at entry ${seq}: ${problem}. The state can be rebuilt from it only when it is ` +
      'whole. "reprieve journal verify" names the file: put that one back from any backup made after its month was over, ' +
      'then repair. Nothing has been changed.',
    false,
  )
}

interface ArchiveContents {
  readonly count: number
  /** The latest version of each, by id. */
  readonly versions: ReadonlyMap<string, number>
}

export async function readArchive({ folder, disk }: Place): Promise<ArchiveContents> {
  const versions = new Map<string, number>()
  const lines = await readAll({ folder, name: 'archive', disk }, (text) => {
    const header = parseHeader(text)
    if (header !== undefined) versions.set(header.id, header.version)
    return header
  })
  return { count: lines.count(), versions }
}
