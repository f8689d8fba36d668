// One or more steps of the ladder, at their moment: noted, journalled and asked for in one write, so that each is done once.

import { listHearing } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { listAhead, type PlannedStep, toWaitingSince } from '../../domain/ladder-plan.js'
import { openPage } from '../../domain/paging.js'
import type { Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toDigestTask, toPostTask, toUpdateTasks } from '../incident/tasks.js'
import { toPageTask } from '../pager/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toEscalateTask, toMentionTask } from './tasks.js'
import { isWaiting } from './waiting.js'

export async function escalate(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const found = await getIncident(parts, incidentId)
  const ahead = isWaiting(parts, found) ? listAhead(toTenant(parts, found.tenantId), found) : []
  const [first] = ahead
  // Somebody is on it, or the ladder is another one by now: what is next is waited for.
  if (first === undefined || first.at > parts.clock.now()) {
    const tasks = first === undefined ? [] : [toEscalateTask(found, first.at)]
    return void (await parts.store.commit({ settle: { claim }, tasks }))
  }
  const told = await listToldOfStorm(parts, found)
  await changeIncident(parts, { incidentId, claim }, (incident) => {
    if (!isWaiting(parts, incident)) return undefined
    const tenant = toTenant(parts, incident.tenantId)
    return takeSteps(incident, { tenant, told, now: parts.clock.now() })
  })
}

/** The steps that somebody was told of for another one of the same storm, since nobody is on this one: one message is enough. */
async function listToldOfStorm({ store }: Parts, incident: Incident): Promise<ReadonlySet<string>> {
  const { id, digestId, tenantId } = incident
  if (digestId === undefined) return new Set()
  const others = (await store.listLive({ tenantId })).filter(
    (one) => one.digestId === digestId && one.id !== id,
  )
  const steps = others.flatMap(({ escalation }) => escalation?.steps ?? [])
  return new Set(steps.filter(({ at }) => at >= toWaitingSince(incident)).map(({ key }) => key))
}

interface Stepping {
  readonly tenant: Tenant
  readonly now: Instant
  /** What needs no message any more. */
  readonly told: ReadonlySet<string>
}

function takeSteps(incident: Incident, stepping: Stepping) {
  const { tenant, now, told } = stepping
  const due = listAhead(tenant, incident).filter(({ at }) => at <= now)
  if (due.length === 0) return undefined
  const next = due.reduce((one, step) => noteStep(one, step, stepping), incident)
  const [later] = listAhead(tenant, next)
  return {
    next,
    events: due.map((step) =>
      toIncidentEvent(next, 'escalation.step', now, {
        kind: step.target.kind,
        name: step.name,
        afterMinutes: step.afterMinutes,
      }),
    ),
    tasks: [
      ...due
        .filter(({ key }) => !told.has(key))
        .flatMap((step) => listStepTasks(step, { before: incident, next, tenant, now })),
      ...toUpdateTasks(next, tenant, now),
      ...(later === undefined ? [] : [toEscalateTask(next, later.at)]),
    ],
  }
}

function noteStep(incident: Incident, step: PlannedStep, { tenant, now, told }: Stepping): Incident {
  const { key, name, target } = step
  const since = toWaitingSince(incident)
  const taken = { key, kind: target.kind, name, at: now, zone: step.zone }
  const noted = {
    ...incident,
    escalation: { since, steps: [...(incident.escalation?.steps ?? []), taken] },
  }
  if (target.kind === 'pager') return told.has(key) ? noted : openPage(noted, target.pager, now)
  if (target.kind !== 'channel' || hears(incident, tenant, target.channel)) return noted
  return { ...noted, added: [...(incident.added ?? []), target.channel] }
}

interface Stepped extends Omit<Stepping, 'told'> {
  readonly before: Incident
  readonly next: Incident
}

function listStepTasks(
  { target, home, key, name }: PlannedStep,
  { before, next, tenant, now }: Stepped,
): readonly Task[] {
  switch (target.kind) {
    case 'mention': {
      const { memberId, isGroup } = target
      const since = toWaitingSince(next)
      const member = { memberId, isGroup, name }
      return [toMentionTask({ incidentId: next.id, channel: home, since, stepKey: key, member }, now)]
    }
    case 'channel':
      if (hears(before, tenant, target.channel)) return []
      return [
        next.digestId === undefined
          ? toPostTask(next, target.channel, now)
          : toDigestTask(next.digestId, target.channel, now),
      ]
    case 'pager':
      return [toPageTask(next, target.pager, now)]
    default:
      return target satisfies never
  }
}

function hears(incident: Incident, { routes }: Tenant, { platform, channel }: PlannedStep['home']): boolean {
  return listHearing(routes, incident).some((one) => one.platform === platform && one.channel === channel)
}
