// One run of the doctor: by a task for people in chat, at once for the command line. What it found is kept.
import { z } from 'zod'
import { type ActorRef, actorRefSchema } from '../../domain/actor.js'
import { cell } from '../../domain/cell.js'
import {
  countResults,
  type DoctorReport,
  type DoctorWish,
  doctorReportSchema,
  findWorst,
  groupReport,
  shortenReport,
} from '../../domain/doctor.js'
import { type Instant, isAhead } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import type { Claim, Commit, Memory } from '../../ports.js'
import { showAnswer } from '../entrance/follow-answer.js'
import type { Parts } from '../feature.js'
import { resultsCommand } from './cards.js'
import { examineAll } from './examine.js'
import { toDoctorTask } from './tasks.js'

/** The state file is written at every change, so what is kept in it stays small. */
const mostKept = 200

const reportCell = cell('doctor:report', doctorReportSchema)()
const wishCell = cell('doctor:wish', z.object({ askedAt: z.number(), by: actorRefSchema }).readonly())()

export interface DoctorState {
  /** What was found last, shortened; undefined before the first time. */
  readonly report: DoctorReport | undefined
  /** Who asked last; the answer is `report` when that is the newer one. */
  readonly wish: { readonly askedAt: Instant; readonly by: ActorRef } | undefined
}

export async function recallDoctor(memory: Memory): Promise<DoctorState> {
  const [report, wish] = await Promise.all([reportCell.recall(memory), wishCell.recall(memory)])
  return { report, wish }
}

/** Asks for a run; two wishes of one moment become one. */
export function toDoctorWish(askedAt: Instant, by: ActorRef): Pick<Commit, 'tasks' | 'cells'> {
  return { tasks: [toDoctorTask(askedAt, by)], cells: [wishCell.put({ askedAt, by })] }
}

interface DoctorOrder {
  readonly askedAt: Instant
  readonly by: ActorRef
}

/** A wish that came while another run was under way is answered by what that one found. */
export async function runDoctorTask(parts: Parts, order: DoctorOrder, claim: Claim): Promise<void> {
  const { report: last } = await recallDoctor(parts.store)
  const isAnswered = last !== undefined && !isAhead(last.finishedAt, parts.clock.now())
  if (isAnswered && last.finishedAt >= order.askedAt) return settleAnswered(parts, claim)
  const report = await createReport(parts, order.by, { tenant: undefined, postsTestCards: true })
  await parts.store.commit({
    settle: { claim },
    events: [toEvent(report)],
    cells: [reportCell.put(shortenReport(groupReport(report), mostKept))],
  })
  showAnswer(parts, resultsCommand)
}

/** Another run was faster, and who asked waits for this one. */
async function settleAnswered(parts: Parts, claim: Claim): Promise<void> {
  await parts.store.commit({ settle: { claim } })
  showAnswer(parts, resultsCommand)
}

/** At once, for whoever waits for it. Only a whole run is kept for others to see. @throws RefusedError, StoreError. */
export async function runDoctor(parts: Parts, by: ActorRef, wish: DoctorWish): Promise<DoctorReport> {
  const report = await createReport(parts, by, wish)
  const isWhole = wish.tenant === undefined && wish.postsTestCards
  await parts.store.commit({
    events: [toEvent(report)],
    cells: isWhole ? [reportCell.put(shortenReport(groupReport(report), mostKept))] : [],
  })
  return report
}

async function createReport(parts: Parts, by: ActorRef, wish: DoctorWish): Promise<DoctorReport> {
  const startedAt = parts.clock.now()
  const sections = await examineAll(parts, wish)
  return { startedAt, finishedAt: parts.clock.now(), by, sections, counts: countResults(sections) }
}

function toEvent(report: DoctorReport): JournalEvent {
  const { finishedAt: at, startedAt, by } = report
  const data = { worst: findWorst(report), ...report.counts, milliseconds: at - startedAt }
  return { at, type: 'doctor.run', by, data }
}
