// What is told of a ladder: what comes next while nobody is on it, and what was done.

import type { StepTaken } from '../../domain/escalation.js'
import type { Incident } from '../../domain/incident.js'
import { listAhead, type PlannedStep, toWaitingSince } from '../../domain/ladder-plan.js'
import { joinWords, say, tellZoned, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Next } from '../feature.js'
import type { TextRow } from '../words/views.js'
import { isFree } from './waiting.js'

/** "⏳ Nobody yet · pages night shift at 03:24 CET"; undefined where nothing comes. */
export function toEscalationWho(incident: Incident, tenant: Tenant): Words | undefined {
  const next = findNext(incident, tenant)
  return next === undefined ? undefined : say`⏳ Nobody yet · ${next.text}`
}

/** The next step that is done while nobody is on it. */
export function findNext(incident: Incident, tenant: Tenant): Next | undefined {
  const [step] = isFree(incident) ? listAhead(tenant, incident) : []
  return step === undefined ? undefined : { at: step.at, text: toStepNext(incident, step) }
}

/** "pages night shift at 03:24 CET"; empty where nothing comes. */
export function toNextText(incident: Incident, tenant: Tenant): Words {
  const [step] = listAhead(tenant, incident)
  if (step === undefined) return ''
  return toStepNext(incident, step)
}

function toStepNext(incident: Incident, step: PlannedStep): Words {
  return say`${toDoes(step)} at ${tellZoned(step.at, toWaitingSince(incident), step.zone)}`
}

function toDoes({ name, target }: PlannedStep): string {
  switch (target.kind) {
    case 'mention':
      return `asks ${name}`
    case 'channel':
      return `tells ${name}`
    case 'pager':
      return `pages ${name}`
    default:
      return target satisfies never
  }
}

/** What was done in vain so far: whoever comes late sees who has been woken. */
export function listStepRows(incident: Incident): readonly TextRow[] {
  const steps = isFree(incident) ? (incident.escalation?.steps ?? []) : []
  return steps.length === 0 ? [] : [{ text: joinWords(steps.map(toStepText), ' · ') }]
}

function toStepText({ kind, name, at, zone, isUnreached = false }: StepTaken): Words {
  const clock = tellZoned(at, at, zone)
  return isUnreached ? say`❗ ${clock} ${name} not reached` : say`✅ ${clock} ${toDone(kind)} ${name}`
}

function toDone(kind: StepTaken['kind']): string {
  switch (kind) {
    case 'mention':
      return 'asked'
    case 'channel':
      return 'told'
    case 'pager':
      return 'paged'
    default:
      return kind satisfies never
  }
}
