// When each thing was done for the first time: whoever does it, wherever, in the write in which it is so.
import type { ActorRef } from '../../domain/actor.js'
import { findUnblock } from '../../domain/attempts.js'
import { findTaken } from '../../domain/claim.js'
import { type Drill, type DrillMark, type DrillStep, drillSteps, findDrillEnd } from '../../domain/drill.js'
import { listHearing } from '../../domain/hearing.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { toMailVerdict } from '../../domain/mail-flow.js'
import type { Change } from '../../outbox/change.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toDrillEndTask, toDrillReportTask } from './tasks.js'
import { toHeadline } from './words.js'

/** Of a drill: what it has come to, its end when all is done, and the report when it is over. */
export async function followDrill(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const { drill } = change.next
  if (drill === undefined || isClosed(before)) return change
  const now = parts.clock.now()
  const next = { ...change.next, drill: { ...drill, marks: addMarks(drill.marks, change.next, now) } }
  const { tasks = [], events = [] } = change
  if (isClosed(next)) {
    const data = { end: findDrillEnd(next) ?? '', summary: toHeadline(next) }
    const channels = listHearing(toTenant(parts, next.tenantId).routes, next)
    return {
      next,
      events: [...events, toIncidentEvent(next, 'drill.ended', now, data)],
      tasks: [...tasks, ...channels.map((channel) => toDrillReportTask(next, channel, now))],
    }
  }
  return isDone(next)
    ? { ...change, next, tasks: [...tasks, toDrillEndTask(next, now)] }
    : { ...change, next }
}

/** Unblocked, off the list and mail seen to flow: nobody practises waiting. */
export function isDone({ state }: Incident): boolean {
  return (
    state.status === 'watching' &&
    state.goneAt !== undefined &&
    toMailVerdict(state.unblock.mail) === 'delivered'
  )
}

function addMarks(marks: Drill['marks'], incident: Incident, now: Instant): Drill['marks'] {
  const found = drillSteps.flatMap((step): readonly [DrillStep, DrillMark][] => {
    const mark = marks[step] ?? finders[step](incident, now)
    return mark === undefined ? [] : [[step, mark]]
  })
  return Object.fromEntries(found)
}

type Find = (incident: Incident, now: Instant) => DrillMark | undefined

const finders: Readonly<Record<DrillStep, Find>> = {
  claimed(incident) {
    const taken = findTaken(incident)
    return taken && toMark(taken.since, taken.by)
  },
  contained({ containments = [] }) {
    const done = containments.find(({ ended, undoes }) => undoes === undefined && ended?.result === 'done')
    return done?.ended && toMark(done.ended.at, done.by)
  },
  reviewed({ reviews }) {
    const review = reviews.find(({ isDraft }) => isDraft !== true)
    return review && toMark(review.at, review.by)
  },
  signed({ signatures = [], ...incident }) {
    const first = findUnblock(incident)?.first ?? signatures[0]
    return first && toMark(first.at, first.by)
  },
  unblocked({ state }) {
    return 'unblockedAt' in state ? toMark(state.unblockedAt, state.unblock.by) : undefined
  },
  flowed({ state }, now) {
    const mail = 'unblock' in state ? state.unblock?.mail : undefined
    return toMailVerdict(mail) === 'delivered' ? { at: now } : undefined
  },
}

function toMark(at: Instant, { platform, id, name }: ActorRef): DrillMark {
  return { at, by: { platform, id, name } }
}
