// What the journal tells of incidents, told to a state that is older than it. The journal knows what was done and by whom,
// but neither evidence, nor answers, nor where cards are.
import { z } from 'zod'
import { findUnblock } from '../../../domain/attempts.js'
import { type Entity, toEntityKey } from '../../../domain/entity.js'
import { type Incident, outcomes, type Unblock } from '../../../domain/incident.js'
import type { JournalEvent } from '../../../domain/journal.js'
import { parseReason } from '../../../domain/reason.js'
import { changeRestriction, openIncident } from '../../../domain/transitions.js'

export interface Replay {
  tell(event: JournalEvent): void
  /** Of every incident that something was told of, as it is now. */
  readonly incidents: ReadonlyMap<string, Incident>
  /** Ids that were opened or changed, but of which too little is known. */
  readonly unknown: ReadonlySet<string>
  /** Of steps on accounts, whose way back is known to nobody any more. */
  readonly steps: readonly Step[]
}

interface Step {
  readonly incidentId: string
  readonly step: string
}

const why = 'The state was rebuilt from the journal, which does not tell how this ended.'

/** @param find what the older state knows of an incident. */
export function createReplay(find: (id: string) => Incident | undefined): Replay {
  const incidents = new Map<string, Incident>()
  const unknown = new Set<string>()
  const steps: Step[] = []
  return {
    incidents,
    unknown,
    steps,
    tell(event) {
      const { incidentId, type } = event
      if (incidentId === undefined) return
      if (type === 'containment.done' || type === 'containment.unknown')
        steps.push({ incidentId, step: typeof event.data.step === 'string' ? event.data.step : 'a step' })
      const before = incidents.get(incidentId) ?? find(incidentId)
      const next = before === undefined ? toOpened(event) : toNext(before, event)
      if (next === undefined) return void unknown.add(incidentId)
      incidents.set(incidentId, next)
    },
  }
}

function toNext(incident: Incident, event: JournalEvent): Incident {
  switch (event.type) {
    case 'incident.changed':
      return typeof event.data.reason === 'string'
        ? toChanged(incident, event.data.reason, event.at)
        : incident
    case 'unblock.requested':
      return withState(incident, { status: 'unblocking', unblock: toUnblock(incident, event) }, event)
    case 'unblock.attempted':
    case 'unblock.uncertain':
      return toDoubtful(incident, event)
    case 'unblock.done':
      return toWatched(incident, event)
    case 'unblock.failed':
      return toFailed(incident, event)
    case 'poll.gone':
    case 'poll.listed':
    // As they were called until 0.1.
    case 'look.gone':
    case 'look.listed':
      return toSeen(incident, event)
    case 'mail.delivered':
    case 'mail.refused':
      return toMailSeen(incident, event)
    case 'incident.closed':
      return toEnded(incident, event)
    default:
      return incident
  }
}

function withState(incident: Incident, state: Incident['state'], { at }: JournalEvent): Incident {
  return { ...incident, state, changedAt: at, confirmations: [] }
}

function toChanged(incident: Incident, reason: string, at: number): Incident {
  return changeRestriction(incident, { ...incident.restriction, reason: parseReason(reason) }, at)
}

/** As the journal tells it; what was attested is in the journal's own entries alone. */
function toUnblock(incident: Incident, { at, by }: JournalEvent): Unblock {
  const known = findUnblock(incident)
  const who = by ?? known?.by ?? { platform: 'console', id: 'unknown', name: 'somebody' }
  const review = incident.reviews.at(-1) ?? { by: who, at, attestations: [], note: '' }
  return { by: who, review, requestedAt: at }
}

function toDoubtful(incident: Incident, event: JournalEvent): Incident {
  const { at } = event
  const unblock = findUnblock(incident) ?? toUnblock(incident, event)
  const trouble = { at, why, isAnswered: false, effect: 'unknown' } as const
  const doubtful = { ...unblock, attemptedAt: unblock.attemptedAt ?? at, trouble }
  return withState(incident, { status: 'uncertain', unblock: doubtful, since: at, why }, event)
}

function toFailed(incident: Incident, event: JournalEvent): Incident {
  const { at, data } = event
  const unblock = findUnblock(incident) ?? toUnblock(incident, event)
  const said = typeof data.why === 'string' ? data.why : why
  return withState(incident, { status: 'failed', unblock, failedAt: at, why: said }, event)
}

function toWatched(incident: Incident, event: JournalEvent): Incident {
  const { at, data } = event
  const { trouble: _, ...unblock } = findUnblock(incident) ?? toUnblock(incident, event)
  const gone = data.gone === true || data.settledBy === 'look' ? { goneAt: at } : {}
  const seen = { unblockedAt: at, alreadyGone: data.alreadyGone === true, ...gone }
  return withState(incident, { status: 'watching', unblock, ...seen }, event)
}

function toSeen(incident: Incident, event: JournalEvent): Incident {
  const { state } = incident
  if (state.status !== 'watching' && state.status !== 'stuck') return incident
  const { goneAt: _, ...rest } = state
  return withState(incident, event.type.endsWith('.gone') ? { ...rest, goneAt: event.at } : rest, event)
}

/** What message trace has shown; the next read of it tells the rest. */
function toMailSeen(incident: Incident, { type, at, data }: JournalEvent): Incident {
  const { state } = incident
  if (state.status !== 'watching' && state.status !== 'stuck') return incident
  const mailAt = typeof data.mailAt === 'number' ? data.mailAt : at
  const code = typeof data.code === 'string' ? data.code : ''
  const seen = type === 'mail.delivered' ? { deliveredAt: mailAt } : { refused: { at: mailAt, code } }
  return { ...incident, state: { ...state, unblock: { ...state.unblock, mail: { readAt: at, ...seen } } } }
}

const outcomeSchema = z.enum(outcomes).catch('no-longer-watched')

function toEnded(incident: Incident, event: JournalEvent): Incident {
  const unblock = findUnblock(incident)
  const outcome = outcomeSchema.parse(event.data.outcome)
  const ended = { status: 'closed', outcome, closedAt: event.at } as const
  return withState(incident, unblock === undefined ? ended : { ...ended, unblock }, event)
}

const openingSchema = z.object({
  entity: z.string(),
  reason: z.string(),
  /** Gone when it has been erased. */
  raw: z
    .string()
    .default('{}')
    .transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text))),
  /** Undefined in what older programs wrote. */
  temporary: z.boolean().optional(),
  earlier: z.number().catch(0),
})

/** Undefined when the event is no opening, or not one that can be read. The next poll sets right what is not as it was. */
function toOpened({ type, at, incidentId, tenantId, data }: JournalEvent): Incident | undefined {
  if (type !== 'incident.opened' || incidentId === undefined || tenantId === undefined) return undefined
  const read = openingSchema.safeParse(data)
  const entity = read.success ? toEntity(read.data.entity, read.data.raw) : undefined
  if (!read.success || entity === undefined) return undefined
  const { reason, raw, earlier, temporary = raw.TemporaryBlock === true } = read.data
  return openIncident({
    id: incidentId,
    tenantId,
    restriction: { entity, reason: parseReason(reason), temporary, raw },
    earlier: { count: earlier },
    digestId: undefined,
    now: at,
  })
}

/** The key has lost the case of the address; what Exchange said has it, unless it was taken out. */
function toEntity(key: string, raw: Readonly<Record<string, unknown>>): Entity | undefined {
  const [kind, ...rest] = key.split(':')
  const name = rest.join(':')
  if (kind === 'connector') return { kind, connectorId: name, name: '' }
  if (kind !== 'sender') return undefined
  const said = Object.values(raw).find(
    (value) => typeof value === 'string' && toEntityKey({ kind, address: value }) === key,
  )
  return { kind, address: typeof said === 'string' ? said : name }
}
