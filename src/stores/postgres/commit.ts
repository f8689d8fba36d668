// One commit in one transaction. What others may hold is asked for in one order, so that nobody waits in a circle: the claim,
// the incident, cells, tasks, and last of all the head of the record.
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { Prepared } from '../prepare.js'
import { writeCells } from './cells.js'
import type { Saving } from './database.js'
import { erase } from './erase.js'
import { putIncident } from './incidents.js'
import { appendEvents } from './journal.js'
import { hastenTasks, moveTasks, putTasks, settleTask } from './tasks.js'
import type { GivenTime } from './time.js'

/** Told of by NOTIFY: work that may be due was saved. */
export const channel = 'reprieve'

interface Given {
  readonly now: GivenTime
  /** Of this handle: whoever saved it looks for work by itself. */
  readonly handle: string
}

/** @throws StaleError, and then nothing has been saved. */
export async function applyCommit(
  given: Saving,
  commit: Prepared,
  { now, handle }: Given,
): Promise<Incident | undefined> {
  if (commit.moveTasksMilliseconds !== 0) await moveTasks(given, commit.moveTasksMilliseconds)
  if (commit.settle !== undefined) await settleTask(given, commit.settle)
  if (commit.incident !== undefined) await putIncident(given, commit.incident)
  await writeCells(given, commit.cells, now)
  await putTasks(given, commit.tasks)
  await hastenTasks(given, commit.hasten)
  tell(given, listDue(commit), { now, handle })
  if (commit.erase !== undefined) await erase(given, commit.erase)
  await appendEvents(given, commit.events)
  return commit.incident?.next
}

function listDue({ tasks, hasten, settle }: Prepared): readonly Instant[] {
  return [...tasks, ...hasten, { dueAt: settle?.retryAt }].flatMap(({ dueAt }) => dueAt ?? [])
}

/** Heard by the others when this is saved, and not before. */
function tell(given: Saving, due: readonly Instant[], { now, handle }: Given): void {
  if (due.length === 0) return
  const earliest = due.reduce((one, other) => Math.min(one, other))
  given.atEnd(`select pg_notify('${channel}', '${handle}') where ${earliest} <= ${now ?? 'reprieve.now()'}`)
}
