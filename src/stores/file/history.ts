// Everything that a data folder holds, for whoever moves it into another store. The folder is held as by a bot: nothing in it
// changes until that is over.
import { join } from 'node:path'
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import type { Store } from '../../ports.js'
import type { CopiedEntry, CopiedIncident, History } from '../history.js'
import { parseLink } from '../link.js'
import { parseArchivedLine } from './archive.js'
import { createFileStore, type FileStoreParts } from './index.js'
import { createTextCursor, readBatches, readTextRows } from './line-batches.js'
import { listLogFiles } from './line-log.js'
import { listJournalFiles } from './read-journal.js'
import { readState } from './read-state.js'
import type { LiveState } from './state.js'
import { parseTextLine } from './texts.js'
import { verifyJournal } from './verify-journal.js'

/** So many are handed on at once. */
const piece = 500

/** @throws StoreError when a bot has the folder, or what it holds is damaged or a newer program's. */
export async function openHistory(parts: FileStoreParts, onEntry: () => void): Promise<History> {
  const store = await createFileStore({ ...parts, isBrief: true })
  try {
    return await read(parts.folder, store, onEntry)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function read(folder: string, store: Store, onEntry: () => void): Promise<History> {
  const state = await readState(folder)
  if (state === undefined) throw new StoreError(`There is no store in ${folder}.`, false)
  requireOwn(folder, state)
  const verdict = await verifyJournal(folder, { onEntry })
  if (!verdict.ok)
    throw new StoreError(
      `The journal is broken at entry ${verdict.seq} (${verdict.place}): ${verdict.problem}. Nothing was copied; restore the folder from a backup first.`,
      false,
    )
  const { erasedBefore, kept } = state.texts
  const { seq, hash } = state.journal
  return {
    storeId: await findStoreId(store),
    head: { seq, hash },
    verdict,
    closed: { lines: state.archive.seq, incidents: await store.countClosed({}) },
    live: [...state.incidents.values()],
    tasks: [...state.waiting.values(), ...[...state.running.values()].map(({ task }) => task)],
    cells: [...state.cells].map(([key, cell]) => ({ key, ...cell })),
    cellVersion: state.cellVersion,
    erasedBefore,
    kept,
    streamEntries: (fromSeq) => toPieces(readEntries(folder, fromSeq)),
    streamClosed: (fromLine) => toPieces(readClosed(folder, fromLine)),
    close: () => store.close(),
  }
}

/** What only a newer program knows has no place where this one would put it. */
function requireOwn(folder: string, { foreign }: LiveState): void {
  if (!foreign.isThere) return
  throw new StoreError(
    `A newer Reprieve has written to ${folder}, and this program does not know all that is in it. Copy it with the newer one.`,
    false,
  )
}

async function findStoreId(store: Store): Promise<string | undefined> {
  const value = (await store.recall('store'))?.value
  return typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : undefined
}

async function* toPieces<One>(given: AsyncIterable<One>): AsyncGenerator<readonly One[]> {
  let ones: One[] = []
  for await (const one of given) {
    ones.push(one)
    if (ones.length < piece) continue
    yield ones
    ones = []
  }
  if (ones.length > 0) yield ones
}

async function* readEntries(folder: string, fromSeq: number): AsyncGenerator<CopiedEntry> {
  const cursor = createTextCursor(readTextRows(folder))
  for (const name of await listJournalFiles(folder))
    for await (const lines of readBatches(join(folder, name)))
      for (const text of lines) {
        const link = parseLink(text)
        // Checked as a whole before.
        if (link === undefined) throw new StoreError(`${name} has a line that is not a journal entry.`, false)
        if (link.seq < fromSeq) continue
        const row = await cursor.find(link.seq)
        const texts = row === undefined ? undefined : parseTextLine(row.text)?.texts
        const { seq, previousHash, hash, event } = link
        yield {
          entry: { seq, previousHash, hash, ...toColumns(event) },
          event: cutEvent(text, link),
          text,
          texts,
        }
      }
}

const eventSchema = z.object({ at: z.number(), incidentId: z.string().optional() })

function toColumns(event: unknown) {
  const { at, incidentId } = eventSchema.parse(event)
  return { at, incidentId }
}

/** Letter for letter: who writes it anew may write a number or a letter in another way. */
function cutEvent(
  text: string,
  link: { readonly seq: number; readonly previousHash: string; readonly hash: string },
): string {
  const before = `{"seq":${link.seq},"event":`
  const after = `,"previousHash":"${link.previousHash}","hash":"${link.hash}"}`
  if (text.startsWith(before) && text.endsWith(after)) return text.slice(before.length, -after.length)
  throw new StoreError(
    `Entry ${link.seq} of the journal is not written as Reprieve writes it, and its letters could not be kept.`,
    false,
  )
}

async function* readClosed(folder: string, fromLine: number): AsyncGenerator<CopiedIncident> {
  let line = 0
  for (const { name } of await listLogFiles(folder, 'archive')) {
    const first = line
    for await (const lines of readBatches(join(folder, name)))
      for (const text of lines) {
        line += 1
        if (line < fromLine) continue
        const read = parseArchivedLine(text)
        if (read === undefined)
          throw new StoreError(
            `${name} line ${line - first} is not a closed incident. Restore the folder from a backup.`,
            false,
          )
        yield { line, ...read }
      }
  }
}
