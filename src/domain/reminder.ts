// What waits although somebody was told of it once: who is told again, and when.
import { findMoment } from './business-hours.js'
import { findTaken } from './claim.js'
import { listHearing } from './hearing.js'
import type { Incident } from './incident.js'
import { type Instant, minuteMilliseconds } from './instant.js'
import { isResting } from './rest.js'
import { type AlertRoute, type Reminders, usualReminders } from './route.js'
import type { Tenant } from './tenant.js'
import { usualZone } from './time-zone.js'

export interface Reminder {
  /** What it is about, and since when. */
  readonly about: string
  readonly notice: 'remind-approval' | 'remind-stuck'
  readonly dueAt: Instant
}

/** So often. */
const most = { approval: 3, stuck: 6 }

/** How long until the first, and then from one to the next: as the first channel says that hears of it and says so. */
export function toReminders({ routes }: Pick<Tenant, 'routes'>, incident: Incident): Reminders {
  const heard = listHearing(routes, incident)
  const hears = ({ channel: { platform, channel } }: AlertRoute) =>
    heard.some((one) => one.platform === platform && one.channel === channel)
  return routes.find((one) => one.reminders !== undefined && hears(one))?.reminders ?? usualReminders
}

/** @param approvalSince since when a review waits for somebody who may approve; undefined when none does. */
export function findReminder(
  incident: Incident,
  tenant: Pick<Tenant, 'routes' | 'timeZone'>,
  approvalSince: Instant | undefined,
): Reminder | undefined {
  if (isResting(incident)) return undefined
  const { approvalMinutes, stuckMinutes } = toReminders(tenant, incident)
  if (approvalSince !== undefined) {
    const dueAt = toDue(incident, {
      about: `approval:${approvalSince}`,
      since: approvalSince,
      every: approvalMinutes * minuteMilliseconds,
      most: most.approval,
    })
    return dueAt && { ...dueAt, notice: 'remind-approval' }
  }
  const { state } = incident
  if (state.status !== 'stuck' || findTaken(incident) !== undefined) return undefined
  const due = toDue(incident, {
    about: `stuck:${state.since}`,
    since: state.since,
    every: stuckMinutes * minuteMilliseconds,
    most: most.stuck,
  })
  // Microsoft is asked, and nobody has to get up for that.
  return due && { ...due, notice: 'remind-stuck', dueAt: toBusiness(tenant, due.dueAt) }
}

interface Waiting {
  readonly about: string
  readonly since: Instant
  readonly every: number
  readonly most: number
}

function toDue(
  { reminded }: Incident,
  { about, since, every, most }: Waiting,
): Pick<Reminder, 'about' | 'dueAt'> | undefined {
  const before = reminded?.about === about ? reminded : { count: 0, at: since }
  return every === 0 || before.count >= most ? undefined : { about, dueAt: before.at + every }
}

/** Of the first channel that says when its people are at work. */
function toBusiness(
  { routes, timeZone = usualZone }: Pick<Tenant, 'routes' | 'timeZone'>,
  at: Instant,
): Instant {
  const route = routes.find(({ businessHours }) => businessHours !== undefined)
  return findMoment('business', { hours: route?.businessHours, zone: route?.timeZone ?? timeZone }, at)
}
