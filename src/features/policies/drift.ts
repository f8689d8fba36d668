// What becomes of a drift: it opens, changes, and ends when the settings are as before or somebody accepts them.
import type { CellWrite } from '../../domain/cell.js'
import type { Instant } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { findSevereChannels, toChannels } from '../../domain/route.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'
import type { policiesEvents } from './events.js'
import { type Drift, driftOf } from './record.js'
import { toAuthorsTasks, toDriftTasks } from './tasks.js'

/** What is saved with the read, or the press, that brought it about. */
export interface DriftChange {
  /** The drift that is open from now on. */
  readonly driftId: string | undefined
  readonly events: readonly JournalEvent[]
  readonly tasks: readonly Task[]
  readonly cells: readonly CellWrite[]
}

interface Compared {
  readonly tenant: Tenant
  /** The one that is open. */
  readonly before: Drift | undefined
  /** How the settings differ from the baseline now. */
  readonly changes: readonly string[]
  /** When they were last read before; undefined when that is not known. */
  readonly readBefore: Instant | undefined
}

/** What a read makes of it. The same changes as before are nothing new: one card, not one for each read. */
export function settleDrift(parts: Parts, { tenant, before, changes, readBefore }: Compared): DriftChange {
  if (before === undefined) {
    if (changes.length === 0) return toNothingNew(undefined)
    return toChange(parts, tenant, openDrift(parts, tenant, { changes, readBefore }))
  }
  if (changes.length === 0)
    return toChange(parts, tenant, { ...before, end: { kind: 'restored', at: parts.clock.now() } })
  if (isSameSet(before.changes, changes)) return toNothingNew(before.id)
  const channels = unite(before.channels, findSevereChannels(tenant.routes, 'high'))
  const { authors: _, ...rest } = before
  return toChange(parts, tenant, { ...rest, edition: before.edition + 1, changes, channels })
}

/** The drift as it is from now on, with the card, the journal and the record that follow from it. */
export function toChange({ clock }: Pick<Parts, 'clock'>, tenant: Tenant, drift: Drift): DriftChange {
  const now = clock.now()
  const { end, changes } = drift
  const event = {
    at: now,
    type: toEventType(drift),
    tenantId: tenant.id,
    ...(end?.kind === 'accepted' ? { by: end.by } : {}),
    data: { driftId: drift.id, changes: [...changes] },
  }
  return {
    driftId: end === undefined ? drift.id : undefined,
    events: [event],
    tasks: [
      ...toDriftTasks(drift.id, drift.channels, now),
      ...(end === undefined ? toFirstSearch(drift, now) : []),
    ],
    cells: [driftOf(drift.id).put(drift)],
  }
}

function toFirstSearch({ id: driftId, tenantId, edition }: Drift, seenAt: Instant): readonly Task[] {
  return toAuthorsTasks({ tenantId, driftId, edition, tries: 0, seenAt })
}

function openDrift(
  parts: Parts,
  tenant: Tenant,
  { changes, readBefore }: Pick<Compared, 'changes' | 'readBefore'>,
): Drift {
  return {
    id: parts.createId(),
    tenantId: tenant.id,
    openedAt: parts.clock.now(),
    edition: 1,
    changes,
    channels: findSevereChannels(tenant.routes, 'high'),
    ...(readBefore === undefined ? {} : { since: readBefore }),
  }
}

function toEventType({ end }: Drift): keyof typeof policiesEvents {
  if (end === undefined) return 'policies.drifted'
  return end.kind === 'accepted' ? 'policies.accepted' : 'policies.restored'
}

function toNothingNew(driftId: string | undefined): DriftChange {
  return { driftId, events: [], tasks: [], cells: [] }
}

function unite(channels: readonly ChannelRef[], others: readonly ChannelRef[]): readonly ChannelRef[] {
  return toChannels([...channels, ...others].map((channel) => ({ channel })))
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((change) => other.includes(change))
}
