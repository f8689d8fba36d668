// At a start on a state that is older than what has happened. It is said, polls go first, and nothing that was confirmed
// before counts: it may have been done since, and nobody here knows.
import { cell } from '../../domain/cell.js'
import { endContainment } from '../../domain/containment-moves.js'
import { gapKey, gapSchema } from '../../domain/gap.js'
import type { Incident } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { toChannels } from '../../domain/route.js'
import type { Task } from '../../domain/task.js'
import { markAttempted, markUncertain } from '../../domain/transitions.js'
import { StaleError } from '../../errors.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import { listContainmentEvents } from '../containment/events.js'
import { toGatherTask } from '../evidence/tasks.js'
import { type Parts, toTenant } from '../feature.js'
import { toPostTasks, toUpdateTasks } from '../incident/tasks.js'
import { toVerifyTasks } from '../unblock/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toGapTasks } from './tasks.js'

/** A poll of every tenant is begun before anything that was left. */
const pollsFirstMilliseconds = minuteMilliseconds

/** Nothing once it has been told: a program before this one did not forget it. */
const gapCell = cell(gapKey, keepUnknown(gapSchema.nullable()))()

/**
 * Begun anew after a crash in between: every step of it may be done twice.
 * @returns until when nothing but polls should begin; undefined when there is no gap.
 */
export async function tellGap(parts: Parts): Promise<Instant | undefined> {
  const { store, clock, log, tenants } = parts
  const { value: gap, version } = await gapCell.find(store)
  if (gap === undefined || gap === null) return undefined
  for (const { id } of await store.listLive({})) await doubt(parts, id)
  const now = clock.now()
  const channels = toChannels([...tenants.values()].flatMap(({ routes }) => routes))
  const { why, knownUntil } = gap
  const data = { why, ...(knownUntil === undefined ? {} : { knownUntil }) }
  try {
    await store.commit({
      cells: [gapCell.forget({ expectedVersion: version })],
      events: [{ at: now, type: 'store.gap', data }],
      tasks: toGapTasks(channels, gap, now),
    })
    log.warn({ why, knownUntil }, 'store.gap')
  } catch (error) {
    // Another process that starts just now has told it.
    if (!(error instanceof StaleError)) throw error
  }
  return now + pollsFirstMilliseconds
}

async function doubt(parts: Parts, incidentId: string): Promise<void> {
  await changeIncident(parts, { incidentId }, (incident) => {
    const now = parts.clock.now()
    const { next, events } = toDoubted(incident, now)
    return { next, events, tasks: listTasks(parts, next, now) }
  })
}

const why = 'An older state was restored before the answer of Exchange was known.'

/** Confirmed and not ended means: maybe done since. */
function toDoubted(incident: Incident, now: Instant): Required<Omit<Change, 'tasks'>> {
  let next: Incident = { ...incident, confirmations: [], setAsks: [] }
  const events: JournalEvent[] = []
  if (next.state.status === 'unblocking') {
    const attempted = next.state.unblock.attemptedAt === undefined ? markAttempted(next, now) : next
    next = markUncertain(attempted, { why, isAnswered: false, effect: 'unknown' }, now)
    events.push(toIncidentEvent(next, 'unblock.uncertain', now, { why, answered: false }))
  }
  for (const { id, requestedAt, ended } of incident.containments ?? []) {
    if (requestedAt === undefined || ended !== undefined) continue
    const detail = `${why} Look at the evidence before you try again.`
    next = endContainment(next, id, { result: 'unknown', detail, undo: undefined, now })
    events.push(...listContainmentEvents(next, id, { type: 'containment.unknown', at: now, detail }))
  }
  return { next: dropQuestions(next), events }
}

/** Questions about a step that nobody has said Yes to yet. */
function dropQuestions(incident: Incident): Incident {
  if (incident.containments === undefined) return incident
  const containments = incident.containments.filter(({ requestedAt }) => requestedAt !== undefined)
  return { ...incident, containments }
}

/** Whatever of it was still waiting when the older state was saved is one task with this one. */
function listTasks(parts: Parts, incident: Incident, now: Instant): readonly Task[] {
  const tenant = toTenant(parts, incident.tenantId)
  const isWatched = ['watching', 'stuck', 'uncertain'].includes(incident.state.status)
  const { state } = incident
  const from = 'unblockedAt' in state ? state.unblockedAt : now
  const tasks = [
    ...toUpdateTasks(incident, tenant, now),
    ...(incident.digestId === undefined
      ? listMissingCards(incident, toPostTasks(incident, tenant, now))
      : []),
    ...(isWatched ? toVerifyTasks(incident.id, from) : []),
    toGatherTask(incident.id, now),
  ]
  return tasks.map((task) => ({ ...task, dueAt: Math.max(task.dueAt, now + pollsFirstMilliseconds) }))
}

function listMissingCards({ cards }: Incident, posts: readonly Task[]): readonly Task[] {
  return posts.filter(
    ({ duty: { channel: wanted } }) =>
      !cards.some(
        ({ platform, channel }) => platform === wanted?.platform && isSame(channel, wanted.channel),
      ),
  )
}

/** Where a Teams card is says the channel it was installed in, and the route does not. */
function isSame(channel: string, wanted: string): boolean {
  return wanted === 'installed' || channel === wanted
}
