// Who changed the settings, by the tenant's own audit log: put on the card of the drift, and asked again while the log may
// still be late.

import { whileOthersWrite } from '../../domain/cell.js'
import type { Deed } from '../../domain/deed.js'
import { dayMilliseconds, type Instant } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { toPlainWords } from '../../domain/said.js'
import { BackendError } from '../../errors.js'
import type { Claim } from '../../ports.js'
import { askBackend, type Parts } from '../feature.js'
import { toDeedText } from './cards.js'
import type { policiesEvents } from './events.js'
import { type Drift, driftOf } from './record.js'
import { type AuthorsDuty, isLastAuthorsTry, toAuthorsTasks, toDriftTasks } from './tasks.js'

const searchMilliseconds = 60_000
/** More than a card, or anybody, needs. */
const mostDeeds = 20

export async function findAuthors(parts: Parts, duty: AuthorsDuty, claim: Claim): Promise<void> {
  const before = await findOpen(parts, duty)
  if (before === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const authors = await search(parts, before.drift, duty)
  await whileOthersWrite(async () => {
    const found = await findOpen(parts, duty)
    if (found === undefined) return void (await parts.store.commit({ settle: { claim } }))
    const { drift, version } = found
    const now = parts.clock.now()
    const isTelling = authors.deeds.length > 0 || authors.why !== '' || authors.isFinal
    const isNew = isTelling && JSON.stringify(drift.authors) !== JSON.stringify(authors)
    await parts.store.commit({
      settle: { claim },
      events: authors.deeds.length > 0 ? [toEvent(drift, authors.deeds, now)] : [],
      tasks: [
        ...(isNew ? toDriftTasks(drift.id, drift.channels, now) : []),
        ...(authors.isFinal ? [] : toAuthorsTasks({ ...duty, tries: duty.tries + 1 })),
      ],
      cells: isNew ? [driftOf(drift.id).put({ ...drift, authors }, { expectedVersion: version })] : [],
    })
    parts.poke()
  })
}

/** Undefined when it has ended, or other changes are shown by now. */
async function findOpen({ store, tenants }: Parts, { driftId, edition, tenantId }: AuthorsDuty) {
  const { value: drift, version } = await driftOf(driftId).find(store)
  const isOpen = drift !== undefined && drift.end === undefined && drift.edition === edition
  return isOpen && tenants.has(tenantId) ? { drift, version } : undefined
}

type Authors = NonNullable<Drift['authors']>

/** Who changed something between the read before and the one that saw it. */
async function search(
  parts: Parts,
  { since, openedAt }: Drift,
  { tenantId, tries, seenAt }: AuthorsDuty,
): Promise<Authors> {
  const from = since ?? openedAt - dayMilliseconds
  const isLast = isLastAuthorsTry(tries)
  try {
    const deeds = await askBackend(parts, {
      tenantId,
      milliseconds: searchMilliseconds,
      call: (backend, signal) => backend.searchDeeds({ what: 'policies', from, to: seenAt }, signal),
    })
    return { deeds: deeds.slice(0, mostDeeds), why: '', isFinal: deeds.length > 0 || isLast }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    parts.log.warn({ tenantId, code: error.code, problem: error.message }, 'policies.authors-not-found-out')
    return { deeds: [], why: error.message, isFinal: isLast }
  }
}

function toEvent({ id, tenantId }: Drift, deeds: readonly Deed[], at: Instant): JournalEvent {
  const type: keyof typeof policiesEvents = 'policies.changed-by'
  return {
    at,
    type,
    tenantId,
    data: { driftId: id, deeds: deeds.map((deed) => toPlainWords(toDeedText(deed))) },
  }
}
