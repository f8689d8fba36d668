// The whole backend by way of pwsh, with Graph on the fake cloud; both ask the endpoint's tenant. One process for a
// whole file, as in life; what hangs or breaks it gets a new one by itself.
import { randomUUID } from 'node:crypto'
import { createExchange } from '../../../../src/backends/exchange/index.js'
import { createLog } from '../../../../src/log/index.js'
import { createSystemClock } from '../../../../src/run/clock.js'
import type { BackendHarness, Trouble } from '../../../contracts/backend.js'
import type { Fault } from '../../../fake-exchange/faults.js'
import { createHome, type FakeHome, identity } from '../../../fake-exchange/homes.js'
import { createFakeExchange } from '../../../fake-exchange/server.js'
import type { StubAnswer, StubRun } from './endpoint.js'
import { createStage, never, pwshPath } from './stage.js'

const refusals: Readonly<Record<'down' | 'throttled' | 'forbidden', string>> = {
  down: 'Connection refused (outlook.office365.com:443)',
  throttled: 'Too many requests. Please try again after 17 seconds.',
  forbidden: 'Response status code does not indicate success: 403 (Forbidden).',
}

/** What Graph does meanwhile. A gateway that is down is not waited for, as a broken connection would be. */
const graphFaults: Readonly<Partial<Record<Trouble, Fault>>> = {
  down: { kind: 'broken', status: 502 },
  throttled: { kind: 'throttled', retryAfter: '17' },
  forbidden: { kind: 'forbidden', body: 'empty' },
  hang: { kind: 'hang' },
}

export async function createPwshBackend() {
  const stage = await createStage()
  const { endpoint, modulePath } = stage
  const { tenant: _, ...app } = createHome(endpoint.tenant)
  // A reset of the endpoint brings another tenant.
  const home: FakeHome = {
    ...app,
    get tenant() {
      return endpoint.tenant
    },
  }
  const fake = await createFakeExchange({ homes: [home] })
  const exchange = await createExchange({
    identity,
    cloud: 'worldwide',
    way: { transport: 'powershell', signIn: undefined, settings: { program: pwshPath, modulePath } },
    send: fake.send,
    proxy: undefined,
    clock: createSystemClock(),
    createId: randomUUID,
    log: createLog({ level: 'silent' }),
    environment: process.env,
    kill: process.kill,
    // Nobody's limits are used up here.
    apartMilliseconds: 0,
  })
  // Starting takes seconds, which belong to no test.
  await exchange.list(never)

  return {
    endpoint,
    /** Changing cmdlets that lose their answer, or hang when `hangs` says so. */
    createHarness(hangs: (run: StubRun) => boolean): BackendHarness {
      endpoint.reset()
      fake.setFault({ kind: 'none' })
      let hang: (value: unknown) => void = () => {}
      const hanging = new Promise((resolve) => {
        hang = resolve
      })

      function answerIn(trouble: Exclude<Trouble, 'none'>, run: StubRun): StubAnswer | Promise<StubAnswer> {
        const changes = !/^(Get|Search)-/.test(run.cmdlet)
        switch (trouble) {
          case 'down':
          case 'throttled':
          case 'forbidden':
            return { acts: [{ kind: 'throw', text: refusals[trouble] }] }
          case 'partial':
            return {
              acts: [
                { kind: 'warn', text: 'There are more results available than are currently displayed.' },
              ],
              records: (endpoint.ask(run).records ?? []).slice(0, 1),
            }
          case 'answer-lost-done':
            return { ...endpoint.ask(run), ...(changes ? { acts: [{ kind: 'die' }] } : {}) }
          case 'answer-lost-undone':
            return changes ? { acts: [{ kind: 'connection-lost' }] } : endpoint.ask(run)
          case 'hang':
            if (!hangs(run)) return endpoint.ask(run)
            hang(run)
            return new Promise(() => {})
          default:
            return trouble satisfies never
        }
      }

      return {
        backend: exchange,
        restrict: (entity, reason) => endpoint.tenant.restrict(entity, reason),
        clear: (entity) => endpoint.tenant.clear(entity),
        setTrouble(trouble) {
          endpoint.onRun = trouble === 'none' ? undefined : (run) => answerIn(trouble, run)
          fake.setFault(graphFaults[trouble] ?? { kind: 'none' })
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
          fake.setFault({ kind: 'none' })
          await exchange.list(never)
        },
      }
    },
    async close() {
      await exchange.close()
      await fake.close()
      await stage.close()
    },
  }
}
