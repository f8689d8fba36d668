// The live state as text and back. Reading is strict: what does not match is a damaged file, never an empty one.
import { z } from 'zod'
import { erasureSchema } from '../../domain/erase.js'
import { type Incident, incidentSchema } from '../../domain/incident.js'
import { journalEntrySchema } from '../../domain/journal.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { type Task, taskSchema } from '../../domain/task.js'
import type { Duties } from '../duties.js'
import { deepFreeze } from '../stored.js'
import { addCells, type CellWriter, cellMembers, dropComma, parseCells } from './cell-text.js'
import { addChecksum, isWhole, readChecksum } from './checksum.js'
import { cellsFileFormat, checkedFormat, isNewer, ownFormat, readFormat, toNewer } from './format.js'
import { type NamedCells, readCells } from './read-cells.js'
import { type Draft, emptyState, type LiveState, toDraft, toOwnerKey } from './state.js'
import { addTask } from './tasks.js'
import { textLineSchema } from './texts.js'

const seq = z.number().int().nonnegative()
const archivedSchema = z.object({ seq, incident: incidentSchema }).readonly()

const textsSchema = z.object({
  outbox: z.array(textLineSchema),
  pending: z.array(erasureSchema.unwrap().extend({ from: z.number().optional() })),
  erasedBefore: z.number().optional(),
  kept: z.object({ before: z.number(), days: z.number() }).optional(),
})

/** Of whatever kind. */
const storedTask = z.looseObject({ duty: z.looseObject({ kind: z.string() }) })
type StoredTask = z.infer<typeof storedTask>

const stateSchema = z.object({
  version: z.number().optional(),
  format: z.number().optional(),
  oldestReader: z.number().optional(),
  journal: z.object({
    seq,
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    outbox: z.array(journalEntrySchema),
  }),
  archive: z.object({ seq, outbox: z.array(archivedSchema) }),
  /** Undefined in what older programs wrote. */
  texts: textsSchema.optional(),
  ...cellMembers,
  tasks: z.array(storedTask),
  incidents: z.array(incidentSchema),
  checksum: z.string().optional(),
})

export interface StatePlace {
  /** For errors. */
  readonly path: string
  /** Of the state file, beside which its cells are; `path` when undefined. */
  readonly home?: string
  /** Undefined for who does not look at the tasks. */
  readonly duties?: Duties
  /** Whoever repairs does without those that are in no whole file. */
  readonly isWithoutCells?: boolean
}

/**
 * @throws StoreError when only a newer program may or can read it; Error in words that name the place of the first
 *   problems when it is damaged, a CellsError when only the file of its cells is.
 */
export async function parseState(bytes: Uint8Array, place: StatePlace): Promise<LiveState> {
  const { path, duties } = place
  const file = parseJson(bytes)
  const format = readFormat(path, file)
  requireWhole(bytes, file, format.format)
  const refuse = (problem: string) => (isNewer(format) ? toNewer(path, format, problem) : new Error(problem))
  const { parsed, hasUnknown } = readMembers(file)
  const isThere = hasUnknown || isNewer(format)
  if (!parsed.success) throw refuse(toProblems(parsed.error))
  const { version: _, format: __, oldestReader: ___, checksum: ____, ...read } = deepFreeze(parsed.data)
  const { journal, archive, texts, memory, ends, forgotten, cellsFile, tasks, incidents, ...state } = read
  const { own, foreign } = sortTasks(tasks, duties, refuse)
  const draft: Draft = {
    ...toDraft(await readBase(place, cellsFile)),
    foreign: {
      isThere,
      format: Math.max(format.format, ownFormat.format),
      oldestReader: Math.max(format.oldestReader, ownFormat.oldestReader),
      members: { state, journal: dropKnown(journal), archive: dropKnown(archive) },
      tasks: foreign,
    },
    journal: { seq: journal.seq, hash: journal.hash, outbox: journal.outbox },
    archive: { seq: archive.seq, outbox: archive.outbox },
    texts: texts ?? emptyState.texts,
  }
  addCells(draft, { memory, ends, forgotten })
  for (const task of own) addTask(draft.waiting, task)
  addIncidents(draft, incidents)
  return draft
}

/** Tells beside it whether it holds a member that no schema knows. */
const readMembers = createMemberReader()

/** The schema is made at the first file and once: to make it takes ten times as long as to read a small one by it. */
function createMemberReader() {
  let hasUnknown = false
  let schema: typeof stateSchema | undefined
  return (file: unknown) => {
    hasUnknown = false
    schema ??= keepUnknown(stateSchema, () => {
      hasUnknown = true
    })
    const parsed = schema.safeParse(file)
    return { parsed, hasUnknown }
  }
}

/** With what the file of cells holds, and nothing else. */
async function readBase(
  { path, home = path, isWithoutCells = false }: StatePlace,
  named: NamedCells | undefined,
): Promise<LiveState> {
  if (named === undefined || isWithoutCells) return emptyState
  const draft = toDraft(emptyState)
  addCells(draft, parseCells(await readCells(home, named)))
  const { generation, checksum } = named
  return { ...draft, cellsFile: { generation, checksum, cells: draft.cells } }
}

/** @throws Error when it is not what was written. */
function requireWhole(bytes: Uint8Array, file: unknown, format: number): void {
  const checksum = readChecksum(bytes)
  if (checksum !== undefined) {
    if (!isWhole(bytes, checksum)) throw new Error('it is not what was written: its checksum does not match')
    return
  }
  if (format >= checkedFormat && !isCarriedAlong(file))
    throw new Error('it is not what was written: its checksum is missing')
}

/** A program that knows no checksum keeps the former one as what it does not know, in front of what it does. */
function isCarriedAlong(file: unknown): boolean {
  const names = Object.keys(file ?? {})
  return names.includes('checksum') && names.indexOf('checksum') < names.indexOf('journal')
}

function addIncidents(draft: Draft, incidents: readonly Incident[]): void {
  for (const incident of incidents) {
    if (draft.owners.has(toOwnerKey(incident)) || draft.incidents.has(incident.id))
      throw new Error(`incidents: ${incident.id} is there twice, or another one of the same entity is`)
    draft.incidents.set(incident.id, incident)
    draft.owners.set(toOwnerKey(incident), incident.id)
  }
}

interface Head {
  readonly seq: number
  readonly outbox: readonly object[]
  readonly hash?: string
}

/** The members beside them that only a newer program knows. */
function dropKnown(head: Head): object {
  const { seq: _, outbox: __, hash: ___, ...unknown } = head
  return unknown
}

const storedTaskSchema = keepUnknown(taskSchema)

/** One that only a newer program can do is neither done nor dropped; one that should be known is damaged. */
function sortTasks(
  tasks: readonly StoredTask[],
  duties: Duties | undefined,
  refuse: (problem: string) => Error,
) {
  const own: Task[] = []
  const foreign: object[] = []
  for (const [index, task] of tasks.entries()) {
    const read = storedTaskSchema.safeParse(task)
    const schema = duties?.get(task.duty.kind)
    const duty = schema?.safeParse(task.duty)
    if (duties !== undefined && schema === undefined) foreign.push(task)
    else if (!read.success) throw refuse(`tasks[${index}].${toProblems(read.error)}`)
    else if (duty?.success === false) throw refuse(`tasks[${index}].duty.${toProblems(duty.error)}`)
    else own.push(deepFreeze(read.data))
  }
  return { own, foreign }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    // The parser's own words quote the file, and what is in it does not belong into a log.
    throw new Error('it is not JSON; it has been cut off or overwritten', { cause: error })
  }
}

function toProblems(error: z.ZodError): string {
  const [first, ...others] = error.issues.map(
    (issue) => `${z.core.toDotPath(issue.path) || 'top level'}: ${issue.message}`,
  )
  return others.length === 0 ? `${first}` : `${first} (and ${others.length} more)`
}

/**
 * Keeps the bytes of each record: records never change, so a commit encodes only what it replaced. Measured at 2,000
 * incidents (5 MB): 12 ms to encode all of them anew, 2 ms to put their bytes together.
 */
export function createStateWriter(toCellBytes: CellWriter): (state: LiveState) => Uint8Array {
  const known = new WeakMap<object, Buffer>()
  const toBytes = (record: object) => {
    const bytes = known.get(record) ?? Buffer.from(`,${JSON.stringify(record)}`)
    known.set(record, bytes)
    return bytes
  }

  return (state) => {
    const { foreign, journal, archive, texts, cellsFile, waiting, running, incidents } = state
    const tasks = [
      ...Array.from(running.values(), (claim) => claim.task),
      ...waiting.values(),
      ...foreign.tasks,
    ]
    const { format, members } = foreign
    const oldestReader = Math.max(foreign.oldestReader, cellsFile === undefined ? 0 : cellsFileFormat)
    const toList = (records: Iterable<object>) => dropComma(Array.from(records, toBytes))
    return addChecksum([
      Buffer.from(
        `{"format":${format},"oldestReader":${oldestReader},${toMembers(members.state)}` +
          `"journal":{${toMembers(members.journal)}"seq":${journal.seq},"hash":"${journal.hash}","outbox":[`,
      ),
      ...toList(journal.outbox),
      Buffer.from(`]},"archive":{${toMembers(members.archive)}"seq":${archive.seq},"outbox":[`),
      ...toList(archive.outbox),
      Buffer.from(`]},"texts":{${toMembers({ ...texts, outbox: undefined })}"outbox":[`),
      ...toList(texts.outbox),
      Buffer.from(']},'),
      toCellBytes(state),
      Buffer.from(',"tasks":['),
      ...toList(tasks),
      Buffer.from('],"incidents":['),
      ...toList(incidents.values()),
      Buffer.from(']'),
    ])
  }
}

/** Some members of an object, each with a comma after it. */
function toMembers(some: object): string {
  const text = JSON.stringify(some).slice(1, -1)
  return text === '' ? '' : `${text},`
}
