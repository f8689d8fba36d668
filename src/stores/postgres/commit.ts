// One commit in one transaction. What others may hold is asked for in one order, so that nobody waits in a circle: the claim,
// the incident, cells, tasks, and last of all the head of the record.
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { Prepared } from '../prepare.js'
import { writeCells } from './cells.js'
import type { Saving } from './database.js'
import { erase } from './erase.js'
import { isAborted } from './failures.js'
import { putIncident } from './incidents.js'
import { appendEvents, holdHead } from './journal.js'
import { hastenTasks, holdClaim, moveTasks, putTasks, settleTask } from './tasks.js'
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
  const { settle, holds, incident, moveTasksMilliseconds, cells, tasks, hasten, events } = commit
  if (moveTasksMilliseconds !== 0) await moveTasks(given, moveTasksMilliseconds)
  const isRetry = settle?.retryAt !== undefined
  if (isRetry) await settleTask(given, settle)
  const steps = [
    settle === undefined || isRetry ? undefined : settleTask(given, settle),
    holds === undefined ? undefined : holdClaim(given, holds),
    incident === undefined ? undefined : putIncident(given, incident),
    writeCells(given, cells, now),
    putTasks(given, tasks),
    hastenTasks(given, hasten),
  ]
  if (commit.erase !== undefined) {
    await inOneTrip(steps)
    await erase(given, commit.erase)
  }
  const head = events.length === 0 ? undefined : holdHead(given)
  await inOneTrip([...steps, head])
  tell(given, listDue(commit), { now, handle })
  if (head !== undefined) appendEvents(given, events, await head)
  return incident?.next
}

/**
 * All have been asked for, one after the other, and none waited for the answer to another. Resolves when all have ended: what
 * one of them asks later is never asked outside the transaction. @throws what the first of them threw.
 */
async function inOneTrip(steps: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const ended = await Promise.allSettled(steps.filter((step) => step !== undefined))
  const reasons = ended.flatMap((step): unknown[] => (step.status === 'rejected' ? [step.reason] : []))
  if (reasons.length > 0) throw reasons.find((reason) => !isAborted(reason)) ?? reasons[0]
}

function listDue({ tasks, hasten, settle }: Prepared): readonly Instant[] {
  return [...tasks, ...hasten, { dueAt: settle?.retryAt }].flatMap(({ dueAt }) => dueAt ?? [])
}

/** Heard by the others when this is saved, and not before. */
function tell(given: Saving, due: readonly Instant[], { now, handle }: Given): void {
  if (due.length === 0) return
  const earliest = due.reduce((one, other) => Math.min(one, other))
  const text = `select pg_notify('${channel}', '${handle}') where ${earliest} <= ${now ?? 'reprieve.now()'}`
  given.atEnd({ text, values: [] })
}
