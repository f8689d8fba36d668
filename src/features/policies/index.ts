import type { Instant } from '../../domain/instant.js'
import type { Press } from '../../domain/press.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { acceptPolicies } from './accept.js'
import { findAuthors } from './authors.js'
import { showPolicies } from './command.js'
import { policiesData } from './data.js'
import { policiesEvents } from './events.js'
import { examinePolicies } from './judge.js'
import { listOverPolicies } from './over.js'
import { publishDrift } from './publish.js'
import { readTenantPolicies } from './read.js'
import { driftOf, parseAcceptId } from './record.js'
import { authorsDuty, driftDuty, policiesDuty } from './tasks.js'
import type { PoliciesCards } from './views.js'

async function listDriftEnds({ store }: Parts, driftId: string): Promise<readonly Instant[]> {
  const drift = await driftOf(driftId).recall(store)
  return drift === undefined ? [] : [drift.end?.at ?? Number.POSITIVE_INFINITY]
}

/** The tenants' own settings about alerts and sending, and what changes in them. */
export const policies = {
  presses: { 'accept-policies': { permission: 'accept', run: acceptPolicies } },
  commands: {
    policies: {
      permission: 'read',
      usage: 'policies [tenant NAME] [refresh]',
      text: 'Whether Microsoft tells anybody of a restriction, and what stops a sender',
      hint: { text: 'Whether Microsoft tells anybody of a restriction' },
      run: showPolicies,
      data: policiesData,
    },
  },
  tasks: {
    policies: toTaskRow({
      words: "reading the tenant's settings",
      pool: 'policies',
      schema: policiesDuty,
      run: (parts: Parts, { tenantId }, claim) => readTenantPolicies(parts, tenantId, claim),
    }),
    'drift-authors': toTaskRow({
      words: 'the search for who changed the settings',
      pool: 'policies',
      schema: authorsDuty,
      run: findAuthors,
      listEnds: (parts: Parts, { driftId }) => listDriftEnds(parts, driftId),
    }),
    drift: toTaskRow({
      words: 'a card of changed settings',
      pool: 'broadcasts',
      schema: driftDuty,
      run: publishDrift,
      listEnds: (parts: Parts, { driftId }) => listDriftEnds(parts, driftId),
    }),
  },
  findPosting: ({ values: { acceptId } }: Press) =>
    acceptId === undefined ? undefined : `drift:${parseAcceptId(acceptId).driftId}:`,
  examineTenant: examinePolicies,
  listOver: listOverPolicies,
  cards: {
    policies: { bounds: { rows: { most: 16, keep: 'first' } } },
    drift: { bounds: { changes: { most: 10, keep: 'first' } } },
  } satisfies CardTable<PoliciesCards>,
  events: policiesEvents,
} satisfies Feature
