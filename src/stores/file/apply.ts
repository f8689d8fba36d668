// Applies one commit to a draft: everything is checked first, after that nothing can fail.

import { type Erasure, isErased } from '../../domain/erase.js'
import type { Incident } from '../../domain/incident.js'
import { isClosed } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { JournalEntry, SaltedTexts } from '../../domain/journal.js'
import { StaleError } from '../../errors.js'
import { toEntry } from '../chain.js'
import { eraseArchived } from '../erase-archived.js'
import type { Prepared } from '../prepare.js'
import { checkCell, forgetEnded, putCell } from './cells.js'
import { type Draft, putIncident, toOwnerKey } from './state.js'
import { addTask, checkClaim, hastenTask, moveTasks, settleTask } from './tasks.js'
import type { TextLine } from './texts.js'

interface Given {
  readonly now: Instant
  /** Of what the archive holds. */
  findClosedVersion(id: string): number | undefined
}

/** @throws StaleError, and then the draft is as it was, but for what has ended. */
export function applyCommit(
  draft: Draft,
  commit: Prepared,
  { now, findClosedVersion }: Given,
): Incident | undefined {
  forgetEnded(draft, now)
  for (const token of [commit.settle?.token, commit.holds]) if (token !== undefined) checkClaim(draft, token)
  if (commit.incident !== undefined) checkIncident(draft, commit.incident, findClosedVersion)
  for (const write of commit.cells) checkCell(draft, write)

  if (commit.moveTasksMilliseconds !== 0) moveTasks(draft, commit.moveTasksMilliseconds)
  if (commit.settle !== undefined) settleTask(draft, commit.settle)
  if (commit.incident !== undefined) putIncident(draft, commit.incident.next)
  for (const task of commit.tasks) addTask(draft.waiting, task)
  for (const one of commit.hasten) hastenTask(draft.waiting, one)
  for (const write of commit.cells) putCell(draft, write)
  if (commit.erase !== undefined) erase(draft, commit.erase)
  addEvents(draft, commit.events)
  draft.isDirty ||= !isEmpty(commit)
  return commit.incident?.next
}

function checkIncident(
  draft: Draft,
  { next, expectedVersion }: NonNullable<Prepared['incident']>,
  findClosedVersion: Given['findClosedVersion'],
): void {
  const closedInBatch = draft.archive.outbox.findLast(({ incident }) => incident.id === next.id)?.incident
    .version
  const closedVersion = closedInBatch ?? findClosedVersion(next.id)
  const version = draft.incidents.get(next.id)?.version ?? closedVersion ?? 0
  if (version !== expectedVersion)
    throw new StaleError('This incident has changed meanwhile. Look at it again.')
  if (isClosed(next)) return
  if (closedVersion !== undefined) throw new StaleError('This incident is closed and stays closed.')
  const owner = draft.owners.get(toOwnerKey(next))
  if (owner !== undefined && owner !== next.id)
    throw new StaleError('There is a live incident of the same entity already.')
}

function addEvents(draft: Draft, events: Prepared['events']): void {
  if (events.length === 0) return
  const outbox = [...draft.journal.outbox]
  const lines: TextLine[] = []
  let head = { seq: draft.journal.seq, hash: draft.journal.hash }
  for (const { event, texts } of events) {
    const entry = Object.freeze(toEntry(head, event))
    outbox.push(entry)
    head = { seq: entry.seq, hash: entry.hash }
    if (texts !== undefined) lines.push(toTextLine(entry, texts))
  }
  draft.journal = { ...head, outbox }
  if (lines.length > 0) draft.texts = { ...draft.texts, outbox: [...draft.texts.outbox, ...lines] }
}

function toTextLine({ seq, event: { at, incidentId } }: JournalEntry, texts: SaltedTexts): TextLine {
  return Object.freeze({ seq, at, ...(incidentId === undefined ? {} : { incidentId }), texts })
}

/** What has not reached a file is dropped here; the files follow after the commit, and after a crash. */
function erase(draft: Draft, erasure: Erasure): void {
  const { texts, archive } = draft
  const { before, days, incidentId } = erasure
  const isAll = incidentId === undefined
  draft.texts = {
    ...texts,
    outbox: texts.outbox.filter((line) => !isErased(line, erasure)),
    pending: [...texts.pending, { ...erasure, ...(isAll ? { from: texts.erasedBefore } : {}) }],
    ...(isAll ? { erasedBefore: Math.max(before, texts.erasedBefore ?? before) } : {}),
    ...(isAll && days !== undefined ? { kept: { before, days } } : {}),
  }
  draft.archive = { ...archive, outbox: archive.outbox.map((one) => eraseArchived(one, erasure)) }
}

function isEmpty(commit: Prepared): boolean {
  const { incident, settle, events, tasks, hasten, cells, moveTasksMilliseconds, erase } = commit
  const count = events.length + tasks.length + hasten.length + cells.length
  return (
    incident === undefined &&
    settle === undefined &&
    erase === undefined &&
    count === 0 &&
    moveTasksMilliseconds === 0
  )
}
