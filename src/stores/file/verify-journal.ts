// Checks the whole journal, entry by entry; also while a bot is writing it.
import { join } from 'node:path'
import { type ChainHead, chainStart } from '../chain.js'
import { listLogFiles } from './line-log.js'
import { findBreak, parseLink } from '../link.js'
import { readState } from './reading.js'
import { scanLines } from './scan-lines.js'
import { readSealed, type Seal } from './seal.js'
import type { LiveState } from './state.js'
import { createTextCheck, readDigests } from './verify-texts.js'

export type JournalVerdict =
  | {
      readonly ok: true
      readonly entries: number
      /** Number of the entry whose hash begins as asked for; undefined when there is none. */
      readonly headSeq?: number
      /** Texts beside the journal: those that are what they were, and those that have been erased. Undefined when there was never one. */
      readonly texts?: { readonly whole: number; readonly erased: number }
    }
  | {
      readonly ok: false
      /** The first entry that is not what it was, or not there. */
      readonly seq: number
      readonly file: string
      /** Counted from 1. */
      readonly line: number
      readonly problem: string
    }

/** @throws when the folder or state.json cannot be read. */
export async function verifyJournal(folder: string, head?: string): Promise<JournalVerdict> {
  // Read first: what it says must have been written then is written now.
  const { written, pending, state } = await readWritten(folder)
  // Before the journal: what is erased from here on is in the journal when it is read.
  const texts = createTextCheck(
    await readDigests(folder, state?.texts.outbox ?? []),
    state?.journal.seq ?? Number.POSITIVE_INFINITY,
  )
  let headSeq = head === undefined ? undefined : pending.find(({ hash }) => hash.startsWith(head))?.seq
  let last = chainStart
  let end = { file: 'journal', line: 0 }
  const names = (await listLogFiles(folder, 'journal')).map((file) => file.name)
  for (const name of names) {
    let problem: string | undefined
    end = { file: name, line: 0 }
    // A line without its end never gets here: it is being written, or was by a crash and the next start does it anew.
    await scanLines(join(folder, name), (text) => {
      const link = parseLink(text)
      problem = link === undefined ? 'it is not a journal entry' : findBreak(link, last)
      if (link?.seq === written.seq && link.hash !== written.hash) problem ??= 'state.json knows another one'
      if (link === undefined || problem !== undefined) return false
      last = link
      texts.see(link, { file: name, line: end.line + 1 })
      if (head !== undefined && link.hash.startsWith(head)) headSeq = link.seq
      end = { file: name, line: end.line + 1 }
      return true
    })
    const seal = await readSealed({ folder, name })
    if (problem === undefined && seal !== undefined && isOver(name, names) && !isAsSealed(seal, last))
      problem = 'the month is not what it was when it was over and sealed'
    if (problem !== undefined)
      return { ok: false, seq: last.seq + 1, file: name, line: end.line + 1, problem }
  }
  if (last.seq >= written.seq) {
    const { whole, erased, broken } = texts.judge()
    if (broken !== undefined) return { ok: false, ...broken }
    return {
      ok: true,
      entries: last.seq,
      ...(headSeq === undefined ? {} : { headSeq }),
      ...(whole + erased === 0 ? {} : { texts: { whole, erased } }),
    }
  }
  const problem = `the journal ends here, but ${written.seq} entries have been written`
  return { ok: false, seq: last.seq + 1, file: end.file, line: end.line + 1, problem }
}

/** A seal beside the newest file is left from a time when there was a newer one. */
function isOver(name: string, names: readonly string[]): boolean {
  return name !== names.at(-1)
}

function isAsSealed({ firstSeq, count, mark }: Seal, last: ChainHead): boolean {
  return last.seq === firstSeq + count - 1 && last.hash === mark
}

interface Written {
  readonly written: ChainHead
  /** Saved, and maybe not in the files yet. */
  readonly pending: readonly ChainHead[]
  /** Undefined when there is no state.json. */
  readonly state: LiveState | undefined
}

/** The last entry that must be in the files. Without state.json nobody knows, and only the chain is checked. */
async function readWritten(folder: string): Promise<Written> {
  const state = await readState(folder)
  if (state === undefined) return { written: chainStart, pending: [], state }
  const { outbox: pending } = state.journal
  const [first] = pending
  const written = first === undefined ? state.journal : { seq: first.seq - 1, hash: first.previousHash }
  return { written, pending, state }
}
