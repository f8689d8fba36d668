// Whoever saves evidence, a restriction or an answer of the owner: the verdict follows in the same write.
import { hasReader } from '../../domain/claim.js'
import { toEntityKey } from '../../domain/entity.js'
import { listMissed } from '../../domain/hearing.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import type { JournalEvent } from '../../domain/journal.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import { findProtected } from '../../domain/two-people.js'
import { judge, type Verdict, type VerdictContext } from '../../domain/verdict/index.js'
import type { Change } from '../../outbox/change.js'
import { type Parts, toTenant } from '../feature.js'
import { toDigestTask, toPostTask, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { readOwner } from './owner.js'

/** Earlier restrictions of one entity that a verdict looks at. */
const mostBefore = 20

export async function followVerdict(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const { next } = change
  // What is over keeps the verdict that people acted on.
  if (next.evidence === undefined || isClosed(next) || !isToBeJudged(before, next)) return change
  const verdict = judge(next.evidence, await toContext(parts, next))
  const added = listAdded(parts, { ...next, verdict }, next.verdict)
  const saved = { ...next, verdict, ...(added.length === 0 ? {} : { added: unite(next.added, added) }) }
  if (isAlike(next.verdict, verdict)) return { ...change, next: saved }
  const now = parts.clock.now()
  // In Teams an edit of the card takes half-filled answers off the reviewer's page: other reasons are not worth that.
  const isHeld = hasReader(saved, now) && next.verdict?.verdict === verdict.verdict
  return {
    next: saved,
    events: [...(change.events ?? []), toChangedEvent(saved, verdict, next.verdict, now)],
    tasks: [
      ...(change.tasks ?? []),
      ...(isHeld ? [] : toUpdateTasks(saved, toTenant(parts, saved.tenantId), now)),
      ...added.map((channel) => toShowTask(saved, channel, now)),
    ],
  }
}

/** Also what an older version saved without one. */
function isToBeJudged(before: Incident, next: Incident): boolean {
  return (
    next.verdict === undefined ||
    before.evidence !== next.evidence ||
    before.restriction !== next.restriction ||
    before.ownerWord !== next.ownerWord
  )
}

async function toContext(parts: Parts, incident: Incident): Promise<VerdictContext> {
  return {
    restriction: incident.restriction,
    before: await listBefore(parts, incident),
    places: parts.places,
    isProtected: findProtected(incident, parts.approval.protected) !== undefined,
    ...toOwner(incident),
  }
}

function toOwner(incident: Incident): Pick<VerdictContext, 'owner'> {
  const owner = readOwner(incident)
  return owner === undefined ? {} : { owner }
}

async function listBefore(
  { store }: Parts,
  { tenantId, entity, earlier }: Incident,
): Promise<NonNullable<VerdictContext['before']>> {
  if (earlier.count === 0) return []
  const query = { tenantId, entityKey: toEntityKey(entity), limit: mostBefore }
  return (await store.listClosed(query)).map(({ openedAt, restriction, state }) => ({
    began: restriction.createdAt ?? openedAt,
    unblockedAt: toUnblockedAt(state),
  }))
}

/** One that is back was unblocked long before that was seen. */
function toUnblockedAt(state: Incident['state']): number | undefined {
  if (state.status !== 'closed' || state.outcome === 'no-longer-watched') return undefined
  return state.unblock?.requestedAt ?? state.closedAt
}

/** Looks worse than what Exchange said of it: the channels for the worst hear of it too, once, and no card moves. */
function listAdded(parts: Parts, next: Incident, former: Verdict | undefined): readonly ChannelRef[] {
  if (next.verdict?.verdict !== 'compromised' || former?.verdict === 'compromised') return []
  return listMissed(toTenant(parts, next.tenantId).routes, next)
}

function unite(before: readonly ChannelRef[] = [], added: readonly ChannelRef[]): readonly ChannelRef[] {
  return [...before, ...added]
}

/** The digest that it is on comes to the other channel too, with this row alone. */
function toShowTask(incident: Incident, channel: ChannelRef, now: number): Task {
  return incident.digestId === undefined
    ? toPostTask(incident, channel, now)
    : toDigestTask(incident.digestId, channel, now)
}

function isAlike(one: Verdict | undefined, other: Verdict): boolean {
  return (
    one?.verdict === other.verdict &&
    one.severity === other.severity &&
    listKeys(one).join() === listKeys(other).join()
  )
}

function listKeys({ reasons }: Verdict): readonly string[] {
  return [...new Set(reasons.map(({ key }) => key))].toSorted()
}

function toChangedEvent(
  incident: Incident,
  verdict: Verdict,
  former: Verdict | undefined,
  now: number,
): JournalEvent {
  const data = {
    verdict: verdict.verdict,
    severity: verdict.severity,
    reasons: [...listKeys(verdict)],
    ...(former === undefined ? {} : { from: former.verdict }),
  }
  return {
    ...toIncidentEvent(incident, 'verdict.changed', now, data),
    texts: { words: verdict.reasons.map(({ words }) => words), explanation: verdict.explanation },
  }
}
