// reprieve store repair: a state that nobody can vouch for any more is rebuilt from what is whole.
import { copyFile, mkdir, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { JournalEntry } from '../../../domain/journal.js'
import { StoreError } from '../../../errors.js'
import type { Clock, CreateId, Log } from '../../../ports.js'
import { toEntry } from '../../chain.js'
import type { Duties } from '../../duties.js'
import { createDisk, type Disk, isMissing } from '../disk.js'
import { acquireLock } from '../lock.js'
import { toPreviousPath } from '../previous.js'
import { withTexts } from '../queries.js'
import { toCellsStart } from '../read-cells.js'
import { emptyState, type LiveState } from '../state.js'
import { createStateFile, readIfThere, resolveStateFile, toWords } from '../state-file.js'
import { parseState } from '../state-text.js'
import { openTexts } from '../texts.js'
import { readArchive, readJournalAfter } from './read-records.js'
import { type Rebuilt, type Records, rebuild } from './rebuild.js'

interface RepairParts {
  readonly folder: string
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  readonly pid: number
  readonly duties: Duties
}

export interface RepairPlan {
  /** What is wrong, in words; nothing when the folder can be opened as it is. */
  readonly problems: readonly string[]
  /** What is built upon. */
  readonly base: 'state.json' | 'state.previous.json' | 'nothing'
  /** Of the journal: in its files, and how many of them the base does not know. */
  readonly entries: { readonly all: number; readonly newer: number }
  readonly incidents: {
    readonly live: number
    readonly told: readonly string[]
    readonly closed: readonly string[]
  }
  readonly tasks: number
  readonly lost: Rebuilt['lost'] & {
    /** What the file of cells held. */
    readonly cells: boolean
  }
}

export interface Repair {
  readonly plan: RepairPlan
  /** Saves what was planned. @returns the folder in which what was there before is kept. */
  apply(): Promise<string>
  /** Lets go of the folder. */
  close(): Promise<void>
}

/** Looks and changes nothing yet. @throws StoreError when the folder is in use, or cannot be repaired. */
export async function openRepair(parts: RepairParts): Promise<Repair> {
  const folder = await realpath(parts.folder)
  const path = await resolveStateFile(folder)
  const lock = await acquireLock({ ...parts, isBrief: true, folder: dirname(path) })
  const disk = createDisk()
  let left: string | undefined = lock.left
  try {
    const found = await findBase(path, parts.duties)
    const entries: JournalEntry[] = []
    const { journal } = found.state
    const written = journal.outbox[0]
    const known = written === undefined ? journal : { seq: written.seq - 1, hash: written.previousHash }
    const head = await readJournalAfter({ folder, disk }, known, (entry) => {
      if (entry.seq > journal.seq) entries.push(entry)
    })
    await addTexts({ folder, disk }, entries)
    const archived = await readArchive({ folder, disk })
    const rebuilt = rebuild(found.state, { head, entries, archived }, parts.clock.now())
    const plan = toPlan(found, { head, entries, archived }, rebuilt)
    return {
      plan,
      async apply() {
        const kept = await keepFiles(path, parts.clock.now())
        addEvent(rebuilt, plan, parts.clock.now())
        const stateFile = createStateFile({
          path,
          disk,
          log: parts.log,
          left: undefined,
          duties: parts.duties,
        })
        await stateFile.write(rebuilt.draft)
        left = await stateFile.leave()
        return kept
      },
      close: () => lock.release(left),
    }
  } catch (error) {
    await lock.release(left)
    throw error
  }
}

/** What stands beside the journal is told as well, as far as it has not been erased. */
async function addTexts(
  place: { readonly folder: string; readonly disk: Disk },
  entries: JournalEntry[],
): Promise<void> {
  const texts = await openTexts(place, { last: Number.POSITIVE_INFINITY })
  const found = await texts.find(entries.map(({ seq }) => seq))
  for (const [index, entry] of entries.entries())
    entries[index] = withTexts(entry, { found, state: emptyState.texts })
}

interface Base {
  readonly state: LiveState
  readonly name: RepairPlan['base']
  readonly problems: readonly string[]
  readonly isWithoutCells: boolean
}

/** The newest that is whole, else the newest without its cells. @throws StoreError when a newer program wrote it. */
async function findBase(path: string, duties: Duties): Promise<Base> {
  const problems: string[] = []
  for (const isWithoutCells of [false, true])
    for (const [name, at] of [
      ['state.json', path],
      ['state.previous.json', toPreviousPath(path)],
    ] as const) {
      const bytes = await readIfThere(at)
      try {
        if (bytes !== undefined) {
          const place = { path: at, home: path, duties, isWithoutCells }
          return { state: await parseState(bytes, place), name, problems, isWithoutCells }
        }
        if (!isWithoutCells) problems.push(`${name} is not there.`)
      } catch (error) {
        if (error instanceof StoreError) throw error
        if (!isWithoutCells) problems.push(`${name} is damaged: ${toWords(error)}.`)
      }
    }
  return { state: emptyState, name: 'nothing', problems, isWithoutCells: true }
}

function toPlan(base: Base, records: Records, rebuilt: Rebuilt): RepairPlan {
  const { state, name, problems, isWithoutCells } = base
  const { head, entries, archived } = records
  const { draft, told, closed, lost } = rebuilt
  const about: readonly (readonly [boolean, string])[] = [
    [
      entries.length > 0,
      `The journal has ${toCount(entries.length, 'entry', 'entries')} that ${name} does not know.`,
    ],
    [
      archived.count > state.archive.seq,
      `The archive has ${toCount(archived.count - state.archive.seq, 'line', 'lines')} that ${name} does not know.`,
    ],
    [
      lost.entries > 0,
      `${toCount(lost.entries, 'entry', 'entries')} of the journal cannot be found in any file.`,
    ],
    [
      lost.archived > 0,
      `${toCount(lost.archived, 'line', 'lines')} of the archive cannot be found in any file.`,
    ],
  ]
  return {
    problems: [...problems, ...about.flatMap(([is, words]) => (is ? [words] : []))],
    base: name,
    entries: { all: head.seq, newer: entries.length },
    incidents: { live: draft.incidents.size, told, closed },
    tasks: draft.waiting.size,
    lost: { ...lost, cells: isWithoutCells },
  }
}

function toCount(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function addEvent({ draft }: Rebuilt, { base, entries, incidents, lost }: RepairPlan, at: number): void {
  const data = {
    base,
    newer: entries.newer,
    told: incidents.told.length,
    closed: incidents.closed.length,
    lostIncidents: lost.incidents.length,
    lostEntries: lost.entries,
    lostArchived: lost.archived,
    ...(lost.cells ? { lostCells: true } : {}),
  }
  const { seq, hash, outbox } = draft.journal
  const entry = Object.freeze(toEntry({ seq, hash }, { at, type: 'store.repaired', data }))
  draft.journal = { seq: entry.seq, hash: entry.hash, outbox: [...outbox, entry] }
}

async function keepFiles(path: string, now: number): Promise<string> {
  const kept = join(dirname(path), `before-repair-${new Date(now).toISOString().replaceAll(':', '-')}`)
  await mkdir(kept, { mode: 0o700 })
  const cells = (await readdir(dirname(path))).filter((name) => name.startsWith(toCellsStart(basename(path))))
  for (const one of [path, toPreviousPath(path), ...cells.map((name) => join(dirname(path), name))])
    await copyFile(one, join(kept, basename(one))).catch((error: unknown) => {
      if (!isMissing(error)) throw error
    })
  return kept
}
