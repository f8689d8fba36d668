// A sign of life every minute, for a service outside that raises the alarm when it stays away: while all is well, and by a task
// like any other, so that it falls silent when Reprieve does.
import { z } from 'zod'
import { late, withDeadline, within } from '../../concurrency/within.js'
import { cell } from '../../domain/cell.js'
import type { Check } from '../../domain/check.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { type Task, toTask } from '../../domain/task.js'
import type { Claim, Heartbeat } from '../../ports.js'
import type { HealthPart, Parts } from '../feature.js'
import { readHealth } from '../status/health.js'
import { toClockText } from '../words/words.js'
import { lookMilliseconds } from './tasks.js'

const answerMilliseconds = 10_000
const graceMilliseconds = 2_000

export const heartbeatDuty = z.object({ kind: z.literal('heartbeat') })

const beatSchema = keepUnknown(
  z
    .object({
      at: z.number(),
      /** When it was last taken. */
      takenAt: z.number().optional(),
      /** Why the last one was not taken; empty when it was. */
      problem: z.string(),
      /** What is not well, for which none is sent. */
      reasons: z.array(z.string()).readonly(),
    })
    .readonly(),
)
const beatCell = cell('heartbeat', beatSchema)()
type Beat = z.infer<typeof beatSchema>

/** One, however many processes there are. */
export function toHeartbeatTask(dueAt: number): Task {
  return toTask({ key: 'heartbeat', lane: 'heartbeat', dueAt, duty: { kind: 'heartbeat' } })
}

export async function sendHeartbeat(parts: Parts, _: unknown, claim: Claim): Promise<void> {
  const { heartbeat, store, clock } = parts
  // It was taken out of the settings.
  if (heartbeat === undefined)
    return void (await store.commit({ settle: { claim }, cells: [beatCell.forget()] }))
  const before = await beatCell.recall(store)
  const at = clock.now()
  const { rows } = await readHealth(parts)
  const reasons = [...new Set(rows.filter(({ ok }) => !ok).map(({ reason }) => reason))]
  const problem = reasons.length > 0 ? '' : await beat(parts, heartbeat)
  const isTaken = reasons.length === 0 && problem === ''
  const takenAt = isTaken ? at : before?.takenAt
  const next = { at, problem, reasons, ...(takenAt === undefined ? {} : { takenAt }) }
  logChange(parts, before, next)
  await store.commit({
    settle: { claim },
    cells: [beatCell.put(next)],
    tasks: [toHeartbeatTask(at + lookMilliseconds)],
  })
}

/** Empty when it was taken. */
async function beat({ clock }: Parts, heartbeat: Heartbeat): Promise<string> {
  const asking = withDeadline(clock, answerMilliseconds, (signal) => heartbeat.beat(signal))
  const answer = await within(clock, answerMilliseconds + graceMilliseconds, asking)
  return answer === late ? 'no answer in time' : (answer ?? '')
}

/** Once when it changes: a line a minute would hide everything else. */
function logChange({ log }: Parts, before: Beat | undefined, { problem, reasons }: Beat): void {
  if (reasons.length > 0 && (before?.reasons.length ?? 0) === 0) log.warn({ reasons }, 'heartbeat.silent')
  if (problem !== '' && problem !== before?.problem) log.warn({ problem }, 'heartbeat.not-taken')
}

/** That nobody takes it makes nothing unwell: then none would be sent any more. */
export async function readHeartbeatHealth({ heartbeat, store }: Parts): Promise<readonly HealthPart[]> {
  const last = heartbeat === undefined ? undefined : await beatCell.recall(store)
  if (last === undefined) return []
  return [{ ok: true, name: 'Heartbeat', detail: toDetail(last), reason: 'heartbeat' }]
}

function toDetail({ takenAt, problem, reasons }: Beat): string {
  const taken = takenAt === undefined ? 'none was taken yet' : `last taken ${toClockText(takenAt)}`
  if (reasons.length > 0) return `${taken}; silent, since not all is well`
  return problem === '' ? taken : `${taken}; the last one was not: ${problem}`
}

export async function examineHeartbeat({ heartbeat, store }: Parts): Promise<readonly Check[]> {
  const last = heartbeat === undefined ? undefined : await beatCell.recall(store)
  if (last === undefined) return []
  const found = `${toDetail(last)}.`
  const name = 'Heartbeat'
  if (last.problem === '') return [{ name, result: 'ok', found, remedy: '' }]
  const remedy =
    'Look at heartbeat.url in the settings, at the service it belongs to, and whether the proxy lets it through.'
  return [{ name, result: 'problem', found, remedy }]
}
