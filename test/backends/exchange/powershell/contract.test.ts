import { afterAll, beforeAll } from 'vitest'
import type { Cmdlets } from '../../../../src/backends/exchange/cmdlets.js'
import { checkCmdlets, checkList } from '../../../../src/backends/exchange/examine/cmdlets.js'
import { createReadPolicies } from '../../../../src/backends/exchange/policies/index.js'
import { createRestrictions } from '../../../../src/backends/exchange/restrictions.js'
import { createSystemClock } from '../../../../src/clock.js'
import type { Evidence } from '../../../../src/domain/evidence.js'
import type { RestrictionBackend } from '../../../../src/ports.js'
import { describeBackend, type Trouble } from '../../../contracts/backend.js'
import type { StubAnswer, StubRun } from './endpoint.js'
import { createStage, describePwsh, never, patience, type Stage } from './stage.js'

const refusals: Readonly<Record<'down' | 'throttled' | 'forbidden', string>> = {
  down: 'Connection refused (outlook.office365.com:443)',
  throttled: 'Too many requests. Please try again after 17 seconds.',
  forbidden: 'Response status code does not indicate success: 403 (Forbidden).',
}

describePwsh('by way of pwsh', patience, () => {
  let stage: Stage
  let cmdlets: Cmdlets

  // One process for all of it, as in life; what hangs or breaks it gets a new one by itself.
  beforeAll(async () => {
    stage = await createStage()
    cmdlets = stage.create()
    await cmdlets.listAllowed('exchange', never)
  }, 90_000)
  afterAll(() => stage.close())

  describeBackend('Exchange', () => {
    const { endpoint } = stage
    endpoint.reset()
    let isUnblocking = false
    let hang: (value: unknown) => void = () => {}
    const hanging = new Promise((resolve) => {
      hang = resolve
    })

    function answerIn(trouble: Exclude<Trouble, 'none'>, run: StubRun): StubAnswer | Promise<StubAnswer> {
      const changes = run.cmdlet.startsWith('Remove-')
      switch (trouble) {
        case 'down':
        case 'throttled':
        case 'forbidden':
          return { acts: [{ kind: 'throw', text: refusals[trouble] }] }
        case 'partial':
          return {
            acts: [{ kind: 'warn', text: 'There are more results available than are currently displayed.' }],
            records: (endpoint.ask(run).records ?? []).slice(0, 1),
          }
        case 'answer-lost-done':
          return { ...endpoint.ask(run), ...(changes ? { acts: [{ kind: 'die' }] } : {}) }
        case 'answer-lost-undone':
          return changes ? { acts: [{ kind: 'connection-lost' }] } : endpoint.ask(run)
        case 'hang':
          // An unblock looks before it acts: what hangs is the act.
          if (isUnblocking && !changes) return endpoint.ask(run)
          hang(run)
          return new Promise(() => {})
        default:
          return trouble satisfies never
      }
    }

    const backend = createBackend(cmdlets)
    return Promise.resolve({
      backend: {
        ...backend,
        unblock(entity, signal) {
          isUnblocking = true
          return backend.unblock(entity, signal)
        },
      },
      restrict: (entity, reason) => endpoint.tenant.restrict(entity, reason),
      clear: (entity) => endpoint.tenant.clear(entity),
      setTrouble(trouble) {
        endpoint.onRun = trouble === 'none' ? undefined : (run) => answerIn(trouble, run)
      },
      countUnblocks: (entity) => endpoint.tenant.countRemovals(entity),
      settle: (promise) => promise,
      async arrive() {
        await hanging
      },
      propagate: () => Promise.resolve(),
      async close() {
        // Of two calls at once, one may still wait for its turn after the other has failed: not in the next test.
        endpoint.onRun = undefined
        await cmdlets.listAllowed('exchange', never)
      },
    })
  })
})

/** The list and the tenant's settings: what is gathered beside them goes through the same two members of the port. */
function createBackend(cmdlets: Cmdlets): RestrictionBackend {
  const restrictions = createRestrictions(cmdlets)
  return {
    ...restrictions,
    async gather(entity, signal) {
      await restrictions.find(entity, signal)
      return entity.kind === 'sender' ? emptySender : emptyConnector
    },
    contain: () => Promise.reject(new Error('not asked for')),
    readPolicies: createReadPolicies({ cmdlets, clock: createSystemClock() }),
    async examine(signal) {
      const [list, allowed] = await Promise.all([checkList(cmdlets, signal), checkCmdlets(cmdlets, signal)])
      return [list, ...allowed]
    },
  }
}

const unknown = { known: false, why: 'It was not looked up.' } as const
const gatheredAt = Date.UTC(2026, 10, 22, 3, 14)
const emptyConnector: Evidence = {
  kind: 'connector',
  gatheredAt,
  definition: unknown,
  changes: unknown,
  mail: unknown,
}
const emptySender: Evidence = {
  kind: 'sender',
  gatheredAt,
  account: unknown,
  forwarding: unknown,
  inboxRules: unknown,
  delegates: unknown,
  authentication: unknown,
  password: unknown,
  signIns: unknown,
  risk: unknown,
  consents: unknown,
  roles: unknown,
  sentMail: unknown,
  outboundPolicy: unknown,
}
