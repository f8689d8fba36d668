// The whole backend over REST on the fake cloud.
import { randomUUID } from 'node:crypto'
import { createExchange, type Exchange } from '../../../src/backends/exchange/index.js'
import type { Protocol } from '../../../src/backends/exchange/protocol.js'
import { createLog } from '../../../src/log/index.js'
import type { Clock } from '../../../src/ports.js'
import { createAdjustableClock, createSystemClock } from '../../../src/run/clock.js'
import { identity } from '../../fake-exchange/homes.js'
import type { FakeExchange } from '../../fake-exchange/server.js'

/** Waits between tries are short; the minute that gathering may take still is three seconds. */
const rate = 20

export function createRestBackend(
  fake: FakeExchange,
  clock = createHurriedClock(),
  protocol?: Protocol,
): Promise<Exchange> {
  return createExchange({
    identity,
    cloud: 'worldwide',
    way: { transport: 'rest' },
    send: fake.send,
    proxy: undefined,
    clock,
    createId: randomUUID,
    log: createLog({ level: 'silent' }),
    environment: {},
    kill: () => undefined,
    ...(protocol === undefined ? {} : { protocol }),
  })
}

function createHurriedClock(): Clock {
  const clock = createAdjustableClock(createSystemClock())
  clock.setRate(rate)
  return clock
}
