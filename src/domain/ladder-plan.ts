// Which steps of its ladders an incident has, and when each is due.
import { findMoment } from './business-hours.js'
import { listHearing } from './hearing.js'
import type { Incident } from './incident.js'
import { type Instant, minuteMilliseconds } from './instant.js'
import type { Ladder, Step } from './ladder.js'
import { findVerdict } from './outlook.js'
import { type AlertRoute, toSeverity } from './route.js'
import type { ChannelRef } from './task.js'
import type { Tenant } from './tenant.js'
import { usualZone } from './time-zone.js'

/** One step of one route, at its moment. */
export interface PlannedStep extends Step {
  /** The same step, whatever the ladder. */
  readonly key: string
  readonly at: Instant
  /** The channel whose step it is. */
  readonly home: ChannelRef
  /** Where the people of that channel are. */
  readonly zone: string
}

type Place = Pick<Tenant, 'routes' | 'timeZone'>

/** Since when nobody is on it; what an older version saved waits from the start. */
export function toWaitingSince({ escalation, openedAt }: Incident): Instant {
  return escalation?.since ?? openedAt
}

/** The steps that are still to come, of all channels that hear of it, in the order of their moments. */
export function listAhead(tenant: Place, incident: Incident): readonly PlannedStep[] {
  const done = new Set(incident.escalation?.steps.map(({ key }) => key))
  return planSteps(tenant, incident).filter(({ key }) => !done.has(key))
}

/** Each once, at the earliest moment. */
function planSteps(tenant: Place, incident: Incident): readonly PlannedStep[] {
  const planned = listLadders(tenant, incident).flatMap((one) => planLadder(one, toWaitingSince(incident)))
  const inOrder = planned.toSorted((one, other) => one.at - other.at)
  return inOrder.filter(({ key }, at) => inOrder.findIndex((one) => one.key === key) === at)
}

interface RouteLadder {
  readonly route: AlertRoute
  readonly zone: string
  readonly ladder: Ladder
}

/** Of each channel the first that fits. */
function listLadders({ routes, timeZone = usualZone }: Place, incident: Incident): readonly RouteLadder[] {
  return listHearing(routes, incident).flatMap(({ platform, channel }) => {
    const found = routes
      .filter((one) => one.channel.platform === platform && one.channel.channel === channel)
      .filter(({ kinds }) => kinds.includes(incident.entity.kind))
      .flatMap((route) => (route.ladders ?? []).map((ladder) => ({ route, ladder })))
      .find(({ ladder }) => fits(ladder, incident))
    return found === undefined ? [] : [{ ...found, zone: found.route.timeZone ?? timeZone }]
  })
}

/** Until it is judged, it is whatever nobody can rule out. */
function fits({ verdicts, severities }: Ladder, incident: Incident): boolean {
  const judged = findVerdict(incident)
  const severity = judged?.severity ?? incident.severity ?? toSeverity(incident.restriction)
  return verdicts.includes(judged?.verdict ?? 'unclear') && severities.includes(severity)
}

/** Steps that wait for the same hours keep their distance: those of a night do not come all at once in the morning. */
function planLadder({ route, ladder, zone }: RouteLadder, since: Instant): readonly PlannedStep[] {
  const place = { hours: route.businessHours, zone }
  const planned: PlannedStep[] = []
  for (const step of ladder.steps.toSorted((one, other) => one.afterMinutes - other.afterMinutes)) {
    const before = planned.findLast(({ when }) => when === step.when)
    const distance = (step.afterMinutes - (before?.afterMinutes ?? 0)) * minuteMilliseconds
    const at = findMoment(step.when, place, (before?.at ?? since) + distance)
    planned.push({ ...step, home: route.channel, zone, at, key: toStepKey(route, step) })
  }
  return planned
}

/** Whoever is mentioned again later is told again; a channel that has it, has it, and a pager rings until somebody answers. */
function toStepKey({ channel: home }: AlertRoute, { target, afterMinutes }: Step): string {
  switch (target.kind) {
    case 'mention':
      return ['mention', home.platform, home.channel, target.memberId, afterMinutes].join(':')
    case 'channel':
      return ['channel', target.channel.platform, target.channel.channel].join(':')
    case 'pager':
      return ['pager', target.pager].join(':')
    default:
      return target satisfies never
  }
}
