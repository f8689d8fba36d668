// One fake tenant on the fake cloud, and the parts of the real backend that reach it.
import { randomUUID } from 'node:crypto'
import { clouds } from '../../../src/backends/exchange/clouds.js'
import type { Identity } from '../../../src/backends/exchange/credential.js'
import { createGraph } from '../../../src/backends/exchange/graph-client.js'
import type { SendHttp } from '../../../src/backends/exchange/http.js'
import { createRestCmdlets } from '../../../src/backends/exchange/rest/index.js'
import { createTokens } from '../../../src/backends/exchange/tokens.js'
import { BackendError } from '../../../src/errors.js'
import type { Clock } from '../../../src/ports.js'
import { createAdjustableClock, createSystemClock } from '../../../src/run/clock.js'
import { createHome, type FakeHome, identity } from '../../fake-exchange/homes.js'
import { createFakeExchange, type FakeExchangeParts } from '../../fake-exchange/server.js'
import { createFakeTenant } from '../../fake-exchange/tenant.js'

export const never = new AbortController().signal

interface SetupParts extends Omit<FakeExchangeParts, 'homes'> {
  readonly clock?: Clock
  readonly identity?: Identity
  readonly home?: Partial<FakeHome>
  /** Between the parts and the fake cloud. */
  readonly wrap?: (send: SendHttp) => SendHttp
}

export async function createSetup(parts: SetupParts = {}) {
  const { cloud = clouds.worldwide, wrap = (send) => send } = parts
  const clock = parts.clock ?? createHurriedClock()
  const tenant = createFakeTenant()
  const fake = await createFakeExchange({ ...parts, homes: [{ ...createHome(tenant), ...parts.home }] })
  const send = wrap(fake.send)
  const tokens = createTokens({ identity: parts.identity ?? identity, cloud, send, clock })
  const shared = { cloud, tokens, send, clock, createId: randomUUID }
  return {
    clock,
    tenant,
    fake,
    tokens,
    cmdlets: createRestCmdlets({ ...shared, identity: parts.identity ?? identity }),
    graph: createGraph(shared),
    cloud,
    close: () => fake.close(),
  }
}

export type Setup = Awaited<ReturnType<typeof createSetup>>

/** Waits of seconds are over in milliseconds. */
function createHurriedClock(): Clock {
  const clock = createAdjustableClock(createSystemClock())
  clock.setRate(500)
  return clock
}

/** What a call was rejected with. */
export async function catchFailure(promise: Promise<unknown>): Promise<BackendError> {
  const answer: unknown = await promise.then(
    (value) => new Error(`resolved with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(answer instanceof BackendError))
    throw new Error('not rejected with a BackendError', { cause: answer })
  return answer
}
