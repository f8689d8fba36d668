// The sandbox tenant as a backend: every call travels, and reads the records Exchange would send.
import { toEntityKey } from '../../domain/entity.js'
import { isWhole } from '../../domain/listed.js'
import { BackendError } from '../../errors.js'
import type { Clock, RestrictionBackend } from '../../ports.js'
import { createSandboxAlerts } from './alerts.js'
import type { SendCall } from './calls.js'
import { toEarlySigns } from './early.js'
import { examineSandbox } from './examine.js'
import { gatherEvidence } from './gather.js'
import { createPolicies } from './policies.js'
import { countRecentUnblocks, findDeeds, findListing, toListed, toRestriction } from './state.js'
import type { Tenant } from './tenant.js'
import { traceInState } from './traces.js'

interface BackendParts {
  readonly clock: Clock
  readonly tenant: Tenant
  readonly send: SendCall
  readonly unblocksPerDay: number
}

export function createSandboxBackend({
  clock,
  tenant,
  send,
  unblocksPerDay,
}: BackendParts): RestrictionBackend {
  const list: RestrictionBackend['list'] = (signal) =>
    send({
      call: 'list',
      signal,
      async work(fault) {
        if (fault.kind === 'partial') throw createPartialError()
        return toListed(await tenant.look(), fault)
      },
    })
  return {
    list,
    find: (entity, signal) =>
      send({
        call: 'find',
        signal,
        async work(fault) {
          const listed = toListed(await tenant.look(), fault)
          const found = listed.restrictions.find((one) => toEntityKey(one.entity) === toEntityKey(entity))
          if (found === undefined && !isWhole(listed, entity.kind)) throw createDoubtfulError()
          return found
        },
      }),
    gather: (entity, signal) =>
      send({
        call: 'gather',
        signal,
        async work(fault) {
          const state = await tenant.look()
          const listing = findListing(state, entity)
          const now = clock.now()
          const began = (listing && toRestriction(listing).createdAt) ?? now
          return gatherEvidence({ entity, state, began, now, partial: fault.kind === 'partial' })
        },
      }),
    unblock: (entity, signal) =>
      send({
        call: 'unblock',
        signal,
        async work() {
          const state = await tenant.look()
          if (findListing(state, entity) === undefined) return { alreadyGone: true }
          // The limit is documented for accounts only.
          if (entity.kind === 'sender' && countRecentUnblocks(state, entity, clock.now()) >= unblocksPerDay)
            throw createLimitError(entity.address)
          await tenant.unblock(entity)
          return { alreadyGone: false }
        },
      }),
    async traceMail(entity, since, signal) {
      try {
        return await send({
          call: 'traceMail',
          signal,
          work: async () => traceInState({ state: await tenant.look(), entity, since, now: clock.now() }),
        })
      } catch (error) {
        if (error instanceof BackendError && error.code === 'forbidden')
          return { known: false, why: error.message }
        throw error
      }
    },
    contain: (sender, order, signal) =>
      send({ call: 'contain', signal, work: () => tenant.contain(sender, order) }),
    readEarlySigns: (asked, signal) =>
      send({
        call: 'readEarlySigns',
        signal,
        work: async () => toEarlySigns(await tenant.look(), asked, clock.now()),
      }),
    readPolicies: (signal) =>
      send({
        call: 'readPolicies',
        signal,
        async work(fault) {
          const { alertsOff = [] } = await tenant.look()
          return createPolicies({ readAt: clock.now(), alertsOff, partial: fault.kind === 'partial' })
        },
      }),
    searchDeeds: (asked, signal) =>
      send({ call: 'searchDeeds', signal, work: async () => findDeeds(await tenant.look(), asked) }),
    alerts: createSandboxAlerts(tenant, send, () => clock.now()),
    examine: (signal) => examineSandbox(list, signal),
  }
}

function createDoubtfulError(): BackendError {
  return new BackendError('Whether it is on the list cannot be told: the list could not be read in whole.', {
    code: 'malformed',
    outcome: 'unchanged',
  })
}

function createPartialError(): BackendError {
  return new BackendError('Exchange Online sent only a part of the list.', {
    code: 'partial',
    outcome: 'unchanged',
  })
}

// Microsoft documents that there is a limit and an error, not their number or text (Remove-BlockedSenderAddress).
function createLimitError(address: string): BackendError {
  return new BackendError(
    `The unblock limit of ${address} has been exceeded. Contact Microsoft Support to unblock this account.`,
    { code: 'limit-reached', outcome: 'unchanged' },
  )
}
