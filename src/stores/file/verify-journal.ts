// Checks the whole journal, entry by entry; also while a bot is writing it.
import { join } from 'node:path'
import { type Erasure, parseErasedEvent } from '../../domain/erase.js'
import type { JournalPlace, JournalReader, JournalVerdict } from '../../ports.js'
import { type ChainHead, chainStart } from '../chain.js'
import { createJournalCheck, type FoundTexts, type JournalCheck, toBroken } from '../journal-check.js'
import { parseLink } from '../link.js'
import { createTextCursor, readBatches, readTextRows } from './line-batches.js'
import { listJournalFiles } from './read-journal.js'
import { readState } from './read-state.js'
import { readSealed } from './seal.js'
import type { LiveState } from './state.js'
import { parseTextLine, type TextLine } from './texts.js'

type Checking = NonNullable<Parameters<JournalReader['verifyJournal']>[0]>

/** @throws when the folder or state.json cannot be read. */
export async function verifyJournal(
  folder: string,
  { head, onEntry = () => {} }: Checking = {},
): Promise<JournalVerdict> {
  // Read first: what it says must have been written then is written now.
  const { written, pending, state } = await readWritten(folder)
  const check = createJournalCheck({
    written,
    witness: 'state.json',
    head,
    findTexts: createFinder(folder, state?.texts.outbox ?? []),
    textsUpTo: state?.journal.seq ?? Number.POSITIVE_INFINITY,
    erasures: await findErasures(folder),
  })
  let end = toPlace('journal', 0)
  let names = await listJournalFiles(folder)
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? ''
    const found = await checkMonth({ folder, name, check, onEntry })
    end = found.end
    const isOver = name !== names.at(-1)
    const problem =
      found.problem ?? (isOver ? await findSealProblem({ folder, name }, check.last()) : undefined)
    if (problem !== undefined) return toBroken(check.last().seq + 1, toNext(end), problem)
    // A month may have begun while the last one was read.
    if (!isOver) names = await listJournalFiles(folder)
  }
  const verdict = check.end(toNext(end))
  // What was asked for may be saved and not in a file yet.
  const waiting = head === undefined ? undefined : pending.find(({ hash }) => hash.startsWith(head))
  return verdict.ok && verdict.headSeq === undefined && waiting !== undefined
    ? { ...verdict, headSeq: waiting.seq }
    : verdict
}

interface Month {
  readonly folder: string
  readonly name: string
  readonly check: JournalCheck
  readonly onEntry: () => void
}

type Spot = JournalPlace & { readonly file: string; readonly line: number }

/** `end`: the last line that is sound. */
async function checkMonth({ folder, name, check, onEntry }: Month) {
  let end = toPlace(name, 0)
  for await (const lines of readBatches(join(folder, name)))
    for (const text of lines) {
      onEntry()
      const here = toNext(end)
      const problem = await check.see(text, here)
      if (problem !== undefined) return { end, problem }
      end = here
    }
  return { end, problem: undefined }
}

function toPlace(file: string, line: number): Spot {
  return { place: `${file} line ${line}`, file, line }
}

function toNext({ file, line }: Spot): Spot {
  return toPlace(file, line + 1)
}

/** A seal beside the newest file is left from a time when there was a newer one. */
async function findSealProblem(
  at: { readonly folder: string; readonly name: string },
  last: ChainHead,
): Promise<string | undefined> {
  const seal = await readSealed(at)
  if (seal === undefined) return undefined
  const isAsSealed = last.seq === seal.firstSeq + seal.count - 1 && last.hash === seal.mark
  return isAsSealed ? undefined : 'the month is not what it was when it was over and sealed'
}

/** Those that the record tells of by now: most texts that are not there are explained as soon as they are missed. */
async function findErasures(folder: string): Promise<readonly Erasure[]> {
  const found: Erasure[] = []
  for (const name of await listJournalFiles(folder))
    for await (const lines of readBatches(join(folder, name)))
      for (const text of lines) {
        const erasure = text.includes('"texts.erased"') ? parseErasedEvent(parseLink(text)?.event) : undefined
        if (erasure !== undefined) found.push(erasure)
      }
  return found
}

/** @param outbox what may not be in a file yet. */
function createFinder(folder: string, outbox: readonly TextLine[]) {
  const cursor = createTextCursor(readTextRows(folder))
  return async (seq: number): Promise<FoundTexts | undefined> => {
    const row = await cursor.find(seq)
    if (row !== undefined) return { ...toPlace(row.file, row.line), texts: parseTextLine(row.text)?.texts }
    const line = outbox.find((one) => one.seq === seq)
    return line === undefined ? undefined : { ...toPlace('state.json', 1), texts: line.texts }
  }
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
