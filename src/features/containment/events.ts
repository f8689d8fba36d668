import { findContainment } from '../../domain/containment-moves.js'
import { type EventTable, toDatum, type Writer, withDetail } from '../../domain/event-words.js'
import type { Incident } from '../../domain/incident.js'
import type { JournalEvent } from '../../domain/journal.js'

/** On the card of an incident the step stands before these words. */
export const containmentEvents = {
  'containment.requested': {
    timeline: 'confirmed',
    report: (event, { strong, plain }) => `${strong(toStep(event, plain))}: confirmed`,
  },
  'containment.attempted': { report: (event, { plain }) => `${toStep(event, plain)}: asked for` },
  'containment.done': {
    timeline: 'done',
    report: (event, writer) => toEnd(event, 'done', writer),
  },
  'containment.failed': {
    timeline: 'failed',
    report: (event, writer) => toEnd(event, 'failed', writer),
  },
  'containment.unknown': {
    timeline: 'outcome unknown',
    report: (event, writer) => toEnd(event, 'no answer', writer),
  },
  'containment.kept': {
    timeline: 'Kept so',
    report: (event, { strong, outside }) =>
      withDetail(`${strong('Kept so')}: what was changed stays`, outside(toDatum(event, 'reason'))),
  },
} as const satisfies EventTable

export type ContainmentEvent = Exclude<keyof typeof containmentEvents, 'containment.kept'>

/** "Step block-sign-in", "Step block-sign-in taken back" */
function toStep(event: JournalEvent, plain: Writer['plain']): string {
  return `Step ${plain(toDatum(event, 'step'))}${toDatum(event, 'undoes') === '' ? '' : ' taken back'}`
}

function toEnd(event: JournalEvent, end: string, { strong, plain, outside }: Writer): string {
  return withDetail(`${strong(toStep(event, plain))}: ${end}`, outside(toDatum(event, 'detail')))
}

interface Happening {
  readonly type: ContainmentEvent
  readonly at: number
  /** What became of it, in words. */
  readonly detail?: string
}

/** For the journal: who asked for which step on what. None when the incident has no such containment. */
export function listContainmentEvents(
  incident: Incident,
  containmentId: string,
  { type, at, detail }: Happening,
): readonly JournalEvent[] {
  const one = findContainment(incident, containmentId)
  if (one === undefined) return []
  const { id, step, targets, undoes, by } = one
  const data = {
    containment: id,
    step,
    ...(targets.length === 0 ? {} : { targets: targets.map((target) => target.id) }),
    ...(undoes === undefined ? {} : { undoes }),
  }
  const texts = {
    ...(targets.length === 0 ? {} : { targets: targets.map((target) => ({ ...target })) }),
    ...(detail === undefined ? {} : { detail }),
  }
  return [{ at, type, tenantId: incident.tenantId, incidentId: incident.id, by, data, texts }]
}
